"""A refusal that no view has caught is a page that says why."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from config.urls import handler404, handler500
from config.urls import urlpatterns as school
from schoolhouse.refusals import Refusal
from tests.factories.people import make_superuser

__all__ = ["handler404", "handler500"]


def refuse(_request: HttpRequest) -> HttpResponse:
    """What a view of any room or plugin does that has no form to say it in."""
    raise Refusal("The canary says no.", code="canary", status=403)


urlpatterns = [path("canary/", refuse), path("admin/canary/", refuse), *school]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_refusal_is_a_page_of_the_site_under_its_status(client):
    answer = client.get("/canary/")
    assert answer.status_code == 403
    assert "The canary says no." in answer.content.decode()


def test_refusal_is_json_for_a_script(client):
    answer = client.get("/canary/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"], answer.json()["message"]) == (
        403,
        "canary",
        "The canary says no.",
    )


def test_refusal_in_the_admin_is_a_page_of_the_admin(client):
    client.force_login(make_superuser())
    answer = client.get("/admin/canary/")
    assert answer.status_code == 403
    assert "The canary says no." in answer.content.decode()
    assert "wagtail" in answer.content.decode()
