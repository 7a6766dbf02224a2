"""Rendering stored posts anew."""

from io import StringIO

import pytest
from django.core.management import call_command

from forums.actions.rendering import render_anew
from forums.actions.search import drift
from forums.models import Post
from forums.writing.rendering import RENDERER_VERSION
from tests.factories.forums import make_post, make_thread

pytestmark = pytest.mark.django_db


def test_outdated_post_is_rendered_and_found_by_its_new_text(django_assert_max_num_queries):
    thread = make_thread()
    posts = [make_post(thread, body=f"Some **words** {number}") for number in range(5)]
    Post.objects.filter(pk__in=[post.pk for post in posts[:3]]).update(body_html="<p>old</p>", renderer_version=0)

    assert render_anew() == 3
    with django_assert_max_num_queries(1):
        assert render_anew() == 0

    assert set(Post.objects.values_list("renderer_version", flat=True)) == {RENDERER_VERSION}
    assert Post.objects.get(pk=posts[0].pk).body_html == "<p>Some <strong>words</strong> 0</p>"
    assert not drift()


def test_command_says_how_many_it_rendered():
    make_post()
    Post.objects.update(renderer_version=0)
    out = StringIO()

    call_command("forums", "render", stdout=out)

    assert out.getvalue() == "1 posts were rendered anew.\n"
