"""Copying pages in the Wagtail admin."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.factories.people import make_organization, make_place, make_superuser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("target", [None, "", "word", "0", "999999999999999999999"])
def test_copying_to_no_place_says_so(client, target):
    client.force_login(make_superuser())
    page = make_place(make_organization())
    sent = {"new_title": "Copy", "new_slug": "copy"} | ({} if target is None else {"new_parent_page": target})

    response = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent)

    assert response.url == reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert not Page.objects.filter(slug="copy").exists()
