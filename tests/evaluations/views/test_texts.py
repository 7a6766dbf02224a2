"""Answers in words: who reads which, found by words and tags."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_save
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from classes.models import LiveClassInstructor
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.tagging import set_tags
from evaluations.models import FeedbackAnswer, FeedbackTag, TaggedAnswer
from evaluations.questions.asking import answer_name
from people.roles import Role
from schoolhouse.refusals import Refusal
from tests.evaluations.answering import close
from tests.evaluations.results import make_answers
from tests.factories.evaluations import make_form, make_survey, question, section
from tests.factories.people import make_organization, make_superuser, make_user

PAGE = "/evaluations/texts/"
CLEAR = question("scale", "Clear?")
TALK = question("text", "What else?")


def client_of(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def texts(user: Any, **query: str) -> list[str]:
    return [row.answer.text for row in client_of(user).get(PAGE, query).context["rows"]]


def survey_with(lecture: Any, *said: str, **fields: Any) -> Any:
    survey = make_survey(lecture.live_class, form=make_form(**fields))
    make_answers(survey, 4, 4, 4, 4, 4, texts=said)
    return survey


def test_texts_are_read_by_who_reads_the_survey(lecture: Any) -> None:
    survey_with(lecture, "Canary")
    elsewhere = make_organization("Elsewhere")
    readers = {
        "instructor": lecture.instructor,
        "teacher": lecture.teacher,
        "head": make_user(role=Role.HEAD, organization=lecture.organization),
        "class teacher": make_user(role=Role.CLASS_TEACHER, organization=lecture.organization),
    }
    others = {
        "learner": lecture.learners[0],
        "editor": make_user(role=Role.EDITOR, organization=lecture.organization),
        "head elsewhere": make_user(role=Role.HEAD, organization=elsewhere),
        "instructor elsewhere": make_user(role=Role.INSTRUCTOR, organization=lecture.organization),
    }
    answer = FeedbackAnswer.objects.exclude(text="").get()
    tag = reverse("evaluations:tag_text", args=[answer.pk])
    assert {name: texts(user) for name, user in readers.items()} == {key: ["Canary"] for key in readers}
    assert {name: texts(user) for name, user in others.items()} == {key: [] for key in others}
    for user in others.values():
        assert client_of(user).post(tag, {"tags": "Stolen"}).status_code == 404
        with pytest.raises(Refusal):
            set_tags(answer=answer, names="Stolen", by=user)
    assert not FeedbackTag.objects.exists()


def test_superuser_reads_what_was_said_of_a_page_outside_of_any_place(lecture: Any) -> None:
    outside = Page.get_first_root_node().add_child(instance=Page(title="Outside", slug="outside"))
    make_answers(make_survey(outside, form=make_form()), 4, 4, 4, 4, 4, texts=("Outside",))
    survey_with(lecture, "Inside")
    assert sorted(texts(make_superuser())) == ["Inside", "Outside"]
    assert texts(make_user(role=Role.HEAD, organization=lecture.organization)) == ["Inside"]


def test_what_was_said_of_a_colleague_or_by_few_is_not_read(lecture: Any) -> None:
    colleague = make_user("Colleague")
    LiveClassInstructor.objects.create(live_class=lecture.live_class, instructor=colleague, sort_order=5)
    form = make_form(content=[section("Instructor", [CLEAR, TALK], per_instructor=True)])
    survey = make_survey(lecture.live_class, form=form)
    for place, learner in enumerate(lecture.learners):
        given = {answer_name(TALK["id"], lecture.instructor): f"Own {place}"}
        if place < 4:
            given[answer_name(TALK["id"], colleague)] = "Few"
        submit_feedback(survey=survey, answers=given, by=learner)
    close(survey)
    own = [f"Own {place}" for place in range(6)]
    assert [texts(lecture.instructor), texts(colleague), texts(lecture.teacher)] == [own, [], own]


def test_anonymous_texts_of_fewer_than_five_are_closed(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form())
    make_answers(survey, 4, 4, 4, 4, texts=("Few",))
    assert texts(lecture.instructor) == []
    named = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    make_answers(named, 4, texts=("Named",))
    assert texts(lecture.instructor) == ["Named"]


def test_texts_are_found_by_words_survey_and_tag(lecture: Any) -> None:
    first = survey_with(lecture, "课堂讲得很清楚", "100% clear")
    survey_with(lecture, "课堂太长", "_x")
    client = client_of(lecture.instructor)
    assert sorted(texts(lecture.instructor, q="课堂")) == ["课堂太长", "课堂讲得很清楚"]
    assert texts(lecture.instructor, q="讲 课堂") == ["课堂讲得很清楚"]
    assert texts(lecture.instructor, q="%") == ["100% clear"]
    assert texts(lecture.instructor, survey=str(first.public_id)) == ["100% clear", "课堂讲得很清楚"]
    assert len(texts(lecture.instructor, survey="x", page="99")) == 4

    answer = FeedbackAnswer.objects.get(text="课堂太长")
    tag = reverse("evaluations:tag_text", args=[answer.pk])
    back = client.post(tag, {"tags": "时间， Pace、时间", "next": f"{PAGE}?q=1"})
    assert back["Location"] == f"{PAGE}?q=1#text-{answer.pk}"
    assert sorted(answer.tags.names()) == ["Pace", "时间"]
    pace = FeedbackTag.objects.get(name="Pace")
    assert texts(lecture.teacher, tag=pace.slug) == ["课堂太长"]
    assert 'value="Pace, 时间"' in client.get(PAGE).content.decode()
    client.post(tag, {"tags": "", "next": "https://elsewhere.example/"})
    assert (answer.tags.count(), FeedbackTag.objects.count()) == (0, 0)


@pytest.mark.parametrize("names", [",".join("abcdefghijk"), "x" * 41])
def test_too_many_or_too_long_tags_are_refused(lecture: Any, names: str) -> None:
    survey_with(lecture, "Said")
    answer = FeedbackAnswer.objects.exclude(text="").get()
    with pytest.raises(Refusal) as refused:
        set_tags(answer=answer, names=names, by=lecture.instructor)
    assert (refused.value.code, FeedbackTag.objects.count()) == ("tags", 0)


def test_tags_of_what_one_may_not_read_are_not_named(lecture: Any) -> None:
    survey_with(lecture, "Said")
    set_tags(answer=FeedbackAnswer.objects.exclude(text="").get(), names="Secretcanary", by=lecture.teacher)
    stranger = client_of(make_user(role=Role.HEAD, organization=make_organization("Elsewhere")))
    assert "Secretcanary" not in stranger.get(PAGE).content.decode()
    assert "Secretcanary" not in stranger.get(PAGE, {"tag": "secretcanary"}).content.decode()


def test_page_of_500_texts_costs_as_many_queries_as_one_of_few(lecture: Any) -> None:
    client = client_of(lecture.teacher)
    survey_with(lecture, "First")
    counts = []
    for size in (0, 500):
        if size:
            survey_with(lecture, *(f"Said {number}" for number in range(size)))
            for answer in FeedbackAnswer.objects.exclude(text="")[:40]:
                answer.tags.set(["One", "Two"])
        else:
            FeedbackAnswer.objects.exclude(text="").get().tags.set(["One"])
            client.get(PAGE)  # what each process keeps
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).context["page_obj"].paginator.count == size + 1
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_tag_without_a_letter_is_left_out(lecture: Any) -> None:
    survey_with(lecture, "words")
    answer = FeedbackAnswer.objects.exclude(text="").get()
    set_tags(answer=answer, names="👍, pace, !!", by=lecture.teacher)
    assert list(answer.tags.names()) == ["pace"]


@pytest.fixture
def tag_goes(transactional_db: None) -> Iterator[list[str]]:
    """What others do meanwhile: each name in the list is that of a tag that is gone before its next bearer is kept."""
    names: list[str] = []

    def drop(instance: TaggedAnswer, **kwargs: Any) -> None:
        if instance.tag.name in names:
            names.remove(instance.tag.name)
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM evaluations_feedbacktag WHERE id = %s", [instance.tag_id])

    post_save.connect(drop, sender=TaggedAnswer)
    yield names
    post_save.disconnect(drop, sender=TaggedAnswer)


@pytest.mark.django_db(transaction=True)
def test_tag_that_another_reader_takes_off_meanwhile_is_made_anew(lecture: Any, tag_goes: list[str]) -> None:
    survey_with(lecture, "Said")
    answer = FeedbackAnswer.objects.exclude(text="").get()
    tag_goes.append("Pace")
    set_tags(answer=answer, names="Pace, Room", by=lecture.teacher)
    assert sorted(answer.tags.names()) == ["Pace", "Room"]


@pytest.mark.django_db(transaction=True)
def test_tags_that_never_hold_are_said_to_be_changed_by_others(lecture: Any, tag_goes: list[str]) -> None:
    survey_with(lecture, "Said")
    answer = FeedbackAnswer.objects.exclude(text="").get()
    tag_goes.extend(["Pace"] * 9)
    page = client_of(lecture.teacher).post(
        reverse("evaluations:tag_text", args=[answer.pk]), {"tags": "Pace", "next": PAGE}, follow=True
    )
    assert "Somebody has changed these tags meanwhile. Please set them again." in page.content.decode()
    assert answer.tags.count() == 0
