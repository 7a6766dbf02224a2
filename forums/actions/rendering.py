"""Rendering stored posts anew when the renderer has changed."""

from django.db import transaction

from forums.actions.search import file_posts
from forums.models import Post
from forums.queries.parts.stored import parts_of
from forums.writing.rendering import RENDERER_VERSION, render_post

CHUNK = 200


def render_anew() -> int:
    """Render every post that another version of the renderer made; return how many. In chunks, each a transaction.

    A post that is edited meanwhile keeps what its editor wrote. Running it twice changes nothing.
    """
    count, after = 0, 0
    outdated = Post.objects.exclude(renderer_version=RENDERER_VERSION).order_by("pk")
    while keys := list(outdated.filter(pk__gt=after).values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            posts = list(Post.objects.select_for_update(of=("self",)).filter(pk__in=keys).select_related("thread"))
            parts = parts_of(posts)
            for post in posts:
                post.body_html, post.renderer_version = render_post(post.body, parts[post.pk]), RENDERER_VERSION
            Post.objects.bulk_update(posts, ["body_html", "renderer_version"])
            file_posts(posts)
        count, after = count + len(posts), keys[-1]
    return count
