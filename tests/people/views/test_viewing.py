"""Staff look at the site as a learner sees it: on the record, reading only, never above themselves."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from wagtail.models import ModelLogEntry

import config.urls
from people.models import Role, User
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


def who(request):
    """Say as whom the page is seen, after trying to write something."""
    User.objects.filter(pk=request.user.pk).update(full_name="written while looking")
    viewer = request.viewer.full_name if request.viewer else "-"
    return HttpResponse(f"{request.user.account_name} {viewer}")


urlpatterns = [path("who/", who), *config.urls.urlpatterns]


@pytest.fixture
def school():
    return make_organization("School")


@pytest.fixture
def learner(school):
    return make_user("Learner", account_name="learner", role=Role.LEARNER, organization=school)


@pytest.fixture
def teacher(school):
    return make_user("Teacher", account_name="teacher", role=Role.CLASS_TEACHER, organization=school)


def start(client, person, **data):
    return client.post(f"/accounts/people/{person.public_id}/view-as/", data)


@override_settings(ROOT_URLCONF=__name__)
def test_viewing_shows_the_site_as_the_learner_sees_it_until_stopped(client, teacher, learner):
    client.force_login(teacher)
    assert start(client, learner, next="/admin/").status_code == 302
    assert client.get("/who/").content == b"learner Teacher"

    assert client.post("/accounts/view-as/stop/")["Location"] == "/admin/"
    assert client.get("/who/").content == b"teacher -"


@override_settings(ROOT_URLCONF=__name__)
def test_viewing_keeps_nothing_that_a_page_writes(client, teacher, learner):
    client.force_login(teacher)
    start(client, learner)
    client.get("/who/")

    learner.refresh_from_db()
    assert learner.full_name == "Learner"


@override_settings(ROOT_URLCONF=__name__)
def test_viewing_refuses_to_change_anything(client, teacher, learner):
    client.force_login(teacher)
    start(client, learner)

    response = client.post("/who/")

    assert response.status_code == 403
    assert "people/viewing_refused.html" in [template.name for template in response.templates]


@pytest.mark.parametrize("address", ["/accounts/profile/", "/accounts/2fa/recovery-codes/", "/admin/"])
def test_viewing_keeps_accounts_and_the_admin_closed(client, teacher, learner, address):
    client.force_login(teacher)
    start(client, learner)
    assert client.get(address).status_code == 403


def test_viewing_is_said_on_every_page(client, teacher, learner):
    client.force_login(teacher)
    assert b"view-as/stop/" not in client.get("/accounts/profile/").content
    start(client, learner)
    assert b"view-as/stop/" in client.get("/nothing-here/").content


def test_viewing_is_logged_with_who_and_whom(client, teacher, learner):
    client.force_login(teacher)
    start(client, learner)
    client.post("/accounts/view-as/stop/")

    entries = ModelLogEntry.objects.filter(action__startswith="people.view_as").order_by("timestamp", "pk")
    assert [(one.action, one.user, one.object_id) for one in entries] == [
        ("people.view_as.start", teacher, str(learner.pk)),
        ("people.view_as.stop", teacher, str(learner.pk)),
    ]


@pytest.mark.parametrize("viewing", [True, False])
def test_signing_out_while_viewing_ends_it_on_the_record(client, teacher, learner, viewing):
    client.force_login(teacher)
    start(client, learner)
    if not viewing:
        client.post("/accounts/view-as/stop/")
    client.post("/accounts/logout/")

    entries = ModelLogEntry.objects.filter(action="people.view_as.stop")
    assert [(one.user, one.object_id) for one in entries] == [(teacher, str(learner.pk))]


def test_viewing_begins_at_a_page_of_this_school_alone(client, teacher, learner):
    client.force_login(teacher)
    assert start(client, learner, then="/lessons/")["Location"] == "/lessons/"
    client.post("/accounts/view-as/stop/")
    assert start(client, learner, then="https://elsewhere.example.org/")["Location"] == "/learn/"


@override_settings(ROOT_URLCONF=__name__)
def test_viewing_ends_when_the_right_to_it_ends(client, teacher, learner):
    from people.actions.roles import revoke_role

    client.force_login(teacher)
    start(client, learner)
    organization = teacher.role_assignments.get().organization
    revoke_role(user=teacher, role=Role.CLASS_TEACHER, organization=organization, by=None)

    assert client.get("/who/").content == b"teacher -"


@override_settings(ROOT_URLCONF=__name__)
def test_signing_out_while_viewing_signs_the_viewer_out(client, teacher, learner):
    client.force_login(teacher)
    start(client, learner)
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


@override_settings(ROOT_URLCONF=__name__)
def test_language_switched_while_viewing_is_the_viewers(client, teacher, learner):
    client.force_login(teacher)
    start(client, learner)
    client.post("/preferences/", {"language": "en"})

    learner.refresh_from_db()
    teacher.refresh_from_db()
    assert (learner.preferred_language, teacher.preferred_language) == ("", "en")


def test_viewing_is_not_there_for_those_who_may_not(client, school, teacher, learner):
    elsewhere = make_organization("Elsewhere")
    both = make_user(role=Role.LEARNER, organization=school)
    both.role_assignments.create(role=Role.LEARNER, organization=elsewhere)
    head_teacher = make_user(role=Role.ADMINISTRATOR, organization=school)
    cases = [
        (teacher, make_user(role=Role.LEARNER, organization=elsewhere)),
        (teacher, both),
        (teacher, head_teacher),
        (teacher, make_superuser()),
        (teacher, teacher),
        (teacher, make_user()),
        (learner, teacher),
        (make_user(role=Role.INSTRUCTOR, organization=school), learner),
        (make_superuser(), make_superuser()),
    ]
    for by, person in cases:
        client.force_login(by)
        assert client.get(f"/accounts/people/{person.public_id}/view-as/").status_code == 404, (by, person)
        assert start(client, person).status_code == 404, (by, person)


def test_viewing_is_open_to_superusers_and_administrators(client, school, teacher, learner):
    for by in (make_superuser(), make_user(role=Role.ADMINISTRATOR, organization=school)):
        client.force_login(by)
        assert client.get(f"/accounts/people/{learner.public_id}/view-as/").status_code == 200
        assert start(client, teacher).status_code == 302
        client.post("/accounts/view-as/stop/")


def test_viewing_goes_back_to_no_foreign_address(client, teacher, learner):
    client.force_login(teacher)
    start(client, learner, next="https://evil.example/")
    assert client.post("/accounts/view-as/stop/")["Location"] == "/"


def test_strangers_are_asked_to_sign_in(client, learner):
    assert start(client, learner)["Location"].startswith("/accounts/login/")
    assert client.post("/accounts/view-as/stop/").status_code == 302


def test_api_refuses_to_write_while_looking_in_its_own_words(client, teacher, learner):
    client.force_login(teacher)
    start(client, learner)

    response = client.post("/api/v1/nothing", {}, content_type="application/json", HTTP_ACCEPT_LANGUAGE="en")
    posted = client.post("/api/v1/threads/00000000-0000-0000-0000-000000000001/posts", {"body": "x"})

    assert (response.status_code, response.json()["code"]) == (posted.status_code, posted.json()["code"])
    assert (posted.status_code, posted.json()["code"]) == (403, "viewing")
    assert client.get("/api/v1/me").json()["full_name"] == "Learner"
