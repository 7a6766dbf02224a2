"""Makes feedback forms, surveys and assessment schemes for tests."""

import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from evaluations.models import (
    AssessmentScheme,
    FeedbackForm,
    FeedbackQuestion,
    FeedbackSurvey,
    QuestionKind,
    SchemeComponent,
)
from people.models import Organization
from tests.factories.people import make_organization

_numbers = count(1)


def make_form(organization: Organization | None = None, *, title: str | None = None, **fields: Any) -> FeedbackForm:
    """Make a form with a scale, a choice and a question in words; only the scale is required."""
    form = FeedbackForm(
        organization=organization or make_organization(), title=title or f"Form {next(_numbers)}", **fields
    )
    form.questions = [
        FeedbackQuestion(text="Useful?", kind=QuestionKind.SCALE, sort_order=0),
        FeedbackQuestion(
            text="Pace?", kind=QuestionKind.SINGLE, choices="Slow\nRight\nFast", is_required=False, sort_order=1
        ),
        FeedbackQuestion(text="Remarks", kind=QuestionKind.TEXT, is_required=False, sort_order=2),
    ]
    form.save()
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
