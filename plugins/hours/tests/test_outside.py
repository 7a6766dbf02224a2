"""Outside hours, from the draft to the ledger."""

import datetime

import pytest
from django.utils import timezone

from people.roles import Role
from plugins.hours.actions.outside import judge_outside, submit_outside, write_outside
from plugins.hours.models import Evidence, HoursEntry, OutsideHours
from plugins.hours.tests.factories import make_file, make_learner, make_outside
from schoolhouse.refusals import Refusal
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
NEW = "/plugins/hours/outside/new/"


@pytest.fixture
def coordinator(county):
    return make_user("Coordinator", role=Role.COORDINATOR, organization=county)


def filled(**changes):
    day = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    return {
        "title": "A talk",
        "organizer": "Library",
        "starts_on": day,
        "ends_on": day,
        "clock_hours": "1.5",
        "proofs": [make_file()],
        **changes,
    }


def test_learner_hands_in_and_the_coordinator_approves(client, learner, coordinator):
    client.force_login(learner)
    sent = client.post(NEW, {**filled(), "submit": "1"})
    outside = OutsideHours.objects.get()
    assert (sent.url, outside.state, outside.minutes) == (address(outside), "submitted", 90)
    client.force_login(coordinator)
    assert client.get(address(outside)).status_code == 200

    judged = client.post(address(outside, "judge/"), {"verdict": "approve"})

    assert judged.url == "/plugins/hours/unit/outside/"
    assert list(HoursEntry.objects.values_list("learner", "hours")) == [(learner.pk, 2)]
    assert client.post(address(outside, "judge/"), {"verdict": "approve"}).status_code == 409
    assert HoursEntry.objects.count() == 1


def address(outside, rest=""):
    return f"/plugins/hours/outside/{outside.public_id}/{rest}"


def test_returned_is_explained_changed_and_handed_in_again(client, learner, coordinator):
    outside = submit_outside(outside=make_outside(learner), by=learner)
    client.force_login(coordinator)
    assert client.post(address(outside, "judge/"), {"verdict": "return", "reason": " "}).status_code == 409
    client.post(address(outside, "judge/"), {"verdict": "return", "reason": "Which day?"})
    client.force_login(learner)
    assert "Which day?" in client.get(address(outside)).content.decode()

    client.post(address(outside, "change/"), {**filled(title="A talk on Monday", proofs=[]), "submit": "1"})

    outside.refresh_from_db()
    assert (outside.title, outside.state) == ("A talk on Monday", "submitted")
    assert [step.to_state for step in outside.steps.all()] == ["submitted", "returned", "submitted"]


def test_approval_that_is_taken_back_takes_the_hours_back(learner, coordinator):
    outside = submit_outside(outside=make_outside(learner), by=learner)
    judge_outside(outside=outside, act="approve", by=coordinator)

    judge_outside(outside=outside, act="revoke", by=coordinator, reason="Another person’s certificate")

    assert list(HoursEntry.objects.order_by("pk").values_list("hours", flat=True)) == [2, -2]


def test_who_may_judge(county, learner, coordinator):
    outside = submit_outside(outside=make_outside(learner), by=learner)
    village = make_organization(parent=county, kind="village")
    both = make_learner(county)
    from people.actions.roles import grant_role
    from tests.factories.people import make_superuser

    grant_role(user=both, role=Role.COORDINATOR, organization=county, by=make_superuser())
    own = submit_outside(outside=make_outside(both), by=both)
    for person, what in (
        (learner, outside),
        (both, own),
        (make_user(role=Role.HEAD, organization=county), outside),
        (make_user(role=Role.COORDINATOR, organization=village), outside),
        (make_user(role=Role.COORDINATOR, organization=make_organization()), outside),
    ):
        with pytest.raises(Refusal) as refused:
            judge_outside(outside=what, act="approve", by=person)
        assert refused.value.status == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"ends_on": "2020-01-01"},
        {"starts_on": "2020-01-01"},
        {"starts_on": "yesterday"},
        {"clock_hours": "25"},
        {"clock_hours": "0"},
        {"clock_hours": "NaN"},
        {"proofs": [make_file("page.html", b"<script>")]},
        {"proofs": [make_file("certificate.pdf", b"<script>")]},
        {"proofs": [make_file("picture.png", b"")]},
        {"proofs": [make_file(f"{number}.pdf") for number in range(7)]},
    ],
)
def test_bad_input_is_explained_and_keeps_nothing(client, learner, changes):
    client.force_login(learner)

    response = client.post(NEW, filled(**changes), headers=ENGLISH)

    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert not OutsideHours.objects.exists()
    assert not Evidence.objects.exists()


def test_handing_in_asks_for_evidence_and_an_end(client, learner):
    later = timezone.localdate() + datetime.timedelta(days=2)
    for outside in (make_outside(learner, files=False), make_outside(learner, day=later)):
        with pytest.raises(Refusal) as refused:
            submit_outside(outside=outside, by=learner)
        assert refused.value.code == "incomplete"
    client.force_login(learner)
    client.post(NEW, {**filled(proofs=[]), "submit": "1"})
    assert OutsideHours.objects.filter(state="draft").count() == 3


def test_what_was_handed_in_is_not_changed_by_its_author(client, learner):
    outside = submit_outside(outside=make_outside(learner), by=learner)
    file = outside.evidence.get()
    client.force_login(learner)

    assert client.get(address(outside, "change/")).url == address(outside)
    client.post(address(outside, "delete/"))
    client.post(f"/plugins/hours/evidence/{file.public_id}/delete/")
    with pytest.raises(Refusal):
        write_outside(
            by=learner,
            outside=outside,
            title="Other",
            organizer="Other",
            starts_on=outside.starts_on,
            ends_on=outside.ends_on,
            minutes=1000,
        )

    outside.refresh_from_db()
    assert outside.minutes == 90
    assert outside.evidence.count() == 1


def test_draft_is_deleted_with_its_files(client, learner, django_capture_on_commit_callbacks):
    outside = make_outside(learner)
    file = outside.evidence.get().file
    client.force_login(learner)

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address(outside, "delete/")).url == "/plugins/hours/"

    assert not OutsideHours.objects.exists()
    assert not file.storage.exists(file.name)


def test_evidence_is_for_its_author_and_those_who_approve(client, learner, county, coordinator):
    outside = make_outside(learner)
    there = f"/plugins/hours/evidence/{outside.evidence.get().public_id}/"
    client.force_login(coordinator)
    assert client.get(there).status_code == 404  # a draft
    submit_outside(outside=outside, by=learner)

    for person, status in (
        (learner, 200),
        (coordinator, 200),
        (make_learner(county), 404),
        (make_user(role=Role.HEAD, organization=county), 404),
        (make_user(role=Role.COORDINATOR, organization=make_organization()), 404),
    ):
        client.force_login(person)
        response = client.get(there)
        assert response.status_code == status
    client.force_login(learner)
    response = client.get(there)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    client.logout()
    assert "login" in client.get(there).url
