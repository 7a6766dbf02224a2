"""Forums with their prompts, threads and posts."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from classes.models import TimetableItem, TimetableItemKind, TrainingClassPage
from forums.models import ForumPage, ForumPrompt, ForumVenue, Post, StudyListItem, Thread, ThreadRead
from forums.rendering import RENDERER_VERSION, render_post
from home.demo import content
from home.demo.load.school import BATCH, CHINESE, ENGLISH, DemoSchool
from home.demo.names import scaled
from home.demo.posts import PostWriter
from home.demo.shapes import Prompt
from people.models import User
from people.models.audience import Audience

FORUMS, PROMPTS, POSTS = 20, 24, 10_000
SALONS = 2
REPLY_SHARE = 0.45
OWN_THREADS = 4
"""Threads that learners start in each forum, beside those of the prompts."""


@dataclass
class ThreadPlan:
    """A thread to be filled: who speaks in it, about which prompt, in which language, between which times."""

    thread: Thread
    prompt: str
    language: str
    speakers: list[User]
    opens_at: datetime.datetime
    until: datetime.datetime


def load(school: DemoSchool) -> None:
    """Open the forums and let people talk in them."""
    count = scaled(FORUMS, school.scale, least=5)
    prompts = itertools.islice(itertools.cycle(content.prompts()), scaled(PROMPTS, school.scale, least=8))
    asked = _deal(list(prompts), count)
    titles = itertools.cycle(content.forum_titles())
    plans: list[ThreadPlan] = []
    for number, parent in enumerate(_parents(school, count)):
        forum = _publish(school, number, parent, asked[number], next(titles).get(_language(school, parent)))
        plans += _threads(school, forum, parent, asked[number])
        school.tick(1)
    _talk(school, plans, scaled(POSTS, school.scale, least=200))


def _deal(prompts: list[Prompt], count: int) -> list[list[Prompt]]:
    """Give the first forum three prompts, the next ones one each, and what is left over from the second on."""
    piles: list[list[Prompt]] = [prompts[:3]] + [[] for _forum in range(count - 1)]
    for number, prompt in enumerate(prompts[3:]):
        piles[1 + number % (count - 1)].append(prompt)
    return piles


def _parents(school: DemoSchool, count: int) -> Iterator[TrainingClassPage | None]:
    """Say where forums stand: the accounts' class first, then salons (``None``), then classes that have begun."""
    begun = [c for c in school.classes if c.starts_on <= school.today]
    yield school.classes[0]
    yield from [None] * SALONS
    yield from itertools.islice(itertools.cycle(begun[1:] or begun), count - 1 - SALONS)


def _language(school: DemoSchool, parent: TrainingClassPage | None) -> str:
    return school.language_of(parent) if parent else CHINESE


def _publish(
    school: DemoSchool, number: int, parent: TrainingClassPage | None, asked: list[Prompt], title: str
) -> ForumPage:
    is_english_salon = parent is None and number == 2
    language = ENGLISH if is_english_salon else _language(school, parent)
    item = _evening(parent)
    forum = ForumPage(
        title=content.forum_titles()[number % 20].en if is_english_salon else title,
        slug=f"forum-{number}",
        locale=school.locales[language],
        public_id=school.uuid(),
        held=[ForumVenue.BOTH, ForumVenue.ONLINE, ForumVenue.ROOM][number % 3] if parent else ForumVenue.ONLINE,
        room=item.room if item else "",
        opens_at=_opens_at(school, item),
        closes_at=item.ends_at if item else None,
        audience=Audience.SIGNED_IN,
        owner=school.accounts["editor"],
    )
    forum.prompts = [  # type: ignore[misc]
        ForumPrompt(
            public_id=school.uuid(),
            title=prompt.title.get(language),
            body=prompt.body.get(language),
            answer_first=prompt.answer_first,
            sort_order=order,
        )
        for order, prompt in enumerate(asked)
    ]
    studied = dict.fromkeys(slug for prompt in asked for slug in prompt.lessons)
    forum.study_list = [  # type: ignore[misc]
        StudyListItem(page=school.lessons[slug, language], sort_order=order) for order, slug in enumerate(studied)
    ]
    above = parent or school.homes[school.city.code, language]
    type(above).objects.get(pk=above.pk).add_child(instance=forum)
    forum.save_revision(user=school.accounts["editor"]).publish()
    if item:
        TimetableItem.objects.filter(pk=item.pk).update(page=forum)
    school.forums.append(forum)
    return forum


def _evening(parent: TrainingClassPage | None) -> TimetableItem | None:
    """Return the class's latest evening that has no forum yet."""
    if parent is None:
        return None
    free = TimetableItem.objects.filter(training_class=parent, kind=TimetableItemKind.FORUM_EVENING, page=None)
    return free.order_by("-starts_at").first()


def _opens_at(school: DemoSchool, item: TimetableItem | None) -> datetime.datetime:
    """Open on the morning of the day, so that the prompts can be read before the evening."""
    if item is None:
        return school.at(school.today - datetime.timedelta(days=30), "08:00")
    return school.at(item.starts_at.astimezone(school.at(school.today, "08:00").tzinfo).date(), "00:00")


def _threads(
    school: DemoSchool, forum: ForumPage, parent: TrainingClassPage | None, asked: list[Prompt]
) -> list[ThreadPlan]:
    language = CHINESE if forum.locale_id == school.locales[CHINESE].pk else ENGLISH
    if parent:
        speakers = [row.learner for row in school.rosters[parent.pk]]
    else:
        speakers = school.rng.sample(school.learners, min(200, len(school.learners)))
    opens_at = forum.opens_at or school.now
    until = min(forum.closes_at or school.now, school.now)
    until = max(until, opens_at + datetime.timedelta(minutes=30))
    threads = [(thread, prompt.slug) for thread, prompt in zip(_prompted(forum), asked, strict=True)]
    topics = itertools.cycle(asked or content.prompts())
    for _number in range(OWN_THREADS):
        topic = next(topics)
        title = topic.title.get(language)
        author = school.rng.choice(speakers)
        threads.append((_own(school, forum, title, author), topic.slug))
    return [ThreadPlan(thread, slug, language, speakers, opens_at, until) for thread, slug in threads]


def _prompted(forum: ForumPage) -> list[Thread]:
    """Threads that publishing the forum opened, in the order of the prompts."""
    return [prompt.thread for prompt in ForumPrompt.objects.filter(forum=forum).select_related("thread")]


def _own(school: DemoSchool, forum: ForumPage, title: str, author: User) -> Thread:
    return Thread.objects.create(forum=forum, public_id=school.uuid(), title=title, author=author)


def _talk(school: DemoSchool, plans: list[ThreadPlan], count: int) -> None:
    """Spread ``count`` posts over the threads, prompts twice as busy as the others."""
    writer = PostWriter(school.rng)
    weights = [2 if plan.thread.prompt_id else 1 for plan in plans]
    whole = sum(weights)
    for plan, weight in zip(plans, weights, strict=True):
        posts = _posts(school, writer, plan, max(2, count * weight // whole))
        Post.objects.bulk_create(posts, batch_size=BATCH)
        _link(school, posts)
        last = posts[-1]
        Thread.objects.filter(pk=plan.thread.pk).update(
            post_count=len(posts), last_number=last.number, last_post_at=last.created_at
        )
        readers = {post.author_id: post.number for post in posts}
        ThreadRead.objects.bulk_create(
            ThreadRead(reader_id=reader, thread=plan.thread, last_read_number=number)
            for reader, number in readers.items()
        )
        school.tick(len(posts))


def _posts(school: DemoSchool, writer: PostWriter, plan: ThreadPlan, count: int) -> list[Post]:
    span = (plan.until - plan.opens_at) / (count + 1)
    posts: list[Post] = []
    for number in range(1, count + 1):
        target = school.rng.choice(posts[-20:]) if posts and school.rng.random() < REPLY_SHARE else None
        if target:
            body = writer.reply(plan.prompt, plan.language, to=target.body)
        else:
            body = writer.post(plan.prompt, plan.language)
        speakers = [s for s in plan.speakers if target is None or s.pk != target.author_id] or plan.speakers
        post = Post(
            thread=plan.thread,
            public_id=school.uuid(),
            number=number,
            author=school.rng.choice(speakers) if number > 1 or not plan.thread.author else plan.thread.author,
            body=body,
            body_html=render_post(body),
            renderer_version=RENDERER_VERSION,
            client_key=school.uuid(),
            created_at=plan.opens_at + span * number,
        )
        post.answers = target  # type: ignore[attr-defined]
        posts.append(post)
    return posts


def _link(school: DemoSchool, posts: list[Post]) -> None:
    """Write down which post answers which, now that all have a key."""
    replies = []
    for post in posts:
        if target := post.answers:  # type: ignore[attr-defined]
            post.reply_to = target
            replies.append(post)
    Post.objects.bulk_update(replies, ["reply_to"], batch_size=BATCH)
