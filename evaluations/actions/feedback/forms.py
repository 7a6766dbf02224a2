"""Publishing feedback forms: freezing what is asked."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.models import FeedbackForm, FeedbackFormVersion, FeedbackQuestion
from evaluations.questions.freezing import Unfit, frozen
from people.models import User
from schoolhouse.extension_points import question_kinds
from schoolhouse.faults import shielded
from schoolhouse.refusals import Refusal


def publish_form(*, form: FeedbackForm, by: User | None) -> FeedbackFormVersion:
    """Publish ``form`` as it is, with a revision for its history, and return the version that learners answer.

    Raises ``Refusal`` for a form that cannot be asked: nothing is changed then.
    """
    with transaction.atomic():
        form.save_revision(user=by).publish(user=by)
        return freeze_version(form=form)


@transaction.atomic
def freeze_version(*, form: FeedbackForm) -> FeedbackFormVersion:
    """Freeze what ``form`` asks now; return its newest version where it asks the same already.

    Called whenever a form is published. Raises ``Refusal`` for a form that cannot be asked.
    """
    FeedbackForm.objects.select_for_update().get(pk=form.pk)
    try:
        sections = frozen(form.content)
    except Unfit as fault:
        raise Refusal(str(fault), code="unfit", status=400) from fault
    content = {
        "title": {"en": form.title, "zh": form.title_zh},
        "intro": {"en": form.intro, "zh": form.intro_zh},
        "sections": sections,
    }
    newest = form.newest_version
    if newest is not None and newest.content == content:
        return newest
    version = FeedbackFormVersion.objects.create(
        form=form, number=newest.number + 1 if newest else 1, content=content, published_at=timezone.now()
    )
    asked = [question for section in sections for question in section["questions"]]
    FeedbackQuestion.objects.bulk_create(
        FeedbackQuestion(
            version=version,
            key=question["key"],
            kind=question["kind"],
            levels=_levels_of(question),
            position=position,
        )
        for position, question in enumerate(asked)
    )
    return version


def _levels_of(question: dict[str, Any]) -> int:
    extension = question_kinds.extension(question["kind"])
    if extension is not None:
        with shielded(extension.plugin, f"question_kinds: {extension.name}"):
            return int(extension.value.levels(question["settings"]))
    return 0
