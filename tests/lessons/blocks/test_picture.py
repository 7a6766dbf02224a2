"""Pictures carry words for those who cannot see them, and a gallery works without a script."""

import re

import pytest
from django.core.exceptions import ValidationError

from lessons.blocks.picture import GalleryBlock, ImageBlock
from lessons.models import LessonPage
from tests.factories.people import make_image, make_organization
from tests.lessons.blocks.pages import item, published, shown

pytestmark = pytest.mark.django_db


def picture(image, alt="", *, decorative=False):
    return {"image": image.pk, "alt_text": alt, "decorative": decorative}


def gallery(*images):
    return {"pictures": [item({"image": picture(one, f"View {one.pk}"), "caption": ""}) for one in images]}


def test_image_shows_its_words_here_or_none_where_it_is_decorative(client):
    image = make_image(make_organization(), alt_text="A hill")
    page = published(
        ("image", {"image": picture(image, "The hill at dawn"), "caption": "Dawn"}),
        ("image", {"image": picture(image, decorative=True), "caption": ""}),
    )
    text = shown(client, page)
    assert re.findall(r'<img[^>]* alt="([^"]*)"', text) == ["The hill at dawn", ""]
    assert "<figcaption>Dawn</figcaption>" in text


def test_image_of_an_older_lesson_has_the_words_of_the_image(client):
    image = make_image(make_organization(), alt_text="A hill")
    page = published(("image", {"image": image.pk, "caption": ""}), ("image", {"image": picture(image, "Now")}))
    assert re.findall(r'<img[^>]* alt="([^"]*)"', shown(client, page)) == ["A hill", "Now"]


def test_image_without_words_is_refused_unless_it_is_decorative():
    image = make_image(make_organization())
    block = ImageBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"image": picture(image), "caption": ""}))
    block.clean(block.to_python({"image": picture(image, decorative=True), "caption": ""}))


def test_gallery_links_each_picture_to_a_large_one_that_readers_may_fetch(client):
    images = [make_image(make_organization()) for _ in range(3)]
    page = published(("gallery", {**gallery(*images), "caption": "Terraces"}))
    text = shown(client, page)
    links = re.findall(r'<a class="gallery__link" href="([^"]+)"', text)
    assert len(links) == 3
    assert [client.get(link).status_code for link in links] == [200] * 3
    assert 'aria-label="Terraces"' in text
    assert "Show picture 3 of 3 large" in text
    assert "<details" not in text


def test_gallery_keeps_many_pictures_behind_a_line():
    images = [make_image(make_organization()) for _ in range(8)]
    block = GalleryBlock()
    text = str(block.render(block.to_python(gallery(*images))))
    before, after = text.split('<details class="gallery__more">')
    assert (before.count("<img"), after.count("<img")) == (6, 2)
    assert text.count('loading="lazy"') == 8


@pytest.mark.parametrize("count", [2, 30])
def test_gallery_asks_for_all_its_pictures_at_once(count, django_assert_num_queries):
    images = [make_image(make_organization()) for _ in range(count)]
    block = GalleryBlock()
    block.render(block.to_python(gallery(*images)))
    with django_assert_num_queries(2):  # the images, their renditions
        block.render(block.to_python(gallery(*images)))


def test_gallery_needs_two_pictures():
    block = GalleryBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(gallery(make_image(make_organization()))))


def test_lesson_counts_pictures_in_its_minutes():
    images = [make_image(make_organization()) for _ in range(13)]
    page = published(("gallery", gallery(*images)))
    page.full_clean()
    assert LessonPage.objects.get(pk=page.pk).body[0].block_type == "gallery"
    assert page.estimated_minutes == 2
