"""Makes forums, threads and posts for tests."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page

from forums.models import ForumPage, ForumPrompt, Post, Thread
from forums.writing.rendering import RENDERER_VERSION, render_post
from people.models import User
from tests.factories.classes import make_training_class
from tests.factories.people import make_user

_numbers = count(1)


def make_forum(parent: Page | None = None, *, title: str | None = None, **fields: Any) -> ForumPage:
    """Publish a forum below ``parent`` (or a new class), open since an hour ago unless told otherwise."""
    number = next(_numbers)
    parent = parent or make_training_class()
    fields.setdefault("opens_at", timezone.now() - timedelta(hours=1))
    forum = ForumPage(title=title or f"Forum {number}", slug=f"forum-{number}", **fields)
    return Page.objects.get(pk=parent.pk).add_child(instance=forum)


def make_prompt(forum: ForumPage, *, title: str | None = None, **fields: Any) -> ForumPrompt:
    """Ask something in ``forum``; its thread is opened by ``make_thread(forum, prompt=…)`` or by publishing."""
    return ForumPrompt.objects.create(forum=forum, title=title or f"Prompt {next(_numbers)}", **fields)


def make_thread(forum: ForumPage | None = None, *, prompt: ForumPrompt | None = None, **fields: Any) -> Thread:
    """Make a thread of ``forum`` (or of a new one), without posts."""
    fields.setdefault("title", prompt.title if prompt else f"Thread {next(_numbers)}")
    key = prompt.public_id if prompt else None
    return Thread.objects.create(
        forum=forum or make_forum(), prompt=prompt, prompt_key=key, is_pinned=prompt is not None, **fields
    )


def make_post(thread: Thread | None = None, author: User | None = None, *, body: str = "", **fields: Any) -> Post:
    """Write a post at the end of ``thread`` without asking whether one may; no event is sent."""
    thread = Thread.objects.get(pk=(thread or make_thread()).pk)
    body = body or f"Post {next(_numbers)}"
    fields.setdefault("created_at", timezone.now())
    return Post.objects.create(
        thread=thread,
        number=thread.last_number + 1,
        author=author or make_user(),
        body=body,
        body_html=render_post(body),
        renderer_version=RENDERER_VERSION,
        client_key=uuid4(),
        **fields,
    )
