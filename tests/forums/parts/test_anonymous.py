"""Posts without a name: peers are told nowhere who wrote them, moderators only where it is logged."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from classes.models import Enrollment
from forums.actions.draft import save_draft
from forums.actions.editing import edit_post
from forums.actions.moderation.gate import WaitsForReview
from forums.actions.moderation.held import decide_held
from forums.actions.moderation.reports import report_post
from forums.actions.moderation.splitting import split_thread
from forums.actions.moderation.threads import rename_thread
from forums.actions.parts.files import take_file
from forums.actions.post import reply
from forums.actions.thanks import thank
from forums.actions.thread import start_thread
from forums.models import ForumPage, HeldPost, ModerationEntry, Post, PostDraft, PostFile, Thread
from foundation.jobs.models import OutboxEvent
from schoolhouse.refusals import Refusal
from tests.factories.forums import make_forum, make_post, make_thread
from tests.factories.people import make_user
from tests.forums.parts.test_files import picture

NAME = "Canarysecret"
WORD = "匿名学员"
NAMED = r"署名|names"


@pytest.fixture
def author(evening):
    ForumPage.objects.filter(pk=evening.forum.pk).update(allow_anonymous=True)
    evening.forum.refresh_from_db()
    author = make_user(NAME)
    Enrollment.objects.create(
        training_class=evening.training_class, learner=author, organization=evening.counties.east.organization
    )
    return author


def say(thread, by, body="Canarywords", **more):
    thread = Thread.objects.get(pk=thread.pk)
    return reply(thread=thread, body=body, client_key=uuid.uuid4(), by=by, is_anonymous=True, **more)


def start(evening, by, body="Canarywords", **more):
    return start_thread(
        forum=evening.forum, title="Canarytitle", body=body, client_key=uuid.uuid4(), by=by, is_anonymous=True, **more
    )


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_peers_find_the_authors_name_and_key_nowhere(evening, author):
    peer, teacher = evening.people["learner"], evening.people["class teacher"]
    first = start(evening, author, body=f"Canarywords @{peer.full_name}")
    thread = first.thread
    post = say(thread, author, "Canarywords two")
    answer = reply(thread=thread, body="An answer", client_key=uuid.uuid4(), by=peer, reply_to=post)
    say(thread, author, "Canarywords three", reply_to=answer)
    edit_post(post=post, body="Canarywords changed", version=1, by=author)
    thank(post=post, wanted=True, by=peer)
    client = signed_in(peer)
    at = reverse("forums:thread", args=[thread.public_id])
    places = [
        f"{at}?from=1", f"{at}?from=1&reply_to={post.public_id}&quote=1#reply", evening.forum.get_url(),
        reverse("forums:index"), reverse("forums:since"), reverse("forums:history", args=[post.public_id]),
        f"{reverse('forums:news', args=[thread.public_id])}?after=0", "/search/?q=Canarywords",
        "/search/?q=Canarytitle",
        reverse("api-1:threads", args=[evening.forum.public_id]), reverse("api-1:posts", args=[thread.public_id]),
        reverse("forums:report", args=[post.public_id]), "/api/v1/search?q=Canarywords", reverse("forums:told"),
        f"{reverse('forums:thread_draft', args=[thread.public_id])}?reply_to={post.public_id}",
    ]  # fmt: skip
    secrets = (NAME.encode(), str(author.public_id).encode(), author.public_id.hex.encode(), b">Ca<")
    said = 0
    for place in places:
        got = client.get(place, follow=True)
        assert got.status_code in (200, 204), place
        for secret in secrets:
            assert secret not in got.content, (place, secret)
        said += WORD.encode() in got.content
    assert said >= 5
    told = client.post(
        reverse("forums:reply", args=[thread.public_id]),
        {"body": "x", "client_key": str(uuid.uuid4()), "preview": "1", "reply_to": str(post.public_id)},
    )
    assert NAME.encode() not in told.content
    for event in OutboxEvent.objects.filter(name__startswith="forums."):
        assert str(author.public_id) not in json.dumps(event.data)
        assert NAME not in json.dumps(event.data)
    assert OutboxEvent.objects.filter(name="forums.mentioned").count() == 1
    # Those who keep order read no name in the thread either, in pages or in the API.
    for place in places[:1] + places[9:11] + [reverse("forums:review") + "?show=newest"]:
        assert NAME.encode() not in signed_in(teacher).get(place).content, place
    assert signed_in(teacher).get(reverse("forums:board", args=[evening.training_class.public_id])).status_code == 200


def test_api_says_nothing_to_the_author_and_posts_without_a_name(evening, author):
    thread = make_thread(evening.forum)
    client = signed_in(author)
    body = {"body": "Hello", "client_key": str(uuid.uuid4()), "is_anonymous": True}

    sent = client.post(reverse("api-1:write_post", args=[thread.public_id]), body, content_type="application/json")

    assert (sent.status_code, sent.json()["author"], sent.json()["is_anonymous"]) == (201, None, True)
    assert Post.objects.get().author == author


def test_name_stays_unless_the_forum_allows_and_for_moderators(evening, author):
    plain = make_thread(make_forum(evening.training_class))
    with pytest.raises(Refusal, match=NAMED):
        say(plain, author)
    thread = make_thread(evening.forum)
    with pytest.raises(Refusal, match=NAMED):
        say(thread, evening.people["class teacher"])
    assert b'name="anonymous"' in signed_in(author).get(reverse("forums:thread", args=[thread.public_id])).content
    for person, where in ((evening.people["class teacher"], thread), (author, plain)):
        page = signed_in(person).get(reverse("forums:thread", args=[where.public_id])).content
        assert b'name="anonymous"' not in page


def test_author_edits_their_own_and_answers_reach_them(evening, author):
    first = start(evening, author)
    page = signed_in(author).get(reverse("forums:thread", args=[first.thread.public_id])).content.decode()

    assert reverse("forums:edit", args=[first.public_id]) in page
    assert WORD in page.split('<ol class="posts"')[1].split("</ol>")[0]


def test_draft_remembers_that_it_is_without_a_name(evening, author):
    thread = make_thread(evening.forum)
    client, address = signed_in(author), reverse("forums:thread_draft", args=[thread.public_id])
    client.post(address, {"body": "Begun", "draft": "0", "anonymous": "on"})
    assert PostDraft.objects.get().is_anonymous
    ticked = '<input type="checkbox" name="anonymous" checked>'

    page = client.get(reverse("forums:thread", args=[thread.public_id])).content.decode()
    other = signed_in(evening.people["learner"]).get(reverse("forums:thread", args=[thread.public_id]))

    assert ticked in page
    assert ticked not in other.content.decode()
    save_draft(place=thread, body="Begun", version=1, by=author, is_anonymous=False)
    assert ticked not in client.get(reverse("forums:thread", args=[thread.public_id])).content.decode()


def test_form_sends_without_a_name(evening, author):
    thread = make_thread(evening.forum)
    data = {"body": "Sent", "client_key": str(uuid.uuid4()), "anonymous": "on"}

    assert signed_in(author).post(reverse("forums:reply", args=[thread.public_id]), data).status_code == 302
    assert Post.objects.get().is_anonymous
    new = {**data, "title": "New", "client_key": str(uuid.uuid4())}
    assert signed_in(author).post(reverse("forums:new_thread", args=[evening.forum.public_id]), new).status_code == 302
    assert Thread.objects.get(title="New").is_anonymous


def test_moderator_is_told_for_a_reason_that_is_logged(evening, author):
    post = say(make_thread(evening.forum), author)
    client, url = signed_in(evening.people["class teacher"]), reverse("forums:reveal", args=[post.public_id])

    assert NAME.encode() not in client.get(url).content
    assert client.post(url, {"reason": " "}).status_code == 400
    assert NAME.encode() in client.post(url, {"reason": "A threat"}).content

    entry = ModerationEntry.objects.get()
    assert (entry.act, entry.reason, entry.post) == ("post.reveal", "A threat", post)
    assert [notice.person for notice in entry.notices.all()] == [author]
    told = signed_in(author).get(reverse("forums:told")).content.decode()
    assert "A threat" in told
    assert evening.people["class teacher"].full_name not in told
    log = client.get(reverse("forums:log", args=[evening.forum.public_id])).content.decode()
    assert NAME in log
    for name in ("learner", "head", "other class's learner"):
        assert signed_in(evening.people[name]).post(url, {"reason": "Why not"}).status_code == 404
    named = make_post(post.thread, author)
    assert client.get(reverse("forums:reveal", args=[named.public_id])).status_code == 404


def test_case_of_a_reported_post_names_its_author_to_moderators(evening, author):
    post = say(make_thread(evening.forum), author)
    report_post(post=post, reason="rude", by=evening.people["learner"])

    page = signed_in(evening.people["class teacher"]).get(reverse("forums:review") + "?show=reported")

    assert NAME.encode() in page.content


def test_held_post_stays_without_a_name(evening, author):
    ForumPage.objects.filter(pk=evening.forum.pk).update(hold_first_posts=1)
    evening.forum.refresh_from_db()
    with pytest.raises(WaitsForReview):
        start(evening, author)

    decide_held(held=HeldPost.objects.get(), verdict="approve", reason="Good", by=evening.people["class teacher"])

    assert Post.objects.get().is_anonymous
    assert Thread.objects.get().is_anonymous


def test_thread_split_off_stays_without_a_name(evening, author):
    thread = make_thread(evening.forum)
    make_post(thread)
    post = say(thread, author)

    new = split_thread(
        thread=thread, numbers=[post.number], title="New", reason="Other", by=evening.people["class teacher"]
    )
    rename_thread(thread=new, title="Newer", reason="Why", by=evening.people["class teacher"])

    page = signed_in(evening.people["learner"]).get(evening.forum.get_url()).content
    assert NAME.encode() not in page


def test_file_that_may_name_its_author_is_refused(evening, author):
    row = take_file(forum=evening.forum, sent=picture(), by=author)
    thread = make_thread(evening.forum)
    PostFile.objects.filter(pk=row.pk).update(width=0, height=0, small="", name="简历.pdf")
    with pytest.raises(Refusal):
        say(thread, author, f"[简历.pdf]({row.address})")
    image = take_file(forum=evening.forum, sent=picture(size=(20, 20)), by=author)
    assert "<img" in say(thread, author, f"![]({image.address})").body_html


def test_salon_offers_nobody_who_spoke_without_a_name(evening, author):
    salon = make_forum(evening.counties.city_home, audience="signed_in", allow_anonymous=True)
    thread = make_thread(salon)
    say(thread, author)
    client, url = signed_in(evening.people["learner"]), reverse("forums:people", args=[salon.public_id])

    assert client.get(url, {"q": NAME}).json()["people"] == []
    make_post(thread, author)
    assert [one["name"] for one in client.get(url, {"q": NAME}).json()["people"]] == [NAME]


def test_word_follows_the_readers_language(evening, author):
    post = say(make_thread(evening.forum), author)
    client = signed_in(evening.people["learner"])
    for language, word in (("en", "Anonymous learner"), ("zh-hans", WORD)):
        headers = {"Accept-Language": language}
        page = client.get(reverse("forums:thread", args=[post.thread.public_id]), headers=headers)
        assert word in page.content.decode()
