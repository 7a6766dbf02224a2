"""From the admin to a class's pages as a learner of the class sees them."""

import pytest
from django.urls import reverse
from wagtail.models import Site

from classes.models import EnrollmentState
from classes.views import viewing
from people.models import Role
from tests.factories.classes import make_enrollment, make_live_class, make_training_class
from tests.factories.forums import make_forum
from tests.factories.people import make_organization, make_place, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_organization("School")


@pytest.fixture
def training_class(school):
    page = make_training_class(school, title="First aid")
    home = page.get_parent().get_parent()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    return page


@pytest.fixture
def learner(school, training_class):
    return seated(training_class, school, "Learner")


def seated(training_class, organization, name, **fields):
    learner = make_user(name, role=Role.LEARNER, organization=organization)
    return make_enrollment(training_class, learner, **fields).learner


def staff(school, role="editor"):
    return make_user("Works here", role=role, organization=school, preferred_language="en")


def address_of(page, training_class):
    return f"{reverse('classes:view_as', args=[training_class.public_id])}?at={page.pk}"


@pytest.fixture
def pages(training_class):
    return [training_class, make_live_class(training_class), make_forum(training_class)]


@pytest.mark.parametrize("role", ["editor", "class_teacher"])
def test_button_in_the_admin_leads_to_the_page_of_a_learner(client, school, training_class, learner, pages, role):
    client.force_login(staff(school, role))
    for page in pages:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert address_of(page, training_class) in client.get(edit).content.decode(), page
        shown = client.get(address_of(page, training_class))
        assert "Learner" in shown.content.decode()
        said = {name: shown.context[name] for name in ("back", "then")}
        assert said == {"back": edit, "then": page.get_url()}

        start = reverse("people:start_viewing", args=[learner.public_id])
        assert f'action="{start}"' in shown.content.decode()
        answer = client.post(start, {"next": said["back"], "then": said["then"]})
        assert answer["Location"] == page.get_url()
        assert client.get(answer["Location"]).wsgi_request.user == learner
        assert client.post(reverse("people:stop_viewing"))["Location"] == edit


def test_page_outside_a_class_has_no_button(client, school, training_class):
    client.force_login(staff(school))
    edit = reverse("wagtailadmin_pages:edit", args=[training_class.get_parent().pk])
    assert "view-as" not in client.get(edit).content.decode()


def test_only_learners_inside_the_class_as_whom_one_may_look_are_listed(client, school, training_class, learner):
    seated(training_class, make_organization("Elsewhere"), "Another school's")
    seated(training_class, school, "Gone", state=EnrollmentState.WITHDRAWN)
    make_user("Outside", role=Role.LEARNER, organization=school)
    client.force_login(staff(school))
    shown = client.get(address_of(training_class, training_class))
    assert [row.learner for row in shown.context["learners"]] == [learner]


def test_list_is_short_and_is_searched(client, school, training_class, learner, monkeypatch):
    monkeypatch.setattr(viewing, "LEARNERS_SHOWN", 1)
    other = seated(training_class, school, "Other person")
    client.force_login(staff(school))
    address = address_of(training_class, training_class)
    shown = client.get(address)
    assert [row.learner for row in shown.context["learners"]] == [learner]
    assert "There are more" in shown.content.decode()
    found = client.get(f"{address}&q=other")
    assert [row.learner for row in found.context["learners"]] == [other]
    assert "There are more" not in found.content.decode()
    assert "Nobody fits" in client.get(f"{address}&q=nobody").content.decode()


def test_page_that_is_not_published_leads_to_the_learners_day(client, school, training_class, learner):
    draft = make_live_class(training_class, live=False)
    client.force_login(staff(school))
    shown = client.get(address_of(draft, training_class))
    assert shown.context["then"] == ""
    assert "This page is not published" in shown.content.decode()


@pytest.mark.parametrize("key", ["", "x", "1"])
def test_page_of_another_place_is_not_looked_at(client, school, training_class, learner, key):
    client.force_login(staff(school))
    address = reverse("classes:view_as", args=[training_class.public_id])
    assert client.get(f"{address}?at={key}").context["page"].pk == training_class.pk


@pytest.mark.parametrize("role", ["head", "learner", "instructor", "coordinator"])
def test_nobody_else_finds_it(client, school, training_class, role):
    client.force_login(staff(school, role))
    assert client.get(address_of(training_class, training_class)).status_code == 404


def test_staff_of_another_organization_do_not_find_it(client, training_class):
    other = make_organization("Elsewhere")
    make_place(other)
    client.force_login(staff(other, "administrator"))
    assert client.get(address_of(training_class, training_class)).status_code == 404


def test_chinese_staff_read_chinese(client, school, training_class, learner):
    client.force_login(make_user("Works here", role="editor", organization=school, preferred_language="zh-hans"))
    shown = client.get(address_of(training_class, training_class)).content.decode()
    assert "以学员身份查看" in shown
    assert "查看</button>" in shown
