"""Naming people in posts."""

import uuid

import pytest
from django.urls import reverse

from classes.models import Enrollment
from forums.actions.editing import edit_post
from forums.actions.moderation.gate import WaitsForReview
from forums.actions.moderation.held import decide_held
from forums.actions.post import reply
from forums.actions.rendering import render_anew
from forums.models import HeldPost, Post, PostMention
from foundation.jobs.models import OutboxEvent
from tests.factories.forums import make_forum, make_post, make_thread
from tests.factories.people import make_organization, make_user


@pytest.fixture
def thread(evening):
    return make_thread(evening.forum)


def seat(evening, name, place="东河村"):
    person = make_user(name)
    Enrollment.objects.create(
        training_class=evening.training_class, learner=person, organization=make_organization(place)
    )
    return person


def say(evening, thread, body, who="learner"):
    return reply(thread=thread, body=body, client_key=uuid.uuid4(), by=evening.people[who])


def named_in(post):
    return set(PostMention.objects.filter(post=post, stands=True).values_list("person__full_name", flat=True))


def told():
    return [event.data["person"] for event in OutboxEvent.objects.filter(name="forums.mentioned").order_by("pk")]


def test_typed_name_of_one_member_is_a_mention_and_an_event(evening, thread):
    person = seat(evening, "欧阳春")

    post = say(evening, thread, "请＠欧阳春明天带图纸，@Instructor 也看看。")

    assert named_in(post) == {"欧阳春", "Instructor"}
    assert '<span class="mention">＠欧阳春</span>明天' in post.body_html
    assert sorted(told()) == sorted(str(one.public_id) for one in (person, evening.people["instructor"]))
    event = OutboxEvent.objects.filter(name="forums.mentioned").first()
    assert event.data["post"] == str(post.public_id)
    assert event.data["by"] == str(evening.people["learner"].public_id)


def test_longest_name_is_meant(evening, thread):
    seat(evening, "李明")
    seat(evening, "李明华")

    assert named_in(say(evening, thread, "@李明华，您好")) == {"李明华"}
    assert named_in(say(evening, thread, "@李明，您好")) == {"李明"}


def test_ambiguous_name_stays_text_until_it_says_who(evening, thread):
    one, other = seat(evening, "张伟", "东河村"), seat(evening, "张伟", "西山镇")

    assert named_in(say(evening, thread, "@张伟 在吗")) == set()
    by_place = say(evening, thread, "@张伟(西山镇) 在吗")
    assert PostMention.objects.get(post=by_place).person == other
    assert "@张伟(西山镇)</span>" in by_place.body_html
    by_key = say(evening, thread, f"@张伟({one.public_id.hex[:4]}) 在吗")
    assert PostMention.objects.get(post=by_key).person == one


@pytest.mark.parametrize(
    "body",
    ["mail a@Learner2x", "`@欧阳春`", "> @欧阳春 说过", "[@欧阳春](https://e.cn)", "春@欧阳", "@Learner", "x@欧阳春"],
)
def test_what_only_looks_like_a_name_stays_text(evening, thread, body):
    seat(evening, "欧阳春")

    post = say(evening, thread, body)

    assert named_in(post) == set()
    assert "mention" not in post.body_html
    assert told() == []


def test_nobody_from_outside_is_named(evening, thread):
    for name in ("other class's learner", "withdrawn learner", "waiting learner", "other county's editor"):
        person = evening.people[name]
        type(person).objects.filter(pk=person.pk).update(full_name=f"Somebody {person.pk}")
        assert named_in(say(evening, thread, f"@Somebody {person.pk} come")) == set()


def test_salon_names_who_spoke_there_and_still_reads_it(evening):
    home = evening.counties.city_home
    salon = make_forum(home, audience="signed_in")
    thread = make_thread(salon)
    speaker, silent = make_user("欧阳春"), make_user("司马秋")
    make_post(thread, speaker)

    post = say(evening, thread, "@欧阳春 @司马秋")
    assert named_in(post) == {"欧阳春"}
    type(speaker).objects.filter(pk=speaker.pk).update(is_active=False)
    assert named_in(say(evening, thread, "@欧阳春 again")) == set()
    assert silent.pk


def test_edit_adds_and_removes_and_tells_nobody_twice(evening, thread):
    seat(evening, "欧阳春")
    seat(evening, "司马秋")
    post = say(evening, thread, "@欧阳春")
    by = evening.people["learner"]

    post = edit_post(post=post, body="@司马秋", version=1, by=by)
    assert named_in(post) == {"司马秋"}
    assert "@欧阳春" not in post.body_html
    post = edit_post(post=post, body="@司马秋 @欧阳春", version=2, by=by)

    assert named_in(post) == {"欧阳春", "司马秋"}
    assert len(told()) == 2


def test_held_post_tells_when_it_is_published(evening, thread):
    seat(evening, "欧阳春")
    type(evening.forum).objects.filter(pk=evening.forum.pk).update(hold_first_posts=1)
    thread.forum.refresh_from_db()
    with pytest.raises(WaitsForReview):
        say(evening, thread, "@欧阳春")
    assert told() == []

    held = HeldPost.objects.get()
    decide_held(held=held, verdict="approve", reason="Good", by=evening.people["class teacher"])

    assert named_in(Post.objects.get()) == {"欧阳春"}
    assert len(told()) == 1


def test_rendering_anew_keeps_names(evening, thread):
    seat(evening, "欧阳春")
    post = say(evening, thread, "@欧阳春")
    Post.objects.update(renderer_version=1, body_html="old")
    type(post.author).objects.filter(full_name="欧阳春").update(full_name="欧阳春花")

    assert render_anew() == 1

    post.refresh_from_db()
    assert '<span class="mention">@欧阳春</span>' in post.body_html


def test_hostile_name_is_shown_as_text(evening, thread):
    seat(evening, "<img src=x onerror=alert(1)>")

    post = say(evening, thread, "@<img src=x onerror=alert(1)> hello")

    assert "<img" not in post.body_html
    assert '<span class="mention">@&lt;img src=x onerror=alert(1)&gt;</span>' in post.body_html


def test_people_are_offered_with_what_tells_them_apart(client, evening, django_assert_max_num_queries):
    seat(evening, "张伟", "东河村")
    seat(evening, "张伟", "西山镇")
    for number in range(30):
        seat(evening, f"王{number}")
    client.force_login(evening.people["learner"])
    url = reverse("forums:people", args=[evening.forum.public_id])

    with django_assert_max_num_queries(14):
        found = client.get(url, {"q": "张"}).json()["people"]

    assert [one["written"] for one in found] == ["张伟(东河村)", "张伟(西山镇)"]
    assert len(client.get(url, {"q": "王"}).json()["people"]) == 8
    assert client.get(url, {"q": "Learner"}).json()["people"] == []
    assert client.get(url, {"q": "%"}).json()["people"] == []


def test_whoever_is_named_finds_it_among_what_is_new(client, evening, thread):
    person = seat(evening, "欧阳春")
    say(evening, thread, "Canarynamed @欧阳春")
    client.force_login(person)

    page = client.get(reverse("forums:since")).content.decode()

    assert page.count("Canarynamed") == 1


def test_preview_shows_names(client, evening, thread):
    seat(evening, "欧阳春")
    client.force_login(evening.people["learner"])
    data = {"body": "@欧阳春", "client_key": str(uuid.uuid4()), "preview": "1"}

    page = client.post(reverse("forums:reply", args=[thread.public_id]), data).content.decode()

    assert '<span class="mention">@欧阳春</span>' in page
    assert told() == []
