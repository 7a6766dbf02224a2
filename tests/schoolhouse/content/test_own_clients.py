"""A plugin's block with an editor client of its own keeps what is unknown, through the editor's form too."""

import json

import pytest
from django import forms
from wagtail import blocks
from wagtail.admin.telepath import JSContext, register
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

from lessons.models import LessonPage
from schoolhouse.content import StructBlock, keeping
from schoolhouse.extension_points import ContentBlock, content_blocks
from tests.factories.lessons import make_lesson
from tests.factories.people import make_superuser
from tests.schoolhouse.content.test_keeping import as_stored, post

pytestmark = pytest.mark.django_db


class CardBlock(blocks.StructBlock):
    front = blocks.CharBlock()


class PartsBlock(blocks.StreamBlock):
    card = CardBlock()


class OurCardBlock(StructBlock):
    parts = PartsBlock()


class CardAdapter(StructBlockAdapter):
    js_constructor = "word_cards.Card"

    @property
    def media(self):
        return forms.Media(js=["word_cards/card.js"])


class PartsAdapter(StreamBlockAdapter):
    js_constructor = "word_cards.Parts"


register(CardAdapter(), CardBlock)
register(CardAdapter(), OurCardBlock)
register(PartsAdapter(), PartsBlock)

CARD = {"type": "card", "value": {"front": "Burn", "sound": ["a.ogg"]}, "id": "c1"}
BODY = [
    {"type": "heading", "value": "One", "id": "b1"},
    {
        "type": "word_cards__deck",
        "value": {"parts": [CARD, {"type": "poem", "value": {"lines": ["a"]}, "id": "p1"}], "color": {"h": 1}},
        "id": "b2",
    },
]


@pytest.fixture
def plugin():
    content_blocks.register("word_cards", "word_cards.deck", ContentBlock(OurCardBlock, ("lessons.body",)))
    yield
    content_blocks.withdraw("word_cards")


def test_the_editors_form_gives_everything_back(client, plugin):
    client.force_login(make_superuser())
    page = make_lesson(body=json.dumps(BODY))
    answer = post(client, page, title="Renamed", **{"action-publish": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert as_stored(page) == BODY


def test_own_client_is_kept_inside_of_what_carries_the_unknown(plugin):
    context = JSContext()
    packed = json.dumps(context.pack(LessonPage._meta.get_field("body").stream_block.child_blocks["word_cards__deck"]))
    assert packed.count("schoolhouse.content.Carrying") == 3
    assert packed.count('"word_cards.Card"') == 2
    assert packed.count('"word_cards.Parts"') == 1
    scripts = context.media._js
    assert scripts.index("word_cards/card.js") >= 0
    assert any("schoolhouse/content.js" in script for script in scripts)


def test_made_twice_it_is_the_same():
    block = keeping(OurCardBlock())
    kind = type(block)
    assert type(keeping(block)) is kind
    assert [base.__name__ for base in kind.__mro__].count("CarriedByItsClient") == 1
