"""What is remarked on a lesson."""

import json

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from lessons.models import LessonPage
from lessons.quality import KINDS, Finding
from lessons.quality.checks import check_lesson
from lessons.quality.kinds import findings_from
from lessons.quality.links import dead_paths, is_address
from people.audience import Audience
from tests.factories.lessons import make_lesson
from tests.factories.people import make_document, make_image, make_media, make_organization

pytestmark = pytest.mark.django_db


def lesson_with(*blocks, organization=None, **fields):
    body = json.dumps([{"type": kind, "value": value, "id": f"b{place}"} for place, (kind, value) in enumerate(blocks)])
    fields.setdefault("intro", "What it is about.")
    return make_lesson(organization or make_organization(), body=body, **fields)


def codes(lesson):
    return [one.code for one in check_lesson(LessonPage.objects.get(pk=lesson.pk))]


def test_good_lesson_gets_no_remark():
    organization = make_organization()
    image = make_image(organization, alt_text="A stove", license="own")
    lesson = lesson_with(
        ("heading", "Stove"), ("text", "<h3>Fire</h3><p>Watch it.</p>"), ("image", {"image": image.pk, "caption": ""})
    )

    assert codes(lesson) == []


def test_pictures_are_asked_for_words_and_license():
    image = make_image(make_organization(), title="Stove")
    found = check_lesson(lesson_with(("image", {"image": image.pk, "caption": ""})))

    assert [(one.code, one.path, one.block) for one in found] == [
        ("alt_text", "body.b0", "b0"),
        ("license", "body.b0", "b0"),
    ]
    assert "“Stove”" in found[0].message


def test_films_are_asked_for_captions_and_length():
    media = make_media(make_organization(), license="own", duration=0)
    lesson = lesson_with(("video", {"media": media.pk, "address": "", "caption": "", "captions": [], "chapters": []}))

    assert codes(lesson) == ["captions", "film_length"]


def test_empty_lessons_and_blocks_are_named():
    assert codes(make_lesson(make_organization())) == ["empty"]
    assert codes(lesson_with(("text", "<p> </p>"), ("heading", "x"), intro="")) == ["no_intro", "empty_block"]


@pytest.mark.parametrize(
    ("blocks", "skips"),
    [
        ([("heading", "x"), ("text", "<h4>deep</h4>")], 1),
        ([("heading", "x"), ("text", "<h3>a</h3><h4>b</h4>")], 0),
        ([("text", "<h3>a</h3>")], 0),
        ([("text", "<h4>a</h4>")], 1),
        ([("text", "<h3>a</h3>"), ("heading", "x"), ("text", "<h4>b</h4>")], 1),
    ],
)
def test_headings_that_skip_a_level_are_named(blocks, skips):
    assert codes(lesson_with(*blocks)).count("heading_skips") == skips


def test_long_paragraphs_and_lessons_are_named():
    assert codes(lesson_with(("heading", "x"), ("text", f"<p>{'长' * 501}</p>"))) == ["long_paragraph"]
    assert codes(lesson_with(("heading", "x"), ("text", f"<p>{'word ' * 250}</p>"))) == []
    many = "".join(f"<p>{'字' * 400}</p>" for _number in range(18))
    assert codes(lesson_with(("text", many))) == ["no_headings", "too_long"]
    assert codes(lesson_with(("heading", "x"), ("text", many), level="advanced")) == []


def test_links_to_what_is_gone_or_hidden_are_named():
    organization = make_organization()
    index = make_lesson(organization).get_parent()
    own = {"audience": Audience.ORGANIZATION, "audience_organization": organization}
    draft = make_lesson(index=index, live=False, title="Draft")
    hidden = make_lesson(index=index, title="Own", **own)
    seen = make_lesson(index=index, title="Seen")
    document = make_document(organization)
    html = "".join(
        f'<p><a linktype="page" id="{key}">{name}</a></p>'
        for name, key in (("gone", 999_999), ("draft", draft.pk), ("hidden", hidden.pk), ("seen", seen.pk))
    )
    html += f'<p><a linktype="document" id="{document.pk}">d</a><a linktype="document" id="99999">lost</a></p>'
    html += '<p><a href="http://">bad</a><a href="https://a.example/">good</a></p>'
    found = check_lesson(lesson_with(("text", html), ("heading", "x"), audience=Audience.SIGNED_IN))

    assert [(one.code, one.params["name"]) for one in found] == [
        ("page_gone", "gone"), ("page_draft", "draft"), ("page_hidden", "hidden"), ("document_gone", "lost"),
        ("address", "bad"),
    ]  # fmt: skip


def test_links_within_one_audience_are_not_hidden():
    county = make_organization()
    village = make_organization(parent=county)
    above = make_lesson(county, audience=Audience.ORGANIZATION, audience_organization=county)
    html = f'<p><a linktype="page" id="{above.pk}">x</a></p>'
    own = {"audience": Audience.ORGANIZATION}

    assert codes(lesson_with(("text", html), audience_organization=village, **own)) == []
    other = make_organization()
    assert codes(lesson_with(("text", html), audience_organization=other, **own)) == ["page_hidden"]
    assert codes(lesson_with(("text", html), audience=Audience.PUBLIC)) == ["page_hidden"]


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://a.example/x?y=1", True), ("http://10.0.0.1:8080/", True), ("mailto:a@b.example", True), ("#x", True),
        ("/lessons/", True), ("http://", False), ("https://a b.example/", False), ("javascript:alert(1)", False),
        ("www.a.example", False), ("//a.example", False), ("http://a:99999999/", False), ("http://[", False),
        ("", False),
    ],
)  # fmt: skip
def test_addresses_are_judged_by_their_form(address, right):
    assert is_address(address) is right


def test_number_of_queries_does_not_grow_with_the_links(django_assert_max_num_queries):
    organization = make_organization()
    index = make_lesson(organization).get_parent()
    pages = [make_lesson(index=index) for _number in range(12)]
    html = "".join(f'<p><a linktype="page" id="{page.pk}">x</a></p>' for page in pages)
    lesson = LessonPage.objects.get(pk=lesson_with(("text", html)).pk)
    assert len(check_lesson(lesson)) == 0
    with django_assert_max_num_queries(4):
        check_lesson(lesson)


def test_every_kind_can_be_said_and_kept():
    params = {"name": "x", "to": "y", "length": 1, "minutes": 2, "most": 3}
    kept = [Finding(code, "body", params).as_json() for code in KINDS]

    assert [one.code for one in findings_from([*kept, {"code": "no more"}])] == list(KINDS)
    assert all(one.message and one.label for one in findings_from(kept))
    assert reverse("lessons_quality", args=[1]).endswith("/1/quality/")


def test_cards_and_cells_that_lead_nowhere_are_named():
    organization = make_organization()
    draft = make_lesson(organization, title="Draft", live=False)
    card = ("page_card", {"page": draft.pk, "note": ""})
    cell = '<p><a href="/nothing-is-here/">away</a></p>'
    table = {
        "columns": [{"type": "rich_text", "heading": "A"}],
        "rows": [{"values": [cell]}],
        "caption": "",
    }
    found = check_lesson(lesson_with(card, ("table", {"table": table, "caption": ""}), organization=organization))
    assert [(one.code, one.block) for one in found] == [("page_draft", "b0"), ("page_gone", "b1")]


def test_address_in_the_school_is_followed():
    there = Site.objects.get().root_page.add_child(instance=LessonPage(title="There", slug="there"))
    path = there.get_url()
    Redirect.objects.create(old_path="/moved", redirect_link="https://example.org/")
    for address, wanted in {
        path: set(),
        f"{path}?a=1#b": set(),
        "/learn/": set(),
        "/moved/": set(),
        "/nothing-is-here/": {"/nothing-is-here/"},
    }.items():
        assert dead_paths({address}) == wanted, address


def test_film_that_only_opens_elsewhere_is_named(settings):
    film = ("video", {"media": None, "address": "https://films.example/a.mp4", "captions": [], "chapters": []})
    assert codes(lesson_with(film)) == ["captions", "film_elsewhere"]
    settings.MEDIA_ORIGINS = ["https://films.example"]
    assert codes(lesson_with(film)) == ["captions", "film_length"]
