"""The pages on which moderators keep order, and on which people read what was done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.actions.moderation.threads import pin_thread
from forums.models import ModerationNotice, Thread
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread
from tests.factories.people import make_user


@pytest.fixture
def teacher(client, evening):
    client.force_login(evening.people["class teacher"])
    return evening.people["class teacher"]


def act(thread, name):
    return reverse("forums:act", args=[thread.public_id, name])


def talk(forum, count=2, **fields):
    thread = make_thread(forum, **fields)
    for _number in range(count):
        make_post(thread)
    return Thread.objects.get(pk=thread.pk)


@pytest.mark.usefixtures("teacher")
def test_overview_offers_what_can_be_done(client, evening):
    thread = talk(evening.forum)
    page = client.get(reverse("forums:order", args=[thread.public_id])).content.decode()
    assert [name in page for name in ("/pin/", "/rename/", "/merge/", "/split/", "/move/")] == [True] * 4 + [False]

    make_forum(evening.training_class)
    assert "/move/" in client.get(reverse("forums:order", args=[thread.public_id])).content.decode()

    prompt = make_thread(evening.forum, prompt=make_prompt(evening.forum))
    page = client.get(reverse("forums:order", args=[prompt.public_id])).content.decode()
    assert [name in page for name in ("/unpin/", "/rename/", "/merge/", "/split/", "/move/")] == [
        True, False, False, True, False
    ]  # fmt: skip


@pytest.mark.usefixtures("teacher")
def test_every_act_is_done_from_its_form(client, evening):
    other, thread, into = make_forum(evening.training_class), talk(evening.forum, 4), talk(evening.forum)
    into_other = talk(other)
    for name, data in (
        ("pin", {}),
        ("unpin", {}),
        ("rename", {"title": "Clearer"}),
        ("split", {"numbers": "2-3", "title": "Aside"}),
        ("move", {"forum": str(other.public_id)}),
        ("merge", {"into": str(into_other.public_id)}),
    ):
        answer = client.post(act(thread, name), {"reason": "Why", **data})
        assert answer.status_code == 302, (name, answer.content.decode()[-3000:])
    assert into_other.posts.count() == 4
    assert Thread.objects.get(title="Aside").posts.count() == 2
    assert into.posts.count() == 2


@pytest.mark.usefixtures("teacher")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pin", {"reason": " "}),
        ("rename", {"title": "", "reason": "x"}),
        ("rename", {"title": "x" * 201, "reason": "x"}),
        ("move", {"forum": "nowhere", "reason": "x"}),
        ("merge", {"into": "", "reason": "x"}),
        ("split", {"numbers": "two", "title": "T", "reason": "x"}),
        ("split", {"numbers": "1-999999999", "title": "T", "reason": "x"}),
        ("split", {"numbers": "9-3", "title": "T", "reason": "x"}),
        ("split", {"numbers": "77", "title": "T", "reason": "x"}),
        ("split", {"numbers": "1\x00", "title": "T", "reason": "x"}),
    ],
)
def test_form_that_says_nothing_useful_is_shown_again(client, evening, name, data):
    thread = talk(evening.forum)
    assert client.post(act(thread, name), data).status_code == 400
    assert Thread.objects.get(pk=thread.pk).title == thread.title
    assert client.get(act(thread, "explode")).status_code == 404


@pytest.mark.usefixtures("teacher")
def test_old_addresses_of_a_merged_thread_lead_to_its_posts(client, evening):
    source, into = talk(evening.forum, 3), talk(evening.forum, 2)
    client.post(act(source, "merge"), {"reason": "The same", "into": str(into.public_id)})
    old, new = (reverse("forums:thread", args=[one.public_id]) for one in (source, into))

    client.force_login(evening.people["learner"])
    assert client.get(old, follow=True).redirect_chain == [(new, 302)]
    assert client.get(f"{old}?from=3").url == f"{new}?from=1#post-5"
    assert client.get(reverse("forums:number", args=[source.public_id, 2])).url == f"{new}?from=1#post-4"
    assert client.get(reverse("forums:number", args=[into.public_id, 2])).url == f"{new}?from=1#post-2"
    # Who had the old page open answers in the new one.
    data = {"body": "Sent from the old page", "client_key": "8b6f0f3e-0f0b-4b3a-8f52-7d4f4fd5b7f1"}
    assert client.post(reverse("forums:reply", args=[source.public_id]), data).status_code == 302
    assert into.posts.filter(body="Sent from the old page").exists()

    client.force_login(evening.people["withdrawn learner"])
    for address in (old, reverse("forums:number", args=[source.public_id, 2])):
        assert client.get(address).status_code == 404


@pytest.mark.usefixtures("teacher")
def test_reading_the_rest_of_a_split_thread_leaves_nothing_new(client, evening):
    thread = talk(evening.forum, 5)
    client.post(act(thread, "split"), {"reason": "Aside", "title": "Aside", "numbers": "4, 5"})
    client.force_login(evening.people["learner"])

    client.get(reverse("forums:thread", args=[thread.public_id]))

    page = client.get(reverse("forums:thread", args=[thread.public_id])).content.decode()
    assert "<strong>" not in page[page.index("posts-head") : page.index('class="posts"')]
    news = client.get(reverse("forums:news", args=[thread.public_id]), {"after": "5"})
    assert news.status_code == 204
    assert thread.reads.get().last_read_number == 5


def test_person_reads_what_was_done_and_why_and_is_reminded_until_then(client, evening, teacher):
    author = evening.people["learner"]
    thread = talk(evening.forum, author=author)
    pin_thread(thread=thread, pinned=True, reason="A Canaryreason", by=teacher)
    client.force_login(author)
    told = reverse("forums:told")
    assert told in client.get(reverse("forums:index")).content.decode()

    page = client.get(told).content.decode()

    assert "A Canaryreason" in page
    assert teacher.full_name not in page
    assert ModerationNotice.objects.get().seen_at
    assert told not in client.get(reverse("forums:index")).content.decode()
    assert "A Canaryreason" in client.get(told).content.decode()
    client.force_login(evening.people["instructor"])
    assert "A Canaryreason" not in client.get(told).content.decode()


def test_log_and_notices_cost_the_same_at_any_length_and_go_on_by_key(client, evening, teacher):
    author, counts = make_user(), []
    thread = talk(evening.forum, author=author)
    for number in (1, 30, 300):
        while author and ModerationNotice.objects.count() < number:
            pin_thread(thread=thread, pinned=not thread.is_pinned, reason="Because", by=teacher)
        row = []
        for person, address in ((teacher, reverse("forums:log", args=[evening.forum.public_id])),
                                (author, reverse("forums:told"))):  # fmt: skip
            client.force_login(person)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                page = client.get(address).content.decode()
            assert page.count('<li class="row">') == min(number, 50)
            row.append(len(queries))
        counts.append(row)
    assert counts[0] == counts[1] == counts[2]
    client.force_login(teacher)
    log = reverse("forums:log", args=[evening.forum.public_id])
    last = evening.forum.moderation_entries.order_by("-pk")[49].pk
    assert f"?before={last}" in client.get(log).content.decode()
    assert client.get(log, {"before": str(last)}).content.decode().count('<li class="row">') == 50
    assert client.get(log, {"before": "²"}).status_code == 200
