"""No link of the admin's forms and lists leads its reader nowhere."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage
from people.models import Role
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    organization = make_organization("City")
    root = Page.get_first_root_node()
    return root.add_child(instance=HomePage(title="School", slug="school", organization=organization))


def edit_links(client, page):
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    links = BeautifulSoup(html, "html.parser").select("a[data-chooser-edit-link]")
    assert links
    return [link["href"] for link in links if link["href"] or not link.has_attr("hidden")]


def test_chooser_links_to_editing_for_whom_may_edit(client, home):
    client.force_login(make_superuser())

    links = edit_links(client, home)

    assert links
    assert {client.get(link).status_code for link in links} == {200}


def test_chooser_links_to_no_editing_for_whom_may_not(client, home):
    client.force_login(make_user(role=Role.EDITOR, organization=home.organization))

    assert edit_links(client, home) == []


@pytest.mark.parametrize("is_superuser", [False, True])
def test_list_of_a_page_type_links_to_the_report_for_whom_it_answers(client, home, is_superuser):
    editor = make_user(role=Role.EDITOR, organization=home.organization)
    client.force_login(make_superuser() if is_superuser else editor)

    html = client.get(reverse("wagtailadmin_pages:type_use", args=["home", "homepage"])).content.decode()

    assert home.title in html
    assert (reverse("wagtailadmin_reports:page_types_usage") in html) is is_superuser
