"""What moderators of the demo school find to do: reports, posts that wait, one that went back, and a word list."""

import random
import uuid
from datetime import timedelta

from forums.models import (
    ForumPage,
    HeldPost,
    HeldState,
    ListedWord,
    Post,
    PostReport,
    ReportCase,
    Thread,
    WordAction,
)
from home.demo.load.school import CHINESE, DemoSchool
from people.models import User

WORDS = {
    CHINESE: [
        ("加微信", WordAction.REFUSE, "联系学员请用通讯录，不在论坛里留联系方式。"),
        ("内部消息", WordAction.HOLD, ""),
        ("傻瓜", WordAction.MASK, ""),
    ],
    "en": [("cheap loan", WordAction.HOLD, ""), ("idiot", WordAction.MASK, "")],
}
NEW = {CHINESE: "新成员的前几条发言", "en": "One of the first posts of a new member"}
HELD = {
    CHINESE: [
        ("", "刚来，先跟大家打个招呼。我们村的步道修好了，欢迎来看看。", ""),
        ("合作社的账怎么记？", "我们合作社每月的账还是手写，大家用什么办法，既简单又查得清？", ""),
        ("", "听说有内部消息，明年的补贴标准会变，大家先别急着报名。", "含敏感词：内部消息"),
    ],
    "en": [
        ("", "New here, hello everybody. Our village has just finished its footpath.", ""),
        ("Keeping the books", "Our co-operative still writes its books by hand. What do you use?", ""),
        ("", "Somebody offers a cheap loan for new tractors, has anybody tried it?", "Listed word: cheap loan"),
    ],
}
REPORTS = [("off_topic", ""), ("private", "提到了别人的家事。"), ("rude", "")]
COMMENT = {CHINESE: "请去掉邻居的姓名，再发一次。", "en": "Please leave out the neighbor's name and send it again."}


def add_moderation(school: DemoSchool, forum: ForumPage, learners: list[User]) -> None:
    """Give those who keep order in ``forum`` an evening's work, drawn from a stream of chance of its own."""
    rng = random.Random(forum.slug)
    language = CHINESE if forum.locale_id == school.locales[CHINESE].pk else "en"
    for words, action, note in WORDS[language]:
        ListedWord.objects.create(organization=school.city, words=words, action=action, note=note)
    threads = list(Thread.objects.filter(forum=forum, last_number__gt=2).order_by("pk"))
    posts = list(Post.objects.filter(thread__in=threads, number__gt=1).order_by("pk"))
    if len(posts) < len(REPORTS) + 1 or len(learners) < len(REPORTS) + 2:
        return
    *reported, returned = rng.sample(posts, len(REPORTS) + 1)
    for number, post in enumerate(reported):
        _report(school, rng, post, [one for one in learners if one.pk != post.author_id][: number + 1])
    for number, (title, body, why) in enumerate(HELD[language]):
        at = school.now - timedelta(minutes=40 - 7 * number)
        thread = None if title else threads[number % len(threads)]
        HeldPost.objects.create(
            public_id=_uuid(rng), client_key=_uuid(rng), forum=forum, thread=thread, title=title, body=body,
            author=learners[-1 - number], why=why or NEW[language], created_at=at, changed_at=at,
        )  # fmt: skip
    _send_back(school, rng, returned, COMMENT[language])


def _uuid(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def _report(school: DemoSchool, rng: random.Random, post: Post, reporters: list[User]) -> None:
    at = max(post.created_at, school.now - timedelta(hours=2))
    case = ReportCase.objects.create(public_id=_uuid(rng), post=post, opened_at=at)
    for reporter, (reason, words) in zip(reporters, REPORTS, strict=False):
        PostReport.objects.create(case=case, post=post, reporter=reporter, reason=reason, words=words, created_at=at)


def _send_back(school: DemoSchool, rng: random.Random, post: Post, comment: str) -> None:
    post.is_hidden = True
    post.save(update_fields=["is_hidden"])
    HeldPost.objects.create(
        public_id=_uuid(rng), client_key=_uuid(rng), forum_id=post.thread.forum_id, thread=post.thread, post=post,
        author_id=post.author_id, body=post.body, state=HeldState.RETURNED, comment=comment,
        created_at=school.now, changed_at=school.now,
    )  # fmt: skip
