"""Where an image is used stays known while the plugin that uses it is gone: else somebody would delete it."""

import json

import pytest
from django.core.management import call_command
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import ReferenceIndex

from lessons.models import LessonPage
from schoolhouse.extension_points import ContentBlock, content_blocks
from tests.factories.lessons import make_lesson
from tests.factories.people import make_image

pytestmark = pytest.mark.django_db


class Deck(blocks.StructBlock):
    cover = ImageChooserBlock()
    text = blocks.RichTextBlock()
    cards = blocks.ListBlock(blocks.StructBlock([("face", ImageChooserBlock())]))


def install():
    content_blocks.register("try_me", "try_me.deck", ContentBlock(Deck, ("lessons.body",)))
    content_blocks.register("try_me", "try_me.face", ContentBlock(ImageChooserBlock, ("lessons.quotation",)))


@pytest.fixture
def images():
    return [make_image() for _number in range(4)]


@pytest.fixture
def page(images):
    """A lesson that uses four images in a plugin's blocks; then the plugin goes."""
    cover, inside, face, field = (image.pk for image in images)
    deck = {
        "cover": cover,
        "text": f'<embed embedtype="image" id="{inside}" alt="" format="left"/>',
        "cards": [{"type": "item", "id": "c1", "value": {"face": face}}],
    }
    quotation = {"text": "Yes", "source": "", "try_me__face": field}
    body = [
        {"type": "try_me__deck", "value": deck, "id": "b1"},
        {"type": "quotation", "value": quotation, "id": "b2"},
    ]
    install()
    lesson = make_lesson(body=json.dumps(body))
    content_blocks.withdraw("try_me")
    return LessonPage.objects.get(pk=lesson.pk)


def used(images):
    return [ReferenceIndex.get_references_to(image).count() for image in images]


def test_images_stay_in_use_when_the_page_is_saved_without_the_plugin(page, images):
    assert used(images) == [1, 1, 1, 1]
    page.title = "Saved"
    page.save()
    page.save_revision().publish()
    assert used(images) == [1, 1, 1, 1]
    (reference,) = ReferenceIndex.get_references_to(images[0])
    assert reference.describe_source_field()


def test_copy_uses_them_too(page, images):
    page.copy(update_attrs={"title": "Copy", "slug": "copy"})
    assert used(images) == [2, 2, 2, 2]


def test_they_stay_when_the_index_is_made_anew(page, images):
    call_command("rebuild_references_index", verbosity=0)
    assert used(images) == [1, 1, 1, 1]


def test_what_is_deleted_from_the_page_is_no_longer_used(page, images):
    del page.body[0]
    page.save()
    assert used(images) == [0, 0, 0, 1]


def test_plugin_that_comes_back_says_it_itself(page, images):
    page.save()
    install()
    try:
        page = LessonPage.objects.get(pk=page.pk)
        page.save()
        assert used(images) == [1, 1, 1, 1]
        page.body[0].value["cover"] = None
        page.save()
        assert used(images) == [0, 1, 1, 1]
    finally:
        content_blocks.withdraw("try_me")


def test_block_whose_code_fails_keeps_them_as_well(page, images, monkeypatch):
    monkeypatch.setattr(Deck, "extract_references", lambda self, value: 1 / 0)
    install()
    try:
        LessonPage.objects.get(pk=page.pk).save()
        assert used(images) == [1, 1, 1, 1]
    finally:
        content_blocks.withdraw("try_me")


def test_image_with_its_words_is_named_like_any_other():
    image = make_image()
    value = {"image": {"image": image.pk, "alt_text": "A hill", "decorative": False}, "caption": ""}
    page = make_lesson(body=json.dumps([{"type": "image", "value": value, "id": "1"}]))
    found = ReferenceIndex.get_references_to(image)
    assert {one.object_id for one in found} == {str(page.pk)}
