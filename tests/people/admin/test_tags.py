"""Tags are the server's, but nobody is told those that only others use."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.lessons import make_lesson
from tests.factories.people import make_document, make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


def suggested(user, term="can"):
    client = Client()
    client.force_login(user)
    found = client.get(reverse("wagtailadmin_tag_autocomplete"), {"term": term}).json()
    named = reverse("wagtailadmin_tag_model_autocomplete", args=["taggit", "tag"])
    assert client.get(named, {"term": term}).json() == found
    return found


def tag_lesson(organization, name):
    lesson = make_lesson(organization)
    lesson.tags.add(name)
    lesson.save()


def test_tags_are_suggested_from_what_one_may_choose():
    city = make_organization("City", kind="city")
    own, other = make_organization("Own", parent=city), make_organization("Other", parent=city)
    tag_lesson(own, "canary own")
    tag_lesson(other, "canary other")
    tag_lesson(city, "canary above")
    document = make_document(own)
    document.tags.add("canary on a file")
    make_document(other).tags.add("canary on a foreign file")
    editor = make_user(role="editor", organization=own)
    assert suggested(editor) == ["canary above", "canary on a file", "canary own"]
    assert suggested(editor, "") == []
    assert len(suggested(make_superuser())) == 5
