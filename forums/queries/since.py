"""What came since somebody left, over all threads that are open to them."""

import datetime

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from classes.models import LiveClassInstructor
from forums.models import ForumPage, Post, PostMention, Thread, ThreadRead
from forums.queries.keypages import Place
from forums.queries.reading import with_reading
from forums.queries.search import Reach
from foundation.trees import parent_path_of

THREADS_PER_PAGE = 30
POSTS_SHOWN = 20
CHOSEN_LATELY = datetime.timedelta(days=7)
"""For so long a best answer that one had read before it was chosen is shown as new."""


def unread_threads(reach: Reach, *, before: Place | None = None) -> QuerySet[Thread]:
    """Threads with posts that the reader has not seen, the latest first, each with ``unread``, its forum and author.

    ``before`` is the last one on the page before: no page counts what it skips.
    """
    threads = with_reading(reach.threads, reach.reader.pk).filter(last_number__gt=F("read_to"))
    if before is not None:
        threads = threads.filter(before.beyond("last_post_at"))
    threads = threads.annotate(unread=F("last_number") - F("read_to")).select_related("forum", "author")
    return threads.order_by(F("last_post_at").desc(nulls_last=True), "-pk")


def place_of_unread(thread: Thread) -> Place:
    """Return where a thread stands in the list of ``unread_threads``."""
    return Place(thread.last_post_at, thread.pk)


def unread_posts(reach: Reach) -> QuerySet[Post]:
    """Others' posts that the reader may see and has not, the latest first; nothing where an answer is owed first."""
    return _posts_of_others(reach).filter(number__gt=F("read_to"))


def _posts_of_others(reach: Reach) -> QuerySet[Post]:
    """Others' posts that the reader may see, the latest first, each with the number ``read_to`` which one has read."""
    read = ThreadRead.objects.filter(reader=reach.reader, thread=OuterRef("thread")).values("last_read_number")[:1]
    posts = reach.posts.annotate(read_to=Coalesce(Subquery(read), Value(0), output_field=IntegerField()))
    return posts.exclude(author=reach.reader).select_related("thread", "author").order_by("-created_at", "-pk")


def replies_to(reach: Reach) -> QuerySet[Post]:
    """Unread posts that answer the reader."""
    return unread_posts(reach).filter(reply_to__author=reach.reader)


def mentions_of(reach: Reach) -> QuerySet[Post]:
    """Unread posts that name the reader."""
    named = PostMention.objects.filter(post=OuterRef("pk"), person=reach.reader, stands=True)
    return unread_posts(reach).filter(Exists(named))


def from_instructors(reach: Reach) -> QuerySet[Post]:
    """Unread posts in a class's forum by those who teach in that class."""
    teaching = (
        LiveClassInstructor.objects.filter(live_class__live=True, instructor=OuterRef("author"))
        .annotate(class_path=parent_path_of("live_class__path"))
        .filter(class_path=OuterRef("class_path"))
    )
    path = ForumPage.objects.filter(pk=OuterRef("thread__forum")).annotate(above=parent_path_of())
    posts = unread_posts(reach).filter(is_anonymous=False, author__in=LiveClassInstructor.objects.values("instructor"))
    return posts.annotate(class_path=Subquery(path.values("above")[:1])).filter(Exists(teaching))


def best_answers(reach: Reach) -> QuerySet[Post]:
    """The best answers of their threads: unread ones, and those chosen lately, since one last came further there."""
    later = ThreadRead.objects.filter(
        reader=reach.reader, thread=OuterRef("thread"), read_at__lt=OuterRef("thread__best_answer_at")
    )
    lately = Q(thread__best_answer_at__gte=timezone.now() - CHOSEN_LATELY) & Exists(later)
    return _posts_of_others(reach).filter(Q(number__gt=F("read_to")) | lately, thread__best_answer=F("pk"))
