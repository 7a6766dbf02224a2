"""Writing down what a question asks."""

from django.db import transaction

from people.models import User
from plugins.theory_tests.content import fingerprint_of
from plugins.theory_tests.models import BankQuestion, QuestionVersion
from plugins.theory_tests.queries.bank import content_of


@transaction.atomic
def record_version(*, question: BankQuestion, by: User | None) -> QuestionVersion:
    """Write the version that ``question`` has now; one that asks the same as the last one is not written again."""
    BankQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    content = content_of(question)
    fingerprint = fingerprint_of(content)
    last = question.versions.order_by("-number").first()
    if last is not None and last.fingerprint == fingerprint:
        return last
    number = last.number + 1 if last else 1
    return QuestionVersion.objects.create(
        question=question, number=number, content=content, fingerprint=fingerprint, created_by=by
    )
