import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from evaluations.actions.feedback.answers import check_answers, write_answers
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.forms import freeze_version, publish_form
from evaluations.models import FeedbackAnswer, FeedbackFormVersion, FeedbackQuestion, FeedbackResponse, FeedbackSurvey
from schoolhouse.refusals import Refusal
from tests.evaluations.actions.test_feedback import answers
from tests.evaluations.answering import close
from tests.factories.classes import make_live_class
from tests.factories.evaluations import make_form, make_survey, question, section

WHY = question("text", "Why?", only_if=("overall", "at_most", "2"), is_required=True)
OVERALL = question("scale", "All in all?", name="overall", is_required=True)
KINDS = [
    question("scale", "Scale"),
    question("stars", "Stars"),
    question("single", "Single", options=["A", "B"]),
    question("multiple", "Multiple", options=["A", "B", "C"]),
    question("matrix", "Matrix", rows=["R1", "R2"], columns=["C1", "C2"]),
    question("number", "Number", places=1),
    question("line", "Line"),
    question("text", "Text"),
]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def test_published_change_is_a_new_version_and_surveys_keep_theirs(lecture: Any) -> None:
    form = make_form(lecture.organization)
    survey = make_survey(lecture.live_class, form=form)
    form.content = [question("stars", "Quite another question")]
    form.save()
    form.refresh_from_db()
    publish_form(form=form, by=None)

    assert [version.number for version in form.versions.order_by("number")] == [1, 2]
    assert FeedbackSurvey.objects.get(pk=survey.pk).version.number == 1
    later = make_survey(make_live_class(lecture.training_class), form=form)
    assert [row.kind for row in later.version.questions.all()] == ["stars"]
    for learner in lecture.learners:
        submit_feedback(survey=survey, answers=answers(survey, 4), by=learner)
    close(survey)
    assert {row.question.version_id for row in FeedbackAnswer.objects.all()} == {survey.version_id}


def test_publishing_the_same_again_makes_no_version(db: None) -> None:
    form = make_form()
    assert publish_form(form=form, by=None) == freeze_version(form=form) == form.newest_version
    assert form.versions.count() == 1
    form.refresh_from_db()
    assert form.live
    assert form.latest_revision is not None


def test_form_that_cannot_be_asked_is_not_published(db: None) -> None:
    form = make_form()
    form.content = [WHY]
    form.save()
    form.refresh_from_db()
    with pytest.raises(Refusal, match="no earlier question"):
        publish_form(form=form, by=None)
    assert form.versions.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("model", [FeedbackFormVersion, FeedbackQuestion])
def test_published_version_is_never_changed(model: Any) -> None:
    make_form()
    row = model.objects.first()
    with pytest.raises(ValidationError):
        row.save()
    changes = {FeedbackFormVersion: {"content": {}}, FeedbackQuestion: {"kind": "text"}}[model]
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**changes)
    assert model.objects.first() == row


def test_form_that_was_asked_is_not_deleted(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    with pytest.raises(ProtectedError):
        survey.form.delete()
    unused = make_form()
    unused.delete()
    assert FeedbackFormVersion.objects.count() == 1


def test_survey_of_a_form_that_was_never_published_is_refused(lecture: Any) -> None:
    form = make_form()
    FeedbackFormVersion.objects.all().delete()
    with pytest.raises(Refusal, match="Publish"):
        make_survey(lecture.live_class, form=form)


def test_survey_asks_another_form_only_before_it_is_answered(lecture: Any) -> None:
    survey, other = make_survey(lecture.live_class), make_form(content=[OVERALL])
    survey.form = other
    survey.clean()
    survey.save()
    assert FeedbackSurvey.objects.get().version == other.newest_version
    submit_feedback(survey=survey, answers={OVERALL["id"]: 4}, by=lecture.learners[0])
    survey.form = make_form()
    with pytest.raises(ValidationError, match="answered"):
        survey.clean()


def test_answers_of_every_kind_are_checked_kept_as_json_and_written_later(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(content=KINDS))
    given = answers(survey, 4, 5, 2, [1, 3], {"1": 2, "2": 1}, "2.5", "A line", "A text")
    staged = json.loads(json.dumps(check_answers(survey, given)))
    assert staged == given
    response = FeedbackResponse.objects.create(survey=survey)
    write_answers(response, staged)
    rows = FeedbackAnswer.objects.filter(response=response).order_by("question__position", "part")
    assert [(row.part, row.number, row.amount and str(row.amount.normalize()), row.text) for row in rows] == [
        ("", 4, None, ""),
        ("", 5, None, ""),
        ("", 2, None, ""),
        ("1", 1, None, ""),
        ("3", 3, None, ""),
        ("1", 2, None, ""),
        ("2", 1, None, ""),
        ("", None, "2.5", ""),
        ("", None, None, "A line"),
        ("", None, None, "A text"),
    ]


def test_required_question_is_asked_only_where_its_condition_holds(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(content=[OVERALL, WHY]))
    with pytest.raises(Refusal, match="Why"):
        check_answers(survey, {OVERALL["id"]: 2})
    assert check_answers(survey, {OVERALL["id"]: 2, WHY["id"]: "Too fast"}) == {OVERALL["id"]: 2, WHY["id"]: "Too fast"}
    # What was written before the reader changed their mind is not kept.
    assert check_answers(survey, {OVERALL["id"]: 3, WHY["id"]: "Too fast"}) == {OVERALL["id"]: 3}


def test_section_is_asked_only_where_its_condition_holds(lecture: Any) -> None:
    inside = question("line", "Inside", is_required=True)
    part = section("Poor", [inside], only_if={"question": "overall", "test": "at_most", "value": "2"})
    survey = make_survey(lecture.live_class, form=make_form(content=[OVERALL, part]))
    assert check_answers(survey, {OVERALL["id"]: 5}) == {OVERALL["id"]: 5}
    with pytest.raises(Refusal, match="Inside"):
        check_answers(survey, {OVERALL["id"]: 1})


def test_form_or_version_alone_can_be_checked_too(db: None) -> None:
    form = make_form(content=[OVERALL])
    assert check_answers(form, {OVERALL["id"]: 3}) == check_answers(form.newest_version, {OVERALL["id"]: 3})


def test_question_of_a_kind_that_is_gone_is_not_asked(lecture: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from schoolhouse.extension_points import question_kinds

    survey = make_survey(lecture.live_class, form=make_form(content=[OVERALL, KINDS[1]]))
    left = [one for one in question_kinds.extensions() if one.name != "scale"]
    monkeypatch.setattr(question_kinds, "_extensions", left)
    assert check_answers(survey, {KINDS[1]["id"]: 5}) == {KINDS[1]["id"]: 5}
