"""What the demo's people put into posts besides words: a poll, a picture, names, and a post without a name."""

import io
import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from forums.actions.parts.mentions import people_in
from forums.actions.search import file_posts
from forums.models import (
    ForumPage,
    Poll,
    PollBallot,
    PollChoice,
    PollOption,
    PollResults,
    Post,
    PostFile,
    PostMention,
    Thread,
)
from forums.writing.parts import FileShown, Parts
from forums.writing.rendering import RENDERER_VERSION, render_post
from foundation.files.keys import content_digest
from foundation.files.photos import photo_from
from home.demo.load.school import CHINESE, DemoSchool
from people.models import User

SAID: dict[str, dict[str, Any]] = {
    CHINESE: {
        "title": "下次实地走访去哪儿看？",
        "first": "昨天走到村口的渠边，拍了一张，水位比上个月低。\n\n{picture}\n\n"
        "大家投个票，{one}、{two}你们村顺路，也说说看。",
        "alt": "田边的灌溉渠，水位较低，远处是山",
        "anonymous": "我不太好意思署名说：走访的时候能不能少安排几个人陪着？人一多，农户就不讲真话了。",
        "answer": "这条说到点子上了。{one} 上次我们三个人去，聊得最深。",
        "question": "下次实地走访去哪儿？",
        "options": ["村口的灌溉渠", "镇上的合作社", "新修的冷库", "邻村的步道"],
    },
    "en": {
        "title": "Where shall we go on the next field visit?",
        "first": "Yesterday at the ditch by the village; the water is lower than last month.\n\n{picture}\n\n"
        "Please vote. {one} and {two}, you pass there: what do you say?",
        "alt": "An irrigation ditch beside a field, with little water, and hills behind it",
        "anonymous": "I would rather not give my name: could fewer people come along? Farmers say less to a crowd.",
        "answer": "Well said. {one} When three of us went, we heard the most.",
        "question": "Where shall we go next?",
        "options": [
            "The ditch by the village",
            "The co-operative",
            "The new cold store",
            "The next village’s footpath",
        ],
    },
}
VOTERS = 18


def add_writing(school: DemoSchool, forum: ForumPage, learners: list[User]) -> None:
    """Let learners of ``forum`` ask, show, name and vote, drawn from a stream of chance of its own."""
    rng = random.Random(f"{forum.slug} writing")
    if len(learners) < 6 or not forum.opens_at or forum.opens_at > school.now:
        return
    said = SAID[CHINESE if forum.locale_id == school.locales[CHINESE].pk else "en"]
    asker, secret, answerer, *others = rng.sample(learners, len(learners))
    names = [one for one in others if len([other for other in learners if other.full_name == one.full_name]) == 1]
    one, two = (f"@{person.full_name}" for person in names[:2])
    at = max(forum.opens_at, school.now - timedelta(hours=2))
    thread = Thread.objects.create(forum=forum, public_id=_uuid(rng), title=said["title"], author=asker)
    picture = _picture(rng, forum, asker, at)
    shown = f"![{said['alt']}](/forums/files/{picture.public_id}/)"
    posts = [
        _post(rng, thread, 1, asker, at, said["first"].format(picture=shown, one=one, two=two), picture=picture),
        _post(rng, thread, 2, secret, at + timedelta(minutes=9), said["anonymous"], is_anonymous=True),
        _post(rng, thread, 3, answerer, at + timedelta(minutes=21), said["answer"].format(one=one)),
    ]
    Post.objects.filter(pk=posts[2].pk).update(reply_to=posts[1])
    _vote(rng, _poll(rng, posts[0], said), [secret, answerer, *others][:VOTERS], at)
    file_posts(posts)


def _uuid(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def _post(
    rng: random.Random,
    thread: Thread,
    number: int,
    author: User,
    at: datetime,
    body: str,
    *,
    picture: PostFile | None = None,
    is_anonymous: bool = False,
) -> Post:
    named = people_in(body, thread.forum, by=author)
    files = {str(picture.public_id): FileShown(picture.width, picture.height)} if picture else {}
    post = Post.objects.create(
        thread=thread, public_id=_uuid(rng), number=number, author=author, body=body, client_key=_uuid(rng),
        body_html=render_post(body, Parts(frozenset(one.written for one in named), files)),
        renderer_version=RENDERER_VERSION, created_at=at, is_anonymous=is_anonymous, has_poll=picture is not None,
    )  # fmt: skip
    PostMention.objects.bulk_create(
        [PostMention(post=post, person=one.person, written=one.written, at=at) for one in named]
    )
    if picture:
        PostFile.objects.filter(pk=picture.pk).update(post=post)
    return post


def _picture(rng: random.Random, forum: ForumPage, by: User, at: datetime) -> PostFile:
    sent = ContentFile(_landscape(rng), "ditch.png")
    photo = photo_from(sent)
    row = PostFile(
        public_id=_uuid(rng), forum=forum, uploaded_by=by, name="image.jpg", digest=content_digest(sent),
        size=len(photo.large), width=photo.width, height=photo.height, created_at=at,
    )  # fmt: skip
    row.file, row.small = ContentFile(photo.large, "file.jpg"), ContentFile(photo.small, "small.jpg")  # type: ignore[assignment]
    row.save()
    return row


def _landscape(rng: random.Random) -> bytes:
    """Draw hills, fields and a ditch: a picture that is nobody's photo."""
    width, height = 1200, 750
    image = Image.new("RGB", (width, height), "#dfe9ef")
    draw = ImageDraw.Draw(image)
    draw.ellipse((930, 70, 1030, 170), fill="#f6d9a2")
    for level, color in ((300, "#a9bfb4"), (345, "#87a695"), (390, "#6f947f")):
        ridge = [(x, level + rng.randint(-45, 35)) for x in range(0, width + 1, 120)]
        draw.polygon([(0, height), *ridge, (width, height)], fill=color)
    draw.polygon([(0, 430), (width, 410), (width, height), (0, height)], fill="#b7b56a")
    for row in range(9):
        draw.line([(0, 450 + row * 38), (width, 430 + row * 40)], fill="#9c9a55", width=5)
    draw.polygon([(560, 420), (610, 420), (900, height), (470, height)], fill="#8a7a5f")
    draw.polygon([(575, 425), (595, 425), (800, height), (570, height)], fill="#5d93ad")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _poll(rng: random.Random, post: Post, said: dict[str, Any]) -> Poll:
    poll = Poll.objects.create(public_id=_uuid(rng), post=post, question=said["question"], results=PollResults.VOTED)
    PollOption.objects.bulk_create(
        [PollOption(poll=poll, number=number, text=text) for number, text in enumerate(said["options"], start=1)]
    )
    return poll


def _vote(rng: random.Random, poll: Poll, people: list[User], at: datetime) -> None:
    options = list(poll.options.all())
    for minutes, person in enumerate(people, start=1):
        ballot = PollBallot.objects.create(poll=poll, person=person, at=at + timedelta(minutes=minutes))
        option = rng.choices(options, [5, 3, 2, 1])[0]
        PollChoice.objects.create(ballot=ballot, option=option, is_only=True)
