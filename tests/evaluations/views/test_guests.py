"""The links of guest instructors: their own lectures in one class, read only, for a time."""

import datetime
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from classes.models import LiveClassInstructor, TrainingClassPage
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.guests import make_guest_link
from evaluations.models import GuestLink
from evaluations.questions.asking import answer_name
from evaluations.results.guests import SALT, token_of
from schoolhouse.refusals import Refusal
from tests.evaluations.answering import close
from tests.factories.classes import make_live_class, make_training_class
from tests.factories.evaluations import make_form, make_survey, question, section
from tests.factories.people import make_superuser, make_user

CLEAR = question("scale", "Clear?")
TALK = question("text", "What else?")


@pytest.fixture
def said(lecture: Any) -> Any:
    """A closed survey about the instructor and a colleague."""
    lecture.colleague = make_user("Colleague")
    LiveClassInstructor.objects.create(live_class=lecture.live_class, instructor=lecture.colleague, sort_order=5)
    form = make_form(content=[section("Instructor", [CLEAR, TALK], per_instructor=True)])
    lecture.survey = make_survey(lecture.live_class, form=form)
    for learner in lecture.learners:
        given: dict[str, Any] = {}
        for person, words in ((lecture.instructor, "Owncanary"), (lecture.colleague, "Othercanary")):
            given |= {answer_name(CLEAR["id"], person): 4, answer_name(TALK["id"], person): words}
        submit_feedback(survey=lecture.survey, answers=given, by=learner)
    close(lecture.survey)
    return lecture


def link_for(lecture: Any, **fields: Any) -> GuestLink:
    return make_guest_link(
        training_class=lecture.training_class, instructor=lecture.instructor, days=14, by=lecture.teacher, **fields
    )


def english() -> Client:
    return Client(headers={"accept-language": "en"})


def open_link(link: GuestLink, *more: Any) -> Any:
    name = "evaluations:guest_summary" if more else "evaluations:guest"
    return english().get(reverse(name, args=[token_of(link), *more]))


def test_link_opens_the_own_lectures_without_an_account(said: Any) -> None:
    link = link_for(said)
    listed, read = open_link(link), open_link(link, said.survey.public_id)
    assert (listed.status_code, read.status_code) == (200, 200)
    assert "Reading land records" in listed.content.decode()
    page = read.content.decode()
    assert "Owncanary" in page
    assert "Othercanary" not in page
    assert "Colleague" not in page
    assert "<form" not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_answers_are_kept_nowhere_and_listed_nowhere(said: Any) -> None:
    link = link_for(said)
    for answer in (open_link(link), open_link(link, said.survey.public_id)):
        assert answer["Cache-Control"] == "private, no-store"
        assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
        assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()


def test_link_is_of_one_class_and_one_instructor(said: Any) -> None:
    elsewhere = make_live_class(make_training_class(), instructor=said.instructor)
    other = make_survey(elsewhere, form=make_form())
    named = make_survey(said.live_class, form=make_form(), instructor=said.colleague)
    link = link_for(said)
    assert [open_link(link, one.public_id).status_code for one in (other, named)] == [404, 404]


def test_forged_link_is_not_found(said: Any) -> None:
    link = link_for(said)
    good = token_of(link)
    forged = [good[:-2], signing.dumps(str(link.public_id), salt="another"), str(link.public_id), "x"]
    forged += [signing.dumps(value, salt=SALT) for value in ("x", 1, [str(link.public_id)])]
    found = [english().get(reverse("evaluations:guest", args=[token])).status_code for token in forged]
    assert found == [404] * len(forged)
    assert english().post(reverse("evaluations:guest", args=[good])).status_code == 405


def test_expired_link_says_so(said: Any) -> None:
    link = link_for(said)
    then = timezone.now() - datetime.timedelta(days=20)
    GuestLink.objects.update(made_at=then, expires_at=then + datetime.timedelta(days=14))
    for answer in (open_link(link), open_link(link, said.survey.public_id)):
        page = answer.content.decode()
        assert (answer.status_code, answer["Cache-Control"]) == (410, "private, no-store")
        assert "It could be opened until" in page
        assert "Owncanary" not in page
        assert "Reading land records" not in page


def test_who_runs_the_class_makes_and_revokes_it_and_both_are_logged(said: Any) -> None:
    client = english()
    client.force_login(said.teacher)
    page = reverse("evaluations:guest_links", args=[said.training_class.public_id])
    assert (
        page in client.get(reverse("evaluations:class_feedback", args=[said.training_class.public_id])).content.decode()
    )
    assert 'value="14"' in client.get(page).content.decode()
    assert client.post(page, {"instructor": said.instructor.public_id, "days": 3}).status_code == 302
    link = GuestLink.objects.get()
    assert link.expires_at - link.made_at == datetime.timedelta(days=3)
    assert token_of(link).split(":")[0] in client.get(page).content.decode()

    revoke = reverse("evaluations:revoke_guest_link", args=[said.training_class.public_id, link.public_id])
    assert client.post(revoke).status_code == 302
    closed = open_link(link)
    assert (closed.status_code, "The school has closed it." in closed.content.decode()) == (410, True)
    assert token_of(link).split(":")[0] not in client.get(page).content.decode()
    kept = PageLogEntry.objects.filter(action__startswith="evaluations.guest").order_by("pk")
    actions = ["evaluations.guest_link_made", "evaluations.guest_link_revoked"]
    assert [(entry.action, entry.user) for entry in kept] == [(action, said.teacher) for action in actions]


@pytest.mark.parametrize("name", ["instructor", "learner", "colleague"])
def test_others_make_and_revoke_none(said: Any, name: str) -> None:
    client = english()
    client.force_login(said.learners[0] if name == "learner" else getattr(said, name))
    link = link_for(said)
    page = reverse("evaluations:guest_links", args=[said.training_class.public_id])
    revoke = reverse("evaluations:revoke_guest_link", args=[said.training_class.public_id, link.public_id])
    sent = {"instructor": said.instructor.public_id, "days": 3}
    found = [client.get(page).status_code, client.post(page, sent).status_code, client.post(revoke).status_code]
    assert found == [404, 404, 404]
    assert GuestLink.objects.get().revoked_at is None


@pytest.mark.parametrize("days", ["0", "91", "x", ""])
def test_link_for_too_long_is_refused(said: Any, days: str) -> None:
    client = english()
    client.force_login(said.teacher)
    page = reverse("evaluations:guest_links", args=[said.training_class.public_id])
    assert client.post(page, {"instructor": said.instructor.public_id, "days": days}).status_code == 400
    assert not GuestLink.objects.exists()


def test_link_for_who_does_not_teach_there_is_refused(said: Any) -> None:
    with pytest.raises(Refusal) as refused:
        make_guest_link(training_class=said.training_class, instructor=make_user(), days=14, by=said.teacher)
    assert refused.value.code == "not_teaching"
    with pytest.raises(Refusal) as refused:
        make_guest_link(training_class=said.training_class, instructor=said.instructor, days=14, by=said.instructor)
    assert refused.value.status == 403


@pytest.mark.parametrize("count", [1, 30])
def test_pages_cost_as_many_queries_however_many_there_are(
    said: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    for _number in range(count - 1):
        link_for(said)
        make_survey(said.live_class, form=make_form())
    link = link_for(said)
    client = english()
    client.force_login(said.teacher)
    with django_assert_max_num_queries(7):
        assert open_link(link).status_code == 200
    with django_assert_max_num_queries(18):
        assert client.get(reverse("evaluations:guest_links", args=[said.training_class.public_id])).status_code == 200


def test_link_is_revoked_also_where_its_class_is_unpublished(said: Any) -> None:
    link = link_for(said)
    said.training_class.unpublish()
    client = english()
    client.force_login(said.teacher)
    address = reverse("evaluations:revoke_guest_link", args=[said.training_class.public_id, link.public_id])
    assert client.post(address).status_code == 302
    assert open_link(link).status_code == 410


def test_class_is_deleted_with_its_links(lecture: Any) -> None:
    kept, gone = make_training_class(), make_training_class()
    now = timezone.now()
    for page in (kept, gone):
        GuestLink.objects.create(
            training_class=page,
            instructor=lecture.instructor,
            made_by=lecture.teacher,
            made_at=now,
            expires_at=now + datetime.timedelta(days=14),
        )
    token = token_of(GuestLink.objects.get(training_class=gone))
    client = english()
    client.force_login(make_superuser())
    assert client.post(reverse("wagtailadmin_pages:delete", args=[gone.pk])).status_code == 302
    assert not TrainingClassPage.objects.filter(pk=gone.pk).exists()
    assert list(GuestLink.objects.values_list("training_class", flat=True)) == [kept.pk]
    assert english().get(reverse("evaluations:guest", args=[token])).status_code == 404
