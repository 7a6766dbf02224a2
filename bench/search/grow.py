"""Makes the demo school as large as a school is after years: lessons, and posts of its evenings."""

import itertools
import random
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from classes.models import TrainingClassPage
from forums.actions.search import file_posts, file_threads
from forums.models import ForumPage, Post, Thread
from forums.writing.rendering import RENDERER_VERSION, render_post
from home.demo import content
from home.demo.posts import PostWriter
from lessons.models import LessonIndexPage, LessonPage
from people.models import User

BATCH = 1_000
POSTS_A_THREAD = 100
DIFFERENT_POSTS = 4_000
"""So many posts are written; a large school says the same things again."""


def grow(pages: int, posts: int) -> None:
    """Add lessons and posts until there are so many pages and posts; the same texts each time."""
    source = random.Random(20261129)
    writer = PostWriter(source)
    slugs = itertools.cycle(prompt.slug for prompt in content.prompts())
    bodies = [writer.post(slug, "zh-hans") for slug in itertools.islice(slugs, DIFFERENT_POSTS)]
    forums = _forums(max(1, posts // 1_000))
    _lessons(source, bodies, pages - Page.objects.count())
    _posts(source, bodies, forums, posts - Post.objects.count())


def _below(parent: Page, model: type[Page], rows: list[dict[str, Any]]) -> list[Any]:
    """Insert pages below ``parent`` by two statements for each thousand, as no school would have to."""
    parent = Page.objects.get(pk=parent.pk)
    start = parent.numchild
    kind = ContentType.objects.get_for_model(model)
    made = []
    for batch in _batches(rows):
        now = timezone.now()
        bases = [
            Page(
                title=fields["title"],
                draft_title=fields["title"],
                slug=f"grown-{start + number}",
                path=parent._get_path(parent.path, parent.depth + 1, start + number),
                depth=parent.depth + 1,
                url_path=f"{parent.url_path}grown-{start + number}/",
                content_type=kind,
                locale_id=parent.locale_id,
                live=True,
                first_published_at=now,
                last_published_at=now,
                latest_revision_created_at=now,
            )
            for number, fields in batch
        ]
        Page.objects.bulk_create(bases)
        children = [model(page_ptr_id=base.pk, **fields) for base, (_number, fields) in zip(bases, batch, strict=True)]
        model._base_manager._insert(children, fields=model._meta.local_concrete_fields, using="default")
        loaded = list(model.objects.filter(pk__in=[base.pk for base in bases]).order_by("pk"))
        get_search_backend().add_bulk(model, loaded)
        made += loaded
    Page.objects.filter(pk=parent.pk).update(numchild=start + len(rows))
    return made


def _batches(rows: list[dict[str, Any]]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    numbered = list(enumerate(rows, 1))
    return (numbered[start : start + BATCH] for start in range(0, len(numbered), BATCH))


def _lessons(source: random.Random, bodies: list[str], count: int) -> None:
    """Spread lessons over the lists of all organizations; a third for the public, the others for who has signed in."""
    indexes = list(LessonIndexPage.objects.filter(locale__language_code="zh-hans"))
    for place, index in enumerate(indexes):
        share = max(count, 0) * (place + 1) // len(indexes) - max(count, 0) * place // len(indexes)
        rows = []
        for _number in range(share):
            text = "\n".join(source.choices(bodies, k=4))
            audience = source.choice(["public", "signed_in", "signed_in"])
            level = source.choice(["basic", "intermediate", "advanced"])
            rows.append({"title": text[:16], "intro": text, "audience": audience, "level": level})
        _below(index, LessonPage, rows)


def _forums(count: int) -> list[ForumPage]:
    classes = list(TrainingClassPage.objects.live().order_by("pk"))
    made: list[ForumPage] = []
    for place, training_class in enumerate(classes):
        share = count * (place + 1) // len(classes) - count * place // len(classes)
        rows = [
            {"title": f"晚间研讨{number + 1}", "audience": "class", "public_id": uuid.uuid4()}
            for number in range(share)
        ]
        made += _below(training_class, ForumPage, rows)
    return made


def _posts(source: random.Random, bodies: list[str], forums: list[ForumPage], count: int) -> None:
    people = list(User.objects.filter(is_superuser=False)[:500])
    rendered = [(body, render_post(body)) for body in bodies]
    titles = itertools.cycle(content.own_thread_titles())
    for place in range(0, count, POSTS_A_THREAD):
        forum = forums[place // POSTS_A_THREAD % len(forums)]
        thread = Thread.objects.create(forum=forum, title=next(titles).get("zh-hans"), author=people[0])
        rows = []
        for number in range(min(POSTS_A_THREAD, count - place)):
            body, body_html = source.choice(rendered)
            rows.append(
                Post(
                    thread=thread,
                    number=number + 1,
                    author=source.choice(people),
                    body=body,
                    body_html=body_html,
                    renderer_version=RENDERER_VERSION,
                    created_at=timezone.now(),
                )
            )
        Post.objects.bulk_create(rows)
        file_posts(rows)
    file_threads(Thread.objects.all())
