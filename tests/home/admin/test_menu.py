"""The admin speaks of the school, and leads nowhere outside it."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Workflow, WorkflowPage

from home.actions.workflow import ensure_workflow
from home.models import HomePage
from people.models import Role
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    organization = make_organization("City")
    root = Page.get_first_root_node()
    return root.add_child(instance=HomePage(title="School", slug="school", organization=organization))


def test_editors_find_no_link_out_of_the_school_and_no_closed_report(client, home):
    client.force_login(make_user("林静", role=Role.EDITOR, organization=home.organization))

    shown = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "林静，您好" in shown
    assert "wagtail.org" not in shown
    assert reverse("wagtailadmin_reports:page_types_usage") not in shown
    assert reverse("lesson_pages:index") in shown


def test_administrators_of_the_server_find_the_report_on_page_types(client, home):
    client.force_login(make_superuser())
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailadmin_reports:page_types_usage") in shown


def test_lessons_are_listed_to_their_editors(client, home):
    client.force_login(make_user(role=Role.EDITOR, organization=home.organization))
    assert client.get(reverse("lesson_pages:index")).status_code == 200


def test_wagtails_own_workflow_gives_way_to_the_schools(home):
    stock = list(WorkflowPage.objects.filter(page__depth=1).values_list("workflow_id", flat=True))
    assert stock
    workflow = ensure_workflow(home=home)
    assert list(Workflow.objects.filter(active=True)) == [workflow]
    assert not WorkflowPage.objects.filter(page__depth=1).exists()
    assert workflow.tasks[0].active
