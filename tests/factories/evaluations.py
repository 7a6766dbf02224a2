"""Makes feedback forms, surveys and assessment schemes for tests."""

import datetime
import uuid
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from evaluations.actions.feedback.forms import freeze_version
from evaluations.models import AssessmentScheme, FeedbackForm, FeedbackSurvey, SchemeComponent
from people.models import Organization
from tests.factories.people import make_organization

_numbers = count(1)


def words(text: str | tuple[str, str]) -> dict[str, str]:
    """Return a text in both languages, or one in English alone."""
    en, zh = (text, "") if isinstance(text, str) else text
    return {"en": en, "zh": zh}


def question(
    kind: str, text: str | tuple[str, str], *, only_if: tuple[str, str, str] | None = None, **fields: Any
) -> Any:
    """Return a question as an editor writes it. ``only_if`` is the name of an earlier one, a test and a value.

    ``options``, ``rows`` and ``columns`` are lists of texts, ``low``, ``high`` and ``unit`` are texts.
    """
    for name in ("options", "rows", "columns"):
        if name in fields:
            fields[name] = [{"type": "item", "id": str(uuid.uuid4()), "value": words(one)} for one in fields[name]]
    for name in ("low", "high", "unit", "help"):
        if name in fields:
            fields[name] = words(fields[name])
    condition = dict(zip(("question", "test", "value"), only_if or ("", "equals", ""), strict=True))
    value = {"text": words(text), "name": "", "is_required": False, "only_if": condition, **fields}
    return {"type": kind.replace(".", "__"), "id": str(uuid.uuid4()), "value": value}


def section(title: str | tuple[str, str], questions: list[Any], **fields: Any) -> Any:
    """Return a section as an editor writes it; ``per_instructor`` asks it once for each."""
    value = {"title": words(title), "questions": questions, **fields}
    return {"type": "section", "id": str(uuid.uuid4()), "value": value}


def make_form(
    organization: Organization | None = None,
    *,
    title: str | None = None,
    content: list[Any] | None = None,
    **fields: Any,
) -> FeedbackForm:
    """Make a published form: of ``content``, else a scale, a choice and a question in words; the scale is required."""
    form = FeedbackForm(
        organization=organization or make_organization(), title=title or f"Form {next(_numbers)}", **fields
    )
    form.content = content or [
        question("scale", "Useful?", is_required=True),
        question("single", "Pace?", options=["Slow", "Right", "Fast"]),
        question("text", "Remarks"),
    ]
    form.save()
    form.refresh_from_db()
    freeze_version(form=form)
    return form


def make_survey(page: Page, *, form: FeedbackForm | None = None, **fields: Any) -> FeedbackSurvey:
    """Attach a form to ``page``, open from an hour ago until tomorrow unless told otherwise."""
    now = timezone.now()
    fields.setdefault("opens_at", now - datetime.timedelta(hours=1))
    fields.setdefault("closes_at", now + datetime.timedelta(days=1))
    return FeedbackSurvey.objects.create(form=form or make_form(), page_id=page.pk, **fields)


def make_scheme(organization: Organization | None = None, *, title: str | None = None) -> AssessmentScheme:
    """Make a scheme of two components, 60 and 40 points."""
    scheme = AssessmentScheme(
        organization=organization or make_organization(), title=title or f"Scheme {next(_numbers)}"
    )
    scheme.components = [
        SchemeComponent(name="Attitude", maximum=Decimal(60), sort_order=0),
        SchemeComponent(name="Theory", maximum=Decimal(40), sort_order=1),
    ]
    scheme.save()
    return scheme
