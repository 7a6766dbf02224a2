"""From a low mean or a flagged answer to what was done about it."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.mending import flag, hand_on, look_at, settle
from evaluations.mending.jobs import escalate_items, look_at_surveys
from evaluations.models import ActionItem, ActionItemState, FeedbackSurvey, MendingSettings
from foundation.jobs import drain
from people.models import Notification
from people.roles import Role
from schoolhouse.refusals import Refusal
from tests.evaluations.actions.test_feedback import answers
from tests.evaluations.answering import close
from tests.factories.evaluations import make_form, make_survey, question
from tests.factories.people import make_user

HOUR = datetime.timedelta(hours=1)


def answered(lecture: Any, *levels: int, closed_for: datetime.timedelta = HOUR) -> FeedbackSurvey:
    """Return a survey that a learner each has answered at one of ``levels``, closed for a while."""
    survey = make_survey(lecture.live_class)
    for learner, level in zip(lecture.learners, levels, strict=False):
        submit_feedback(survey=survey, answers=answers(survey, level), by=learner)
    now = timezone.now()
    survey.opens_at, survey.closes_at = now - closed_for - HOUR, now - closed_for
    survey.save()
    if closed_for > datetime.timedelta():
        close(survey)
    return survey


def told(kind: str) -> set[str]:
    """Return the names of those who were told of ``kind``."""
    return set(Notification.objects.filter(kind=kind).values_list("person__full_name", flat=True))


def test_low_mean_opens_one_item_for_the_class_teacher(lecture: Any) -> None:
    survey = answered(lecture, 2, 2, 3, 2, 2, 2)

    look_at_surveys()
    look_at_surveys()

    item = ActionItem.objects.get()
    assert (item.survey, item.question, item.owner, item.opened_by) == (survey, "Useful?", lecture.teacher, None)
    assert (str(item.mean), item.answer_count) == ("2.2", 6)
    assert item.due_on == timezone.localdate() + datetime.timedelta(days=14)


def test_survey_of_long_ago_is_not_dug_out(lecture: Any) -> None:
    answered(lecture, 1, 1, 1, 1, 1, closed_for=datetime.timedelta(days=15))
    look_at_surveys()
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("levels", [(4, 4, 3, 3, 3, 3), (1, 1, 1, 1)])
def test_mean_that_is_good_or_of_few_opens_nothing(lecture: Any, levels: tuple[int, ...]) -> None:
    answered(lecture, *levels)
    look_at_surveys()
    assert not ActionItem.objects.exists()


def test_limit_and_days_are_the_school_s(lecture: Any) -> None:
    settings = MendingSettings.load()
    settings.low_mean, settings.days = "4.5", 3
    settings.save()
    answered(lecture, 4, 4, 4, 4, 4, 4)

    look_at_surveys()

    assert ActionItem.objects.get().due_on == timezone.localdate() + datetime.timedelta(days=3)


def test_survey_is_looked_at_only_once_it_is_closed(lecture: Any) -> None:
    survey = answered(lecture, 1, 1, 1, 1, 1, closed_for=-HOUR)
    look_at_surveys()
    assert not ActionItem.objects.exists()
    close(survey)
    assert len(look_at(survey)) == 1
    assert look_at(survey) == []


def test_item_is_flagged_by_who_looks_after_it_alone(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    with pytest.raises(Refusal) as refused:
        flag(survey=survey, question="Hall", said="Too cold", by=lecture.instructor)
    assert refused.value.status == 403
    assert flag(survey=survey, question="Hall", said="Too cold", by=lecture.teacher).opened_by == lecture.teacher


def test_what_was_done_is_said_and_told_to_the_learners(lecture: Any) -> None:
    item = flag(survey=make_survey(lecture.live_class), question="Hall", said="Too cold", by=lecture.teacher)
    with pytest.raises(Refusal, match=r"(?i)say what was done|写明"):
        settle(item=item, act="finish", answer=" ", by=lecture.teacher)
    done = settle(item=item, act="finish", answer="The stove was mended.", by=lecture.teacher)
    drain()
    assert (done.state, done.closed_by) == (ActionItemState.DONE, lecture.teacher)
    assert told("evaluations.mended") == {learner.full_name for learner in lecture.learners}


@pytest.mark.parametrize("act", ["finish", "drop", "hand", "reopen"])
def test_act_of_another_is_refused(lecture: Any, act: str) -> None:
    item = flag(survey=make_survey(lecture.live_class), question="Hall", said="", by=lecture.teacher)
    for other in (lecture.learners[0], lecture.instructor, make_user()):
        with pytest.raises(Refusal) as refused:
            take(item, act, other)
        assert refused.value.status == 403


def take(item: ActionItem, act: str, by: Any) -> None:
    """Take any of the acts."""
    if act == "hand":
        hand_on(item=item, owner=by, due_on=item.due_on, by=by)
    else:
        settle(item=item, act=act, answer="Done", by=by)


def test_settled_item_is_settled_until_it_is_taken_up_again(lecture: Any) -> None:
    item = flag(survey=make_survey(lecture.live_class), question="Hall", said="", by=lecture.teacher)
    settle(item=item, act="drop", answer="Not ours to mend.", by=lecture.teacher)
    with pytest.raises(Refusal):
        settle(item=item, act="finish", answer="Done", by=lecture.teacher)
    again = settle(item=item, act="reopen", by=lecture.teacher)
    assert (again.state, again.closed_at) == (ActionItemState.OPEN, None)


def test_item_is_handed_to_people_of_the_class_and_the_school(lecture: Any) -> None:
    item = flag(survey=make_survey(lecture.live_class), question="Hall", said="", by=lecture.teacher)
    handed = hand_on(item=item, owner=lecture.instructor, due_on=item.due_on, by=lecture.teacher)
    drain()
    assert handed.owner == lecture.instructor
    assert lecture.instructor.full_name in told("evaluations.action_item")
    with pytest.raises(Refusal, match=r"(?i)nothing to do|无关"):
        hand_on(item=item, owner=make_user("Stranger"), due_on=item.due_on, by=lecture.teacher)
    settle(item=item, act="finish", answer="Done", by=lecture.instructor)


def test_overdue_item_is_told_once_to_its_owner_and_the_head(lecture: Any) -> None:
    head = make_user("Head", role=Role.HEAD, organization=lecture.organization)
    item = flag(survey=make_survey(lecture.live_class), question="Hall", said="", by=lecture.teacher)
    escalate_items()
    assert told("evaluations.overdue") == set()
    ActionItem.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=2))

    escalate_items()
    escalate_items()

    assert told("evaluations.overdue") == {head.full_name, lecture.teacher.full_name}
    item.refresh_from_db()
    assert item.escalated_at is not None


def test_database_refuses_a_settled_item_without_an_answer(lecture: Any) -> None:
    flag(survey=make_survey(lecture.live_class), question="Hall", said="", by=lecture.teacher)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.update(state="done")


def test_low_means_of_the_same_words_are_one_item(lecture: Any) -> None:
    form = make_form(lecture.organization, content=[question("scale", "Useful?"), question("scale", "Useful?")])
    survey = make_survey(lecture.live_class, form=form)
    first, second = survey.version.questions.all()
    for level, learner in zip((2, 2, 2, 2, 1), lecture.learners, strict=False):
        submit_feedback(survey=survey, answers={first.key: level, second.key: 1}, by=learner)
    now = timezone.now()
    FeedbackSurvey.objects.filter(pk=survey.pk).update(opens_at=now - 2 * HOUR, closes_at=now - HOUR)
    survey.refresh_from_db()
    close(survey)

    look_at_surveys()

    item = ActionItem.objects.get()
    assert (str(item.mean), item.answer_count) == ("1.0", 5)


def test_survey_that_cannot_be_looked_at_keeps_no_other_waiting(lecture: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from evaluations.mending import jobs

    first, second = answered(lecture, 1, 1, 1, 1, 1, closed_for=2 * HOUR), answered(lecture, 2, 2, 2, 2, 2)
    really = jobs.look_at

    def fail_once(survey: FeedbackSurvey) -> Any:
        if survey == first:
            raise RuntimeError("broken")
        return really(survey)

    monkeypatch.setattr(jobs, "look_at", fail_once)
    look_at_surveys()
    assert ActionItem.objects.get().survey == second
