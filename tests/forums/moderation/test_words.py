"""Listed words, and how often somebody may post."""

import re
import uuid

import pytest
from django.urls import reverse

from forums.actions.editing import edit_post
from forums.actions.moderation.gate import WaitsForReview
from forums.actions.post import reply
from forums.actions.thread import start_thread
from forums.models import ForumPage, HeldPost, ListedWord, Post
from forums.views import limits
from forums.writing.words import cover, find, plain
from schoolhouse.refusals import Refusal
from tests.factories.forums import make_post, make_thread


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("加微信", "请加微信", ["加微信"]),
        ("加微信", "请 加 微-信 吧", ["加 微-信"]),
        ("加微信", "請加\u200b微信", ["加\u200b微信"]),
        ("学习资料", "學習資料", ["學習資料"]),
        ("Viagra", "ＶＩＡＧＲＡ and viagra!", ["ＶＩＡＧＲＡ", "viagra"]),
        ("ass", "the class has an ass", ["ass"]),
        ("sex", "class exam", []),
        ("qq群", "加入QQ群聊", ["QQ群"]),
        ("哈哈", "哈哈哈", ["哈哈", "哈哈"]),
        ("a.*b", "acccb", []),
    ],
)
def test_word_is_found_in_any_width_case_spacing_and_form(word, text, found):
    assert [text[one.start : one.end] for one in find(text, [plain(word)])] == found


def test_search_takes_long_texts_and_lists_without_trouble():
    words = [plain("a" * 30 + str(number)) for number in range(200)]
    assert list(find("a" * 20_000, words)) == []


def test_covered_word_keeps_its_spaces():
    text = "加 微信吧"
    assert cover(text, find(text, ["加微信"])) == "＊ ＊＊吧"


@pytest.fixture
def learner(evening):
    return evening.people["learner"]


@pytest.fixture
def thread(evening):
    return make_thread(evening.forum)


def listed(organization, action, words="加微信", **fields):
    return ListedWord.objects.create(organization=organization, words=words, action=action, **fields)


def send(thread, by, body):
    return reply(thread=thread, body=body, client_key=uuid.uuid4(), by=by)


def test_refused_word_is_named_with_what_to_do_instead(evening, learner, thread):
    listed(evening.counties.east.organization, "refuse", note="请用站内消息。")
    for body in ("请加微信", "請 加 微 信"):
        with pytest.raises(Refusal) as caught:
            send(thread, learner, body)
        assert (caught.value.code, caught.value.status) == ("words", 400)
        assert "加微信" in str(caught.value)
        assert "请用站内消息。" in str(caught.value)
    assert not Post.objects.exists()


def test_word_of_an_organization_above_holds_and_one_beside_does_not(evening, learner, thread):
    listed(evening.counties.west.organization, "refuse", "补习班")
    listed(evening.counties.east.organization.get_parent(), "hold")

    assert send(thread, learner, "补习班").number == 1
    with pytest.raises(WaitsForReview):
        send(thread, learner, "请加微信")
    assert "加微信" in HeldPost.objects.get().why


def test_masked_word_is_covered_once_and_for_all(evening, learner, thread):
    listed(evening.counties.east.organization, "mask")
    key = uuid.uuid4()
    posts = [reply(thread=thread, body="请加微信", client_key=key, by=learner) for _time in range(2)]

    assert posts[0] == posts[1]
    assert (posts[0].body, "微信" in posts[0].body_html) == ("请＊＊＊", False)
    forum = ForumPage.objects.get(pk=evening.forum.pk)
    opened = start_thread(forum=forum, title="加微信", body="问题", client_key=uuid.uuid4(), by=learner)
    assert opened.thread.title == "＊＊＊"


def test_edited_post_passes_the_list_as_well(evening, learner, thread):
    organization = evening.counties.east.organization
    listed(organization, "mask", words="傻瓜")
    listed(organization, "hold", words="内部消息")
    post = make_post(thread, learner)
    edit_post(post=post, body="别当傻瓜", version=1, by=learner)
    post.refresh_from_db()
    assert post.body == "别当＊＊"
    with pytest.raises(Refusal, match="内部消息") as caught:
        edit_post(post=post, body="听说有内部消息", version=2, by=learner)
    assert caught.value.status == 400
    post.refresh_from_db()
    assert (post.body, post.version) == ("别当＊＊", 2)


def test_list_counts_at_once_and_not_for_those_who_keep_order(evening, learner, thread):
    assert send(thread, learner, "请加微信")
    word = listed(evening.counties.east.organization, "refuse")
    with pytest.raises(Refusal):
        send(thread, learner, "请加微信")
    assert send(thread, evening.people["class teacher"], "请加微信")
    word.delete()
    assert send(thread, learner, "请加微信")


def test_word_that_stands_everywhere_is_not_listed(evening):
    from django.core.exceptions import ValidationError

    for words in ("的", " - ", "a"):
        with pytest.raises(ValidationError):
            ListedWord(organization=evening.counties.east.organization, words=words).full_clean()


def test_whoever_posts_too_often_is_told_when_to_go_on(client, learner, thread, settings):
    settings.FORUM_RATE_LIMITS = {"post": "2/m/user"}
    client.force_login(learner)

    def post(body):
        return client.post(
            reverse("forums:reply", args=[thread.public_id]), {"body": body, "client_key": str(uuid.uuid4())}
        )

    assert [post("One").status_code, post("Two").status_code] == [302, 302]
    refused = post("Three, kept")
    assert refused.status_code == 429
    assert "Three, kept" in refused.content.decode()
    assert re.search(r"at \d\d:\d\d:\d\d\.|请在 \d\d:\d\d:\d\d", refused.content.decode())
    answer = client.post(
        f"/api/v1/threads/{thread.public_id}/posts",
        {"body": "Four", "client_key": str(uuid.uuid4())},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert Post.objects.count() == 2


def test_newcomer_sends_few_links_and_an_old_hand_many(client, evening, learner, thread, settings):
    settings.FORUM_RATE_LIMITS = {"post": "50/m/user", "link": "1/h/user"}
    client.force_login(learner)

    def post():
        body = f"See https://example.org/{uuid.uuid4()}"
        data = {"body": body, "client_key": str(uuid.uuid4())}
        return client.post(reverse("forums:reply", args=[thread.public_id]), data).status_code

    assert [post(), post()] == [302, 429]
    for _number in range(2):
        make_post(thread, learner)
    assert [post(), post()] == [302, 302]


@pytest.mark.parametrize("wrong", ["post=often", "posts=30/m/user", "link=5/h/key", "upload="])
def test_limit_that_is_none_is_named_by_the_check(settings, wrong):
    name, _, rate = wrong.partition("=")
    settings.FORUM_RATE_LIMITS = {"upload": "9/h/user", name: rate}

    found = limits.check_limits()

    assert [(error.id, error.msg) for error in found] == [("forums.E001", f"FORUM_RATE_LIMITS: {wrong} is no limit.")]
