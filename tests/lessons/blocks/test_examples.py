"""Every block of a lesson can be looked at before one takes it."""

import pytest
from django.urls import reverse
from django.utils import translation

from lessons.models import LessonPage
from tests.factories.people import make_superuser

BLOCKS = LessonPage._meta.get_field("body").stream_block.child_blocks
OWN = [name for name in BLOCKS if "__" not in name and not name.startswith("check_")]
"""Quick checks are of another kind, and plugins bring their own."""


@pytest.mark.parametrize("name", OWN)
def test_block_says_what_it_is_for(name):
    block = BLOCKS[name]
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert str(block.label)
            assert str(block.get_description())
            assert str(block.meta.group)
    assert block.meta.icon != "placeholder"


@pytest.mark.django_db
def test_block_shows_an_example(client):
    client.force_login(make_superuser(preferred_language="en"))
    found = {}
    for name in OWN:
        assert BLOCKS[name].is_previewable, name
        answer = client.get(reverse("wagtailadmin_block_preview"), {"id": BLOCKS[name].definition_prefix})
        assert answer.status_code == 200, name
        found[name] = answer.content.decode()
    assert all("lessons/blocks.css" in text for text in found.values())
    assert "A clean cloth" in found["text"]
    assert "Opening hours" in found["table"]
    assert "<script" not in "".join(found.values())


@pytest.mark.parametrize("name", [name for name in OWN if hasattr(BLOCKS[name], "child_blocks")])
def test_block_has_a_place_for_plugins(name):
    assert BLOCKS[name].meta.place == f"lessons.{name}"
