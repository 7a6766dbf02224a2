"""What was asked and answered before forms had versions."""

import datetime
import importlib
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from evaluations.models import FeedbackForm, FeedbackSurvey
from evaluations.queries.feedback.summary import summary_of
from evaluations.questions.freezing import frozen
from tests.factories.people import make_organization, make_page

MIGRATION = importlib.import_module("evaluations.migrations.0011_carry_questions_over")


def asked(kind: str, text: str, **fields: Any) -> SimpleNamespace:
    empty = {"is_required": False, "low_label": "", "high_label": "", "choices": ""}
    return SimpleNamespace(kind=kind, text=text, **{**empty, **fields})


OLD = [
    asked("scale", "有用吗？", low_label="没用", is_required=True),
    asked("single", "Pace?", choices="Slow\n\n Fast "),
    asked("text", "Remarks"),
]


@pytest.mark.django_db
def test_draft_of_a_carried_form_asks_what_its_first_version_asks() -> None:
    keys = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)]
    content = [MIGRATION.block_of(one, key) for one, key in zip(OLD, keys, strict=True)]
    form = FeedbackForm.objects.create(organization=make_organization(), title="Old", content=json.dumps(content))
    form.refresh_from_db()
    version = [MIGRATION.frozen(one, key) for one, key in zip(OLD, keys, strict=True)]
    drafted = frozen(form.content)[0]["questions"]
    for one in (*version, *drafted):
        one["settings"].pop("most", None)
    assert drafted == version
    assert (version[0]["text"]["zh"], version[0]["settings"]["low"]["zh"]) == ("有用吗？", "没用")
    assert [pair["en"] for pair in version[1]["settings"]["options"]] == ["Slow", "Fast"]


@pytest.mark.django_db(transaction=True)
def test_answers_given_before_are_answers_to_the_first_version() -> None:
    page, county = make_page(), make_organization()
    before, now = ("evaluations", "0003_survey_follows_timetable"), timezone.now()
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([before])
    try:
        old = executor.loader.project_state([before]).apps.get_model
        form = old("evaluations", "FeedbackForm").objects.create(organization_id=county.pk, title="Old")
        questions = [
            old("evaluations", "FeedbackQuestion").objects.create(form=form, sort_order=order, **vars(one))
            for order, one in enumerate(OLD)
        ]
        survey = old("evaluations", "FeedbackSurvey").objects.create(
            form=form, page_id=page.pk, is_anonymous=False, opens_at=now, closes_at=now + datetime.timedelta(days=1)
        )
        response = old("evaluations", "FeedbackResponse").objects.create(survey=survey)
        answers = old("evaluations", "FeedbackAnswer").objects
        answers.create(response=response, question=questions[0], number=4)
        answers.create(response=response, question=questions[2], text="Said before")
    finally:
        MigrationExecutor(connection).migrate(leaves)
    kept = FeedbackSurvey.objects.get(pk=survey.pk)
    assert [row.pk for row in kept.version.questions.all()] == [one.pk for one in questions]
    first, second, third = summary_of(kept).questions
    assert (first.counts, second.counts, third.texts) == ([0, 0, 0, 1, 0], [0, 0], ["Said before"])
    assert FeedbackForm.objects.get().live
