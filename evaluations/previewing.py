"""A feedback form as learners will see it, before anybody does."""

import datetime
from typing import Any

from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from evaluations.models import FeedbackForm, FeedbackFormVersion, FeedbackSurvey
from evaluations.questions.asking import Questionnaire
from evaluations.questions.freezing import frozen
from people.models import User


def preview_context(form: FeedbackForm) -> dict[str, Any]:
    """Return what the learner's page shows of ``form`` as it stands in the editor, about a class that there is not.

    What cannot be asked yet, such as an unfinished condition, is left out.
    """
    content = {
        "title": {"en": form.title, "zh": form.title_zh},
        "intro": {"en": form.intro, "zh": form.intro_zh},
        "sections": frozen(form.content, is_strict=False),
    }
    return shown_context(form, content)


def version_context(version: FeedbackFormVersion) -> dict[str, Any]:
    """Return the same of a version that was published."""
    return shown_context(version.form, version.content)


def shown_context(form: FeedbackForm, content: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the learner's page for what was frozen as ``content``."""
    from evaluations.forms.feedback import FeedbackResponseForm

    now = timezone.now()
    survey = FeedbackSurvey(
        form=form,
        page=Page(title=_("A live class")),
        is_anonymous=form.is_anonymous,
        opens_at=now,
        closes_at=now + datetime.timedelta(days=7),
    )
    instructors = [User(full_name=_("Instructor %(number)d") % {"number": number}) for number in (1, 2)]
    questionnaire = Questionnaire(content, instructors, form.is_anonymous)
    return {
        "survey": survey,
        "questionnaire": questionnaire,
        "form": FeedbackResponseForm(survey=survey, questionnaire=questionnaire),
        "training_class": None,
        "is_open": True,
        "is_preview": True,
    }


def editor_style() -> SafeString:
    """Return the style by which a text in two languages stands side by side in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("evaluations/admin.css"))
