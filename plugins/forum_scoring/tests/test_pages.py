"""The pages of those who score, and what learners read of it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.models import Post
from plugins.forum_scoring.models import Counting, PostScore
from plugins.forum_scoring.tests.scoring_things import Evening
from schoolhouse.testing.contracts.base import switched_off

pytestmark = pytest.mark.django_db


def page(name, thing, **query):
    address = reverse(f"plugins:forum_scoring:{name}", args=[thing.public_id])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else address


def filled(evening, *points, seen=0, **data):
    levels = {name: str(value) for name, value in evening.levels(*points).items()}
    return {**levels, "seen": seen, "comment": "", **data}


def test_teacher_scores_post_after_post(school):
    evening = Evening(school)
    client = evening.client(evening.teacher)

    answer = client.get(page("next", evening.forum))
    for post, following in zip(evening.posts, [*evening.posts[1:], None], strict=True):
        assert answer.url == page("post", post)
        assert post.body in client.get(answer.url).content.decode()
        answer = client.post(answer.url, filled(evening, "1", "2.5", comment="Well said"))
        assert following is None or answer.url == page("post", following)

    assert answer.url == page("forum", evening.forum)
    shown = client.get(answer.url).content.decode()
    assert "All posts of this forum are scored." in shown
    assert "3 of 3 posts are scored." in shown
    assert PostScore.objects.filter(comment="Well said").count() == 3


def test_form_shows_what_was_given_before(school):
    evening = Evening(school)
    evening.score(evening.posts[0], "2.5", "0", comment="Given first")

    shown = evening.client(evening.teacher).get(page("post", evening.posts[0])).content.decode()

    checked = re.findall(r'<input[^>]*value="([\d.]+)"[^>]*checked', shown)
    assert checked == ["2.5", "0"]
    assert "Given first" in shown
    assert 'name="seen" value="1"' in shown


def test_refused_score_keeps_what_was_typed_and_shows_the_other_one(school):
    evening = Evening(school)
    evening.score(evening.posts[0], "1", "1", comment="Somebody else’s")

    answer = evening.client(evening.teacher).post(
        page("post", evening.posts[0]), filled(evening, "0", "2.5", seen=0, comment="Mine")
    )

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "meanwhile" in shown
    assert "Mine" in shown
    assert "Somebody else’s" in shown
    assert 'name="seen" value="1"' in shown


@pytest.mark.parametrize(
    "damaged", [{"seen": "x"}, {"seen": ""}, {"comment": "x" * 1_001}, {"seen": "-1"}, {"seen": "9" * 30}]
)
def test_damaged_form_is_explained(school, damaged):
    evening = Evening(school)

    answer = evening.client(evening.teacher).post(
        page("post", evening.posts[0]), {**filled(evening, "1", "1"), **damaged}
    )

    assert answer.status_code == 400
    assert not PostScore.objects.exists()


def test_missing_level_is_named(school):
    evening = Evening(school)

    answer = evening.client(evening.teacher).post(page("post", evening.posts[0]), {"seen": "0", "comment": ""})

    assert answer.status_code == 400
    assert answer.content.decode().count("message--error") == 1


def test_without_a_rubric_one_is_chosen_first(school):
    evening = Evening(school)
    forum = school.forum(evening.training_class)
    post = school.post(school.thread(forum), evening.learner)
    client = evening.client(evening.teacher)

    assert client.get(page("post", post)).url == page("forum", forum)
    shown = client.get(page("forum", forum)).content.decode()
    assert f'<option value="{evening.rubric.pk}" selected' in shown  # as in the forum before
    data = {"rubric": evening.rubric.pk, "counting": Counting.BEST, "component": ""}
    assert client.post(page("forum", forum), data).url == page("forum", forum)

    assert client.get(page("post", post)).status_code == 200


@pytest.mark.parametrize("data", [{}, {"rubric": "999"}, {"counting": "all"}, {"component": "x"}])
def test_damaged_choice_is_explained(school, data):
    evening = Evening(school)
    whole = {"rubric": evening.rubric.pk, "counting": Counting.BEST} if data else {}

    assert evening.client(evening.teacher).post(page("forum", evening.forum), {**whole, **data}).status_code == 400


def test_author_reads_the_score_and_nobody_else_of_the_class(school):
    evening = Evening(school)
    post = evening.posts[0]
    author, other = evening.client(evening.learner), evening.client(evening.other)
    assert author.get(page("post", post)).status_code == 404
    evening.score(post, "1", "2.5", comment="A fine example")

    shown = author.get(page("post", post)).content.decode()

    assert "A fine example" in shown
    assert "a view with a case" in shown
    assert "<textarea" not in shown
    assert other.get(page("post", post)).status_code == 404
    assert author.post(page("post", post), filled(evening, "2.5", "2.5", seen=1)).status_code == 404
    assert author.post(page("withdraw", post), {"seen": "1"}).status_code == 404
    assert PostScore.objects.count() == 1


def test_score_is_taken_back_on_the_page(school):
    evening = Evening(school)
    evening.score(evening.posts[0], "1", "1")
    client = evening.client(evening.teacher)

    assert "meanwhile" in client.post(page("withdraw", evening.posts[0]), {"seen": "x"}, follow=True).content.decode()
    shown = client.post(page("withdraw", evening.posts[0]), {"seen": "1"}, follow=True).content.decode()

    assert "The score was taken back." in shown
    assert PostScore.objects.order_by("-number")[0].is_withdrawal


def test_thread_shows_what_waits_and_own_scores(school):
    evening = Evening(school)
    thread = reverse("forums:thread", args=[evening.threads[0].public_id])

    assert "0 of 2 posts are scored." in evening.client(evening.teacher).get(thread).content.decode()
    assert "My scores" not in evening.client(evening.learner).get(thread).content.decode()
    evening.score(evening.posts[0], "1", "2.5")

    assert "1 of 2 posts are scored." in evening.client(evening.teacher).get(thread).content.decode()
    assert page("post", evening.posts[0]) in evening.client(evening.learner).get(thread).content.decode()
    assert "My scores" not in evening.client(evening.other).get(thread).content.decode()


def test_form_beside_the_thread_goes_on_with_the_next_post_in_it(school):
    evening = Evening(school)
    client, beside = evening.client(evening.teacher), {"HTTP_HX_REQUEST": "true"}
    first, second, third = evening.posts

    shown = client.get(page("post", first), **beside).content.decode()
    assert "<html" not in shown
    assert f'hx-post="{page("post", first)}"' in shown
    wrong = client.post(page("post", first), {"seen": "0"}, **beside)
    assert (wrong.status_code, "message--error" in wrong.content.decode()) == (200, True)
    assert client.post(page("post", first), filled(evening, "1", "1"), **beside).url == page("post", second)
    shown = client.get(page("post", second), **beside).content.decode()
    assert "1 of 2 posts are scored." in shown

    answer = client.post(page("post", second), filled(evening, "1", "1"), **beside)
    assert answer["HX-Redirect"] == reverse("forums:post", args=[third.public_id])
    answer = client.post(page("post", third), filled(evening, "1", "1"), **beside)
    assert answer["HX-Redirect"] == page("forum", evening.forum)


def test_desk_leads_to_what_waits(school):
    evening = Evening(school)
    client = evening.client(evening.teacher)

    shown = client.get(page("desk", evening.training_class)).content.decode()
    assert page("next", evening.forum) in shown
    for post in evening.posts:
        evening.score(post, "1", "1")
    shown = client.get(page("desk", evening.training_class)).content.decode()

    assert page("next", evening.forum) not in shown
    assert page("forum", evening.forum) in shown


def test_nothing_of_it_is_there_where_the_plugin_is_off(school):
    from schoolhouse.actions.activation import decide
    from schoolhouse.plugins import plugin

    evening = Evening(school)
    evening.score(evening.posts[0], "1", "1")
    client = evening.client(evening.teacher)
    decide(plugin=plugin("forum_scoring"), page=evening.training_class, state="off", settings={}, by=None)

    things = {"desk": evening.training_class, "forum": evening.forum, "next": evening.forum, "post": evening.posts[0]}
    assert [client.get(page(name, thing)).status_code for name, thing in things.items()] == [404] * 4
    thread = reverse("forums:thread", args=[evening.threads[0].public_id])
    assert "posts are scored" not in client.get(thread).content.decode()


@pytest.mark.parametrize("name", ["desk", "forum", "post"])
def test_pages_cost_the_same_however_many_posts_there_are(school, name):
    evening = Evening(school)
    client = evening.client(evening.teacher)
    thing = {"desk": evening.training_class, "forum": evening.forum, "post": evening.posts[0]}[name]

    def cost():
        client.get(page(name, thing))
        with CaptureQueriesContext(connection) as sent:
            assert client.get(page(name, thing)).status_code == 200
        return len(sent)

    few = cost()
    for number in range(30):
        post = school.post(evening.threads[number % 2], school.learner(evening.training_class))
        if number % 3:
            evening.score(post, "1", "1")

    assert cost() <= few


@pytest.mark.parametrize("is_scored", [False, True])
def test_thread_costs_learners_no_query_more(school, is_scored):
    evening = Evening(school)
    forum = school.forum(evening.training_class)
    post = evening.posts[1] if is_scored else school.post(school.thread(forum), evening.learner)
    client = evening.client(evening.other)
    address = reverse("forums:thread", args=[Post.objects.get(pk=post.pk).thread.public_id])
    if is_scored:
        evening.score(post, "1", "1")
        assert "My scores" in client.get(address).content.decode()

    def cost():
        for _visit in range(2):
            client.get(address)
        with CaptureQueriesContext(connection) as sent:
            assert client.get(address).status_code == 200
        return len(sent)

    shown = cost()
    with switched_off("forum_scoring"):
        assert shown == cost()
