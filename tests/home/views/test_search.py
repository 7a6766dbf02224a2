import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.models import LessonIndexPage, LessonProgress
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_forum, make_post, make_thread
from tests.factories.lessons import make_lesson, make_prerequisites
from tests.factories.people import make_organization, make_place, make_user

pytestmark = pytest.mark.django_db
SEARCH, API = "/search/", "/api/v1/search"


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def stranger():
    return Client(headers={"accept-language": "en"})


def page(client, **query):
    answer = client.get(SEARCH, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_passage_that_matched_is_shown_and_marked(stranger):
    make_lesson(
        title="春季",
        intro="别的话。" * 60 + "在山边<b>烧荒</b>要先报告，烧荒须有人看守。" + "后面。" * 60,
        audience="public",
    )
    text = page(stranger, q="烧荒")
    assert "&lt;b&gt;<mark>烧荒</mark>&lt;/b&gt;要先报告，<mark>烧荒</mark>须有人看守" in text
    assert "<b>烧荒" not in text
    assert "<mark>烧荒</mark>" in page(stranger, q="报告 烧荒")


def test_the_body_of_a_lesson_is_shown_where_it_matched(stranger):
    body = [{"type": "text", "value": "<p>第一步看火势，<b>第二步</b>报告 Fire Brigade。</p>"}]
    make_lesson(title="防火", intro="引言", body=body, audience="public")
    text = page(stranger, q="二步报告 fire")
    assert "第<mark>二步报告</mark> <mark>Fire</mark> Brigade" in text


def test_the_body_of_a_lesson_that_is_held_back_is_not_shown(stranger):
    body = [{"type": "text", "value": "<p>先看火势再报告。</p>"}]
    first = make_lesson(title="先学", audience="public")
    lesson = make_lesson(title="防火", intro="引言", body=body, audience="public")
    make_prerequisites(lesson, first, prerequisite_rule="locked")
    learner = make_user()
    client = signed_in(learner)
    for reader in (client, stranger):
        assert "防火" in page(reader, q="火势")
        assert "<mark>火势</mark>" not in page(reader, q="火势")
    LessonProgress.objects.create(
        learner=learner, translation_key=first.translation_key, state="completed", completed_at=timezone.now()
    )
    assert "先看<mark>火势</mark>再报告" in page(client, q="火势")


def test_posts_lead_to_where_they_stand():
    forum = make_forum(title="Evening")
    reader = make_enrollment(forum.training_class, make_user("Reader")).learner
    post = make_post(make_thread(forum, title="Ponds"), make_user("Wang"), body="稻田**养鱼**的<script>做法")
    text = page(signed_in(reader), q="养鱼")
    assert reverse("forums:post", args=[post.public_id]) in text
    assert "稻田<mark>养鱼</mark>的&lt;script&gt;做法" in text
    assert "Wang · Evening" in text
    assert "Ponds" in text


def test_what_was_asked_for_stands_in_the_address_and_in_the_form(stranger):
    for level in ("basic", "advanced"):
        make_lesson(title="果树", level=level, audience="public")
    text = page(stranger, q="果树", kind="lesson", sort="new", level="basic")
    assert '<input type="hidden" form="search-form" name="kind" value="lesson">' in text
    assert '<input type="hidden" form="search-form" name="sort" value="new">' in text
    assert 'aria-current="true" href="?q=%E6%9E%9C%E6%A0%91&amp;kind=lesson&amp;sort=new">Basic' in text
    assert "1 result for “果树”" in text


def test_one_kind_comes_in_pages_with_an_end(stranger, monkeypatch):
    index = make_place(make_organization()).add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    for number in range(23):
        make_lesson(index=index, title=f"果树{number:02}", audience="public")
    assert page(stranger, q="果树", kind="lesson").count('class="row search-result"') == 20
    last = page(stranger, q="果树", kind="lesson", page=2)
    assert last.count('class="row search-result"') == 3
    assert "That is all." in last
    assert "That is all." in page(stranger, q="果树", kind="lesson", page=99999)
    text = page(stranger, q="果树")
    assert text.count('class="row search-result"') == 5
    assert "All of these: Lessons" in text
    from home.queries.search import sources

    monkeypatch.setattr(sources, "MOST", 10)
    text = page(stranger, q="果树", kind="lesson")
    assert "More than 10 results" in text
    assert "there are more" in text


def test_nothing_found_says_what_to_try(stranger):
    assert "Type at least one character" in page(stranger, q="？！")
    text = page(stranger, q="zzzz")
    assert "Nothing fits" in text
    assert "after signing in" in text
    assert "after signing in" not in page(signed_in(make_user()), q="zzzz")
    make_lesson(title="果树", audience="public")
    assert "Search all kinds" in page(stranger, q="果树", kind="class")
    assert "Two characters or more" in page(stranger)


@pytest.mark.parametrize(
    "query",
    [
        {"q": "长" * 5000}, {"q": "学a" * 500}, {"q": "a OR b NOT (c"}, {"q": "'\"\\"}, {"q": "title:x"},
        {"q": "NEAR(a b, 2)"},
        {"q": "*"}, {"q": "%s %(x)s"}, {"q": "😀"}, {"q": "ＷＰＳ表格"}, {"q": "培訓班"}, {"q": "<script>"},
        {"q": "\u202e\u200b"},
        {"q": "a", "page": "-1"}, {"q": "a", "page": "1e9"}, {"q": "a", "page": "９９"}, {"q": "a", "kind": "none"},
        {"q": "a", "organization": "1"}, {"q": "a", "forum": "x", "kind": "post"}, {"q": "a", "when": "ever"},
        {"q": "a", "kind": "person"}, {"q": "\ud800"},
    ],
    ids=str,
)  # fmt: skip
def test_odd_questions_are_answered(query):
    client = signed_in(make_user(role="administrator", organization=make_organization()))
    query = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
    answer = client.get(SEARCH, query)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split("<main")[1].split("</main")[0]
    assert client.get(reverse("search_suggest"), query).status_code == 200
    assert client.get(API, query).status_code in (200, 422)


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_page_costs_as_many_queries_however_much_is_found(number, django_assert_max_num_queries):
    forum = make_forum()
    reader = make_enrollment(forum.training_class).learner
    thread = make_thread(forum)
    for _post in range(min(number, 40)):
        make_post(thread, reader, body="记账")
    index = make_place(make_organization()).add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    for _lesson in range(number // 10 or 1):
        make_lesson(index=index, title="记账", audience="public")
    client = signed_in(reader)
    page(client, q="记账")
    with django_assert_max_num_queries(40):
        page(client, q="记账")


def test_suggestions_are_given_while_typing(stranger):
    make_lesson(title="果树修剪", audience="public")
    make_lesson(title="果树秘方", audience="class")
    assert stranger.get(reverse("search_suggest"), {"q": "果"}).json() == {"titles": ["果树修剪"]}
    assert stranger.get(reverse("search_suggest")).json() == {"titles": []}
    assert stranger.post(reverse("search_suggest")).status_code == 405
    # Chromium tells of characters that were composed, as Chinese ones are, only when composing ends.
    assert "compositionend->suggest#ask" in page(stranger)


def test_the_api_answers_as_the_page_does(stranger):
    for level in ("basic", "basic", "advanced"):
        make_lesson(title="果树修剪", level=level, audience="public")
    make_lesson(title="果树秘方", audience="class")
    answer = stranger.get(API, {"q": "果树", "page_size": 2}).json()
    assert (answer["count"], len(answer["items"]), answer["is_more"]) == (3, 2, False)
    assert answer["kinds"] == [{"kind": "lesson", "label": "Lessons", "count": 3, "is_more": False}]
    assert answer["items"][0]["title_pieces"] == [{"text": "果树", "is_hit": True}, {"text": "修剪", "is_hit": False}]
    assert len(stranger.get(API, {"q": "果树", "page_size": 2, "page": 2}).json()["items"]) == 1
    assert stranger.get(API, {"q": "果树", "page": 9}).json()["items"] == []
    narrowed = stranger.get(API, {"q": "果树", "kind": "lesson", "level": "advanced"}).json()
    assert narrowed["count"] == 1
    levels = next(facet for facet in narrowed["facets"] if facet["name"] == "level")
    assert [(one["value"], one["count"]) for one in levels["choices"]] == [("basic", 2), ("advanced", 1)]


@pytest.mark.parametrize(
    "query", ["", "q=a&kind=none", "q=a&page=0", "q=a&organization=1", "q=a&level=x", "q=a&when=x"]
)
def test_the_api_refuses_what_makes_no_sense(stranger, query):
    answer = stranger.get(f"{API}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
