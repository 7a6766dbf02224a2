"""Writing down what a paper asks when it is set."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.content import fingerprint_of, number_text
from plugins.theory_tests.models import BankQuestion, Paper, PaperVersion, PinnedQuestion, QuestionVersion
from plugins.theory_tests.queries.papers import label_of, newest_versions, problems_of_paper, questions_for
from schoolhouse.refusals import Refusal

_SETTINGS = ("intro", "minutes", "attempts", "pass_percent", "shuffle_questions", "shuffle_choices", "multiple_rule")


@transaction.atomic
def freeze_paper(*, paper: Paper, by: User | None) -> PaperVersion:
    """Write the version that ``paper`` has now, with each question as it is asked now; the same is not written twice.

    Raises ``Refusal`` where the paper is not ready, or the bank has changed so that it cannot be sat.
    """
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if not paper.is_ready:
        raise Refusal(_("This paper is not ready."), code="not_ready")
    fixed = list(paper.questions.select_related("question"))
    rules = list(paper.rules.select_related("category"))
    if problems := problems_of_paper(fixed, rules):
        raise Refusal(" ".join(problems), code="paper_faulty")
    taken = {one.question_id for one in fixed}
    pools = [[pk for pk in questions_for(rule).values_list("pk", flat=True) if pk not in taken] for rule in rules]
    versions = _versions(taken.union(*pools), by)
    content: dict[str, Any] = {
        "title": paper.title,
        **{name: getattr(paper, name) for name in _SETTINGS},
        "fixed": [
            {"version": str(versions[one.question_id].public_id), "points": number_text(one.points)} for one in fixed
        ],
        "rules": [
            {
                "pool": sorted(str(versions[pk].public_id) for pk in pool),
                "count": rule.count,
                "points": number_text(rule.points),
                "label": label_of(rule),
            }
            for rule, pool in zip(rules, pools, strict=True)
        ],
    }
    fingerprint = fingerprint_of(content)
    last = paper.versions.order_by("-number").first()
    if last is not None and last.fingerprint == fingerprint:
        return last
    made = PaperVersion.objects.create(
        paper=paper,
        number=last.number + 1 if last else 1,
        content=content,
        fingerprint=fingerprint,
        points=sum(one.points for one in fixed) + sum(rule.points * rule.count for rule in rules),
        questions=len(fixed) + sum(rule.count for rule in rules),
        created_by=by,
    )
    PinnedQuestion.objects.bulk_create(
        [PinnedQuestion(paper_version=made, version=one) for _pk, one in sorted(versions.items())], batch_size=500
    )
    return made


def _versions(questions: set[int], by: User | None) -> dict[int, QuestionVersion]:
    """Return the newest version of each question; one that has none gets its first."""
    found = newest_versions(questions)
    for question in BankQuestion.objects.filter(pk__in=questions - found.keys()):
        found[question.pk] = record_version(question=question, by=by)
    return found
