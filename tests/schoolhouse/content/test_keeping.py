"""A plugin's blocks go and come back; nothing of what was written with them is lost on the way."""

import json

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from wagtail import blocks
from wagtail.models import Locale, ReferenceIndex, Site

from foundation import stamps
from lessons.models import LessonPage
from schoolhouse.activation import STAMP
from schoolhouse.content import ContentField, StreamBlock, StructBlock, UnknownBlock, UnknownValue
from schoolhouse.content.plugin_blocks import blocks_switched_off
from schoolhouse.extension_points import ContentBlock, content_blocks
from schoolhouse.models import PluginActivation, PluginFault, PluginState
from tests.factories.lessons import make_lesson
from tests.factories.people import make_superuser
from tests.schoolhouse.posting import form_state, posted

pytestmark = pytest.mark.django_db


class CardBlock(blocks.StructBlock):
    front = blocks.CharBlock()
    back = blocks.CharBlock(required=False)


class DeckBlock(blocks.StructBlock):
    """Wagtail's own classes, as a plugin may write them: a stream in a struct, a list of streams, a list of structs."""

    title = blocks.CharBlock()
    parts = blocks.StreamBlock([("card", CardBlock()), ("note", blocks.CharBlock())], required=False)
    rows = blocks.ListBlock(
        blocks.StreamBlock([("card", CardBlock()), ("deep", blocks.StreamBlock([("word", blocks.CharBlock())]))])
    )
    cards = blocks.ListBlock(CardBlock())


DECK = {
    "title": "First aid",
    "parts": [
        {"type": "card", "value": {"front": "Burn", "back": "Water"}, "id": "p1"},
        {"type": "poem", "value": {"lines": [1, None, "二"]}, "id": "p2"},
        {"type": "note", "value": "Slowly", "id": "p3"},
    ],
    "rows": [
        {
            "type": "item",
            "id": "r1",
            "value": [
                {"type": "film", "value": 7, "id": "r1a"},
                {"type": "card", "value": {"front": "Cut", "back": "", "sound": ["a.ogg"]}, "id": "r1b"},
                {
                    "type": "deep",
                    "id": "r1c",
                    "value": [{"type": "word", "value": "w", "id": "d1"}, {"type": "sign", "value": "", "id": "d2"}],
                },
            ],
        }
    ],
    "cards": [{"type": "item", "id": "c1", "value": {"front": "Fall", "back": "Lie", "color": {"h": 3}}}],
}
BODY = [
    {"type": "heading", "value": "One", "id": "b1"},
    {"type": "word_cards__deck", "value": DECK, "id": "b2"},
    {"type": "heading", "value": "Two", "id": "b3"},
    {"type": "quotation", "value": {"text": "Yes", "source": "", "word_cards__voice": {"file": 3}}, "id": "b4"},
    {"type": "never_known", "value": None, "id": "b5"},
]


@pytest.fixture
def plugin():
    content_blocks.register("word_cards", "word_cards.deck", ContentBlock(DeckBlock, ("lessons.body",)))
    content_blocks.register("word_cards", "word_cards.voice", ContentBlock(blocks.CharBlock, ("lessons.image",)))
    yield
    content_blocks.withdraw("word_cards")


@pytest.fixture(params=["with the plugin", "without it"])
def either(request):
    if request.param == "with the plugin":
        request.getfixturevalue("plugin")


def raw(page):
    return json.loads(json.dumps(list(LessonPage.objects.get(pk=page.pk).body.raw_data)))


def as_stored(page):
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM lessons_lessonpage WHERE page_ptr_id = %s", [page.pk])
        value = cursor.fetchone()[0]
    return json.loads(value) if isinstance(value, str) else value


def post(client, page, **changes):
    """Send the editor's form back as it came."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.get(address)
    assert answer.status_code == 200
    state = form_state(answer.content.decode())
    if "state" in changes:
        state = changes.pop("state")(state)
    form = answer.context["form"]
    data = {
        name: form[name].value() if form[name].value() is not None else ""
        for name in form.fields
        if name not in ("body", "comment_notifications", "tags")
    }
    data |= {
        **{f"{name}-{key}": "0" for name in form.formsets for key in ("TOTAL_FORMS", "INITIAL_FORMS")},
        **posted(LessonPage._meta.get_field("body").stream_block, state, "body"),
        "tags": "",
        **changes,
    }
    return client.post(address, {name: value for name, value in data.items() if value is not None})


@pytest.fixture
def editor(client):
    client.force_login(make_superuser())
    return client


def test_saving_keeps_all_that_is_unknown(either):
    page = make_lesson(body=json.dumps(BODY))
    page = LessonPage.objects.get(pk=page.pk)
    assert [child.block_type for child in page.body] == [child["type"] for child in BODY]
    list(page.body[1].value.items()) if isinstance(page.body[1].value, dict) else None
    page.save()
    assert as_stored(page) == BODY


def test_reading_every_value_keeps_all_that_is_unknown(plugin):
    page = LessonPage.objects.get(pk=make_lesson(body=json.dumps(BODY)).pk)
    deck = page.body[1].value
    assert [child.block_type for child in deck["parts"]] == ["card", "poem", "note"]
    assert deck["rows"][0][1].value["sound"] == UnknownValue("sound", ["a.ogg"])
    assert isinstance(deck["rows"][0][2].value[1].block, UnknownBlock)
    page.body[0] = ("heading", "New", "b1")
    page.save()
    assert as_stored(page) == [{"type": "heading", "value": "New", "id": "b1"}, *BODY[1:]]


def test_the_editors_form_gives_everything_back(either, editor):
    page = make_lesson(body=json.dumps(BODY))
    answer = post(editor, page, title="Renamed", **{"action-publish": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert as_stored(page) == BODY
    page = LessonPage.objects.get(pk=page.pk)
    assert page.title == "Renamed"
    assert json.loads(page.latest_revision.content["body"]) == BODY


def test_a_plugin_that_comes_back_finds_its_content_as_it_was(editor):
    page = make_lesson(body=json.dumps(BODY))
    post(editor, page, **{"action-publish": "1"})
    content_blocks.register("word_cards", "word_cards.deck", ContentBlock(DeckBlock, ("lessons.body",)))
    try:
        deck = LessonPage.objects.get(pk=page.pk).body[1].value
        assert deck["title"] == "First aid"
        assert deck["parts"][0].value["front"] == "Burn"
        post(editor, page, **{"action-publish": "1"})
    finally:
        content_blocks.withdraw("word_cards")
    assert as_stored(page) == BODY


def test_editors_move_and_delete_what_is_unknown(editor):
    page = make_lesson(body=json.dumps(BODY))
    post(editor, page, state=lambda state: [state[4], state[1], state[0]], **{"action-publish": "1"})
    assert as_stored(page) == [BODY[4], BODY[1], BODY[0]]


def test_an_unknown_field_that_the_form_does_not_send_back_is_deleted(editor):
    page = make_lesson(body=json.dumps(BODY))

    def without_voice(state):
        del state[3]["value"]["word_cards__voice"]
        return state

    post(editor, page, state=without_voice, **{"action-publish": "1"})
    assert as_stored(page)[3] == {"type": "quotation", "value": {"text": "Yes", "source": ""}, "id": "b4"}


@pytest.mark.parametrize("change", [lambda sealed: "", lambda sealed: sealed[:-2] + "xx", lambda sealed: "a:b:c"])
def test_changed_unknown_content_is_refused_and_nothing_is_stored(editor, change):
    page = make_lesson(body=json.dumps(BODY))

    def forged(state):
        state[1]["value"]["sealed"] = change(state[1]["value"]["sealed"])
        return state

    answer = post(editor, page, state=forged, **{"action-publish": "1"})
    assert answer.status_code == 200
    assert "body" in answer.context["form"].errors
    assert as_stored(page) == BODY


def test_one_unknown_block_cannot_be_sent_as_another(editor):
    page = make_lesson(body=json.dumps(BODY))

    def swapped(state):
        state[1]["value"] = state[4]["value"]
        return state

    assert "body" in post(editor, page, state=swapped).context["form"].errors
    assert as_stored(page) == BODY


def test_autosave_keeps_all_that_is_unknown(editor):
    page = make_lesson(body=json.dumps(BODY))
    page.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    state = form_state(editor.get(address).content.decode())
    body = posted(LessonPage._meta.get_field("body").stream_block, state, "body")
    data = {"title": page.title, "slug": page.slug, "level": "basic", "training_hours": "0", "audience": "signed_in"}
    data |= {"finished_by": "all", "needs_word": "on", "watched_percent": "90", "checks_percent": "100"}
    data |= {"prerequisite_rule": "told"}
    formsets = ("comments", "prerequisites", "related_lessons")
    data |= {f"{name}-{key}_FORMS": "0" for name in formsets for key in ("TOTAL", "INITIAL")}
    answer = editor.post(address, {**data, **body}, headers={"accept": "application/json"})
    assert answer.json()["success"] is True, answer.content
    revision = LessonPage.objects.get(pk=page.pk).latest_revision
    assert json.loads(revision.content["body"]) == BODY


def test_readers_see_what_is_known_only(client):
    page = make_lesson(body=json.dumps(BODY), audience="public")
    page.save_revision().publish()
    root = page.get_parent().get_parent()
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": root, "hostname": "localhost"})
    text = client.get(page.get_url()).content.decode()
    assert "Two" in text
    assert not [word for word in ("First aid", "Burn", "poem", "never_known", "word_cards") if word in text]


def test_revisions_and_copies_keep_all_that_is_unknown():
    page = make_lesson(body=json.dumps(BODY))
    revision = page.save_revision()
    page.body = json.dumps(BODY[:1])
    page.save_revision().publish()
    revision.publish()
    assert as_stored(page) == BODY
    copy = LessonPage.objects.get(pk=page.pk).copy(update_attrs={"slug": "copied", "title": "Copied"})
    assert as_stored(copy) == BODY
    english, _made = Locale.objects.get_or_create(language_code="en")
    translated = LessonPage.objects.get(pk=page.pk).copy_for_translation(english, copy_parents=True)
    assert as_stored(translated) == BODY
    alias = LessonPage.objects.get(pk=page.pk).create_alias(update_slug="alias")
    assert as_stored(alias) == BODY


def test_dumped_data_keeps_all_that_is_unknown():
    page = make_lesson(body=json.dumps(BODY))
    dumped = serializers.serialize("json", LessonPage.objects.filter(pk=page.pk))
    LessonPage.objects.filter(pk=page.pk).update(body=[])
    for loaded in serializers.deserialize("json", dumped):
        loaded.save()
    assert as_stored(page) == BODY


def test_a_save_inside_a_migration_keeps_all_that_is_unknown(either):
    page = make_lesson(body=json.dumps(BODY))
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state(executor.loader.graph.leaf_nodes())
    old = state.apps.get_model("lessons", "LessonPage").objects.get(pk=page.pk)
    list(old.body)
    old.save()
    assert as_stored(page) == BODY


def test_a_field_without_blocks_keeps_everything_and_its_clone_has_blocks():
    historical = ContentField()
    historical.set_attributes_from_name("body")
    value = historical.to_python(json.dumps(BODY))
    assert len(list(value)) == len(BODY)
    assert historical.get_prep_value(value) == BODY
    field = ContentField([("heading", blocks.CharBlock())], blank=True, max_num=3)
    field.set_attributes_from_name("body")
    assert field.deconstruct()[2:] == ([], {"blank": True})
    assert list(field.clone().stream_block.child_blocks) == ["heading"]
    assert field.clone().stream_block.meta.max_num == 3
    assert field.clone().stream_block.required is False


def test_plugging_a_block_in_changes_no_migration(either):
    call_command("makemigrations", "lessons", check_changes=True, dry_run=True)


def test_revisions_with_unknown_blocks_can_be_compared(either, editor):
    page = make_lesson(body=json.dumps(BODY))
    first = page.save_revision()
    page.body = json.dumps([BODY[4], BODY[0]])
    second = page.save_revision()
    for pair in [(first.pk, second.pk), (second.pk, first.pk)]:
        answer = editor.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, *pair]))
        assert answer.status_code == 200
    assert editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200
    assert editor.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])).status_code == 200


def test_search_references_and_api_pass_over_what_is_unknown(either):
    page = LessonPage.objects.get(pk=make_lesson(body=json.dumps(BODY)).pk)
    block = page.body.stream_block
    assert "Two" in block.get_searchable_content(page.body)
    list(block.extract_references(page.body))
    ReferenceIndex.create_or_update_for_object(page)
    shown = json.dumps(block.get_api_representation(page.body))
    assert "Two" in shown
    assert "never_known" not in shown
    assert "poem" not in shown


def test_a_struct_takes_fields_of_plugins(plugin):
    block = LessonPage._meta.get_field("body").stream_block.child_blocks["image"]
    assert list(block.child_blocks) == ["image", "caption", "word_cards__voice"]
    value = block.to_python({"image": None, "caption": "c", "word_cards__voice": "v"})
    assert value["word_cards__voice"] == "v"
    content_blocks.withdraw("word_cards")
    value = block.to_python({"image": None, "caption": "c", "word_cards__voice": "v"})
    assert block.get_prep_value(value) == {"image": None, "caption": "c", "word_cards__voice": "v"}


def test_a_block_that_fails_leaves_its_place_empty_and_names_its_plugin(caplog):
    class Broken(blocks.CharBlock):
        def render(self, value, context=None):
            raise RuntimeError("bang")

        def get_searchable_content(self, value):
            raise RuntimeError("bang")

    def unmakeable():
        raise RuntimeError("no")

    content_blocks.register("word_cards", "word_cards.broken", ContentBlock(Broken, ("lessons.body",)))
    content_blocks.register("word_cards", "word_cards.unmakeable", ContentBlock(unmakeable, ("lessons.body",)))
    try:
        page = LessonPage(body=json.dumps([{"type": "word_cards__broken", "value": "x", "id": "1"}, BODY[0]]))
        assert "One" in str(page.body)
        assert page.body.stream_block.get_searchable_content(page.body) == ["One"]
        assert "word_cards__unmakeable" not in page.body.stream_block.child_blocks
    finally:
        content_blocks.withdraw("word_cards")
    assert "word_cards" in caplog.text
    assert "bang" in caplog.text


def test_a_block_that_cannot_read_what_it_once_wrote_keeps_it(editor, settings):
    """The plugin's new version has made a struct of what was a text."""

    class Newer(blocks.StructBlock):
        front = blocks.CharBlock()

    content_blocks.register("try_me", "try_me.card", ContentBlock(Newer, ("lessons.body",)))
    try:
        body = [BODY[0], {"type": "try_me__card", "value": "Burn", "id": "c"}]
        page = LessonPage.objects.get(pk=make_lesson(body=json.dumps(body)).pk)
        assert "One" in page.body.render_as_block({"page": page})
        assert page.body.stream_block.get_searchable_content(page.body) == ["One"]
        page.save_revision().publish()
        assert as_stored(page) == body
        answer = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert answer.status_code == 409
        assert "try_me" in str(PluginFault.objects.values_list("plugin", flat=True))
    finally:
        content_blocks.withdraw("try_me")


def test_blocks_of_a_plugin_that_is_off_are_not_shown_and_not_offered(editor):
    block = ContentBlock(blocks.CharBlock, ("lessons.body",))
    content_blocks.register("try_me", "try_me.remark", block)
    try:
        body = [BODY[0], {"type": "try_me__remark", "value": "Remark", "id": "r"}]
        page = LessonPage.objects.get(pk=make_lesson(body=json.dumps(body)).pk)
        assert "Remark" in page.body.render_as_block({"page": page})
        assert blocks_switched_off() == []
        PluginActivation.objects.create(plugin="try_me", state=PluginState.OFF)
        stamps.bump(STAMP)
        assert "Remark" not in page.body.render_as_block({"page": page})
        assert blocks_switched_off() == ["try_me__remark"]
        post(editor, page, **{"action-publish": "1"})
        assert as_stored(page) == body
    finally:
        content_blocks.withdraw("try_me")


def test_block_that_is_off_at_a_pages_site_is_not_shown_there_and_still_offered():
    """Wagtail describes a field's blocks without knowing the page: they are offered by the server."""
    content_blocks.register("try_me", "try_me.remark", ContentBlock(blocks.CharBlock, ("lessons.body",)))
    try:
        made = make_lesson(body=json.dumps([{"type": "try_me__remark", "value": "Remark", "id": "r"}]))
        page = LessonPage.objects.get(pk=made.pk)
        PluginActivation.objects.create(plugin="try_me", state=PluginState.OFF, page=page.get_parent())
        stamps.bump(STAMP)
        assert "Remark" not in page.body.render_as_block({"page": page})
        assert blocks_switched_off() == []
    finally:
        content_blocks.withdraw("try_me")


def test_own_blocks_are_never_replaced_by_a_plugins():
    content_blocks.register("heading", "heading", ContentBlock(blocks.TextBlock, ("lessons.body",)))
    try:
        known = LessonPage._meta.get_field("body").stream_block.child_blocks
        assert type(known["heading"]) is blocks.CharBlock
    finally:
        content_blocks.withdraw("heading")


def test_new_content_of_an_unknown_type_is_a_mistake_of_the_code():
    body = LessonPage().body
    with pytest.raises(TypeError, match="no block “nothing”"):
        body.append(("nothing", "x"))


def test_a_form_layout_that_names_no_child_is_a_mistake_of_the_code():
    with pytest.raises(KeyError, match="mispelt"):
        StructBlock([("name", blocks.CharBlock())], form_layout=["mispelt"])


def test_streams_may_be_declared_with_our_own_classes():
    class Inner(StreamBlock):
        word = blocks.CharBlock()

    value = Inner().to_python([{"type": "x", "value": 1, "id": "1"}, {"type": "word", "value": "w", "id": "2"}])
    assert value.get_prep_value() == [{"type": "x", "value": 1, "id": "1"}, {"type": "word", "value": "w", "id": "2"}]
    assert next(iter(value.blocks_by_name("word"))).value == "w"
