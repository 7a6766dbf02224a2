"""Forums with their prompts, threads and posts."""

import datetime
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from classes.models import Enrollment, TimetableItem, TimetableItemKind, TrainingClassPage
from forums.actions.search import file_posts
from forums.models import ForumPage, ForumPrompt, ForumVenue, Post, PostThanks, StudyListItem, Thread, ThreadRead
from forums.writing.quoting import quotation_of
from forums.writing.rendering import RENDERER_VERSION, render_post
from home.demo import content
from home.demo.load.school import BATCH, CHINESE, ENGLISH, DemoSchool
from home.demo.moderation import add_moderation
from home.demo.names import scaled
from home.demo.posts import PostWriter
from home.demo.shapes import Prompt
from home.demo.writing import add_writing
from people.models import User
from people.models.audience import Audience

FORUMS, PROMPTS, POSTS = 20, 24, 10_000
SALONS = 2
REPLY_SHARE = 0.45
QUOTE_EVERY = 12
THANKED_SHARE, MOST_THANKS = 0.2, 4
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
    first = school.forums[0]
    learners = [seat.learner for seat in _roster(school, first)]
    add_moderation(school, first, learners)
    add_writing(school, first, learners)


def _roster(school: DemoSchool, forum: ForumPage) -> list[Enrollment]:
    """Those who learn in the forum's class, but for the demo's own accounts, who are nobody's trouble."""
    own = {account.pk for account in school.accounts.values()}
    seats = school.rosters.get(forum.training_class.pk, []) if forum.training_class else []
    return [seat for seat in seats if seat.learner_id not in own]


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
        closes_at=_closes_at(school, item),
        audience=Audience.SIGNED_IN,
        allow_anonymous=number == 0,
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
        _put_on_timetable(school, forum, item)
    school.forums.append(forum)
    return forum


def _put_on_timetable(school: DemoSchool, forum: ForumPage, item: TimetableItem) -> None:
    """Let the evening on the timetable lead to ``forum`` and bear its title, in what editors go on with as well."""
    TimetableItem.objects.filter(pk=item.pk).update(page=forum, title="")
    training_class = TrainingClassPage.objects.get(pk=item.training_class_id)
    training_class.save_revision(user=school.accounts["editor"]).publish()


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
    return school.at(_day_of(school, item), "00:00")


def _closes_at(school: DemoSchool, item: TimetableItem | None) -> datetime.datetime | None:
    """Close at noon after the evening: at whatever hour the school is loaded, there is a forum to speak in."""
    return school.at(_day_of(school, item) + datetime.timedelta(days=1), "12:00") if item else None


def _day_of(school: DemoSchool, item: TimetableItem) -> datetime.date:
    return item.starts_at.astimezone(school.at(school.today, "08:00").tzinfo).date()


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
    for title in school.rng.sample(content.own_thread_titles(), OWN_THREADS):
        topic = next(topics)
        author = school.rng.choice(speakers)
        threads.append((_own(school, forum, title.get(language), author), topic.slug))
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
        _thank(plan, posts)
        file_posts(posts)
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
            if number % QUOTE_EVERY == 0:
                body = quotation_of(target) + body
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


def _thank(plan: ThreadPlan, posts: list[Post]) -> None:
    """Let some thank for what others wrote, and whoever asked choose the best answer."""
    # Drawn apart from the school's own chance, so that everything else stays as it is.
    rng = random.Random(plan.thread.title)
    given = []
    for post in posts:
        others = [one for one in plan.speakers if one.pk != post.author_id]
        if others and rng.random() < THANKED_SHARE:
            people = rng.sample(others, min(len(others), rng.randint(1, MOST_THANKS)))
            given += [PostThanks(post=post, by=one, at=post.created_at) for one in people]
            post.thanks_count = len(people)
    PostThanks.objects.bulk_create(given, batch_size=BATCH)
    if plan.thread.author_id and len(posts) > 1:
        best = max(posts[1:], key=lambda post: post.thanks_count)
        Thread.objects.filter(pk=plan.thread.pk).update(best_answer=best)
