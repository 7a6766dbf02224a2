"""What the evenings of the demo school came to: questions of the day, records of the room, outcomes, follow-ups."""

import datetime
import random
import uuid

from django.core.files.base import ContentFile
from django.utils import translation

from classes.models import ClassGroup, LiveClassPage
from forums.models import (
    BoxQuestion,
    CarriedThread,
    FollowUp,
    ForumPage,
    ForumVenue,
    Outcome,
    OutcomeState,
    OutcomeVersion,
    QuestionState,
    QuestionSupport,
    RoomRecord,
    RoomRecordVersion,
    Spoken,
    Thread,
)
from forums.queries.evening.outcome import collected, people_for
from foundation.files.photos import photo_from
from home.demo import content
from home.demo.load.school import CHINESE, ENGLISH, DemoSchool
from home.demo.pictures import meeting
from people.models import User

QUESTIONS_LEFT, RECORDED = 3, 3
SETTLED = (1, 3)
"""Which forums are over: their outcomes are settled. That of the first one is still a draft."""


def load(school: DemoSchool) -> None:
    """Let the first forum be in the midst of its evening, and two others have come to an end.

    What is drawn by chance comes from a stream of its own, so that everything else stays as it is.
    """
    rng = random.Random(school.forums[0].slug)
    _questions(school, rng, school.forums[0])
    for number, forum in enumerate(school.forums):
        if forum.held != ForumVenue.ONLINE and number in (0, *SETTLED):
            _records(school, rng, forum)
    _outcome(school, rng, school.forums[0], settled=False)
    for number in SETTLED:
        if number < len(school.forums):
            _outcome(school, rng, school.forums[number], settled=True)
    school.tick(20)


def _uuid(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def _language(school: DemoSchool, forum: ForumPage) -> str:
    return CHINESE if forum.locale_id == school.locales[CHINESE].pk else ENGLISH


def _questions(school: DemoSchool, rng: random.Random, forum: ForumPage) -> None:
    """Leave questions in the box of the live class that was over last, and put some into that of the next one."""
    seats = school.rosters[forum.training_class.pk] if forum.training_class else []
    sessions = LiveClassPage.objects.child_of(forum.training_class).live().order_by("starts_at")
    over, coming = sessions.filter(ends_at__lte=school.now).last(), sessions.filter(ends_at__gt=school.now).first()
    own = {account.pk for account in school.accounts.values()}
    askers = [seat.learner for seat in seats if seat.learner_id not in own]
    texts = content.questions(_language(school, forum))
    if over is not None and len(askers) > len(texts):
        thread = _carried_thread(school, rng, forum)
        for number, text in enumerate(texts[:QUESTIONS_LEFT]):
            question = _ask(school, rng, over, askers[number], text, over.ends_at)
            question.state = QuestionState.ANSWERED if number == 2 else QuestionState.CARRIED
            question.forum, question.moved_at = thread.forum, max(over.ends_at, forum.opens_at or over.ends_at)
            question.save()
            _support(question, askers[number + 1 : number + 4 - number])
    if coming is not None and len(askers) > len(texts):
        for number, text in enumerate(texts[QUESTIONS_LEFT:]):
            question = _ask(school, rng, coming, askers[-1 - number], text, school.now)
            _support(question, askers[: 3 - number])


def _ask(
    school: DemoSchool, rng: random.Random, session: LiveClassPage, asker: User, text: str, until: datetime.datetime
) -> BoxQuestion:
    question = BoxQuestion.objects.create(
        public_id=_uuid(rng), client_key=_uuid(rng), live_class=session, asker=asker, body=text
    )
    asked = min(until, school.now) - datetime.timedelta(minutes=rng.randint(5, 55))
    BoxQuestion.objects.filter(pk=question.pk).update(created_at=asked)
    question.created_at = asked
    return question


def _support(question: BoxQuestion, people: list[User]) -> None:
    QuestionSupport.objects.bulk_create(QuestionSupport(question=question, person=person) for person in people)


def _carried_thread(school: DemoSchool, rng: random.Random, forum: ForumPage) -> Thread:
    title = content.carried_title(_language(school, forum))
    thread = Thread.objects.create(public_id=_uuid(rng), forum=forum, title=title, is_pinned=True)
    CarriedThread.objects.create(forum=forum, thread=thread)
    return thread


def _records(school: DemoSchool, rng: random.Random, forum: ForumPage) -> None:
    """Let the leaders of the first groups have recorded who spoke; the first of them took a photo."""
    gists = content.gists(_language(school, forum))
    groups = ClassGroup.objects.filter(training_class=forum.training_class).order_by("number")
    for number, group in enumerate(groups[:RECORDED]):
        members = [seat.learner for seat in group.members.select_related("learner").order_by("pk")]
        speakers = members[: max(2, len(members) // 2)]
        if not speakers:
            continue
        at = min(school.now, (forum.opens_at or school.now) + datetime.timedelta(hours=12, minutes=10 * number))
        record = RoomRecord(
            public_id=_uuid(rng),
            forum=forum,
            group_key=group.public_id,
            group_name=group.name,
            gist=gists[number % len(gists)],
            recorded_by=speakers[0],
            recorded_at=at,
        )
        if number == 0:
            photo = photo_from(ContentFile(meeting()))
            record.photo, record.small = ContentFile(photo.large, "photo.jpg"), ContentFile(photo.small, "small.jpg")
        record.save()
        RoomRecordVersion.objects.create(
            record=record,
            number=1,
            client_key=_uuid(rng),
            gist=record.gist,
            has_new_photo=number == 0,
            speakers=[[str(one.public_id), one.full_name] for one in speakers],
            by=record.recorded_by,
            at=at,
        )
        Spoken.objects.bulk_create(Spoken(forum=forum, person=one, record=record, at=at) for one in speakers)


def _outcome(school: DemoSchool, rng: random.Random, forum: ForumPage, *, settled: bool) -> None:
    """Write down what an evening came to, from what was said; a settled one has things to do."""
    language = _language(school, forum)
    with translation.override(language):
        draft = collected(forum)
    host = forum.training_class.class_teacher if forum.training_class else forum.owner
    host = host or school.accounts["teacher"]
    state = {"state": OutcomeState.SETTLED, "settled_at": school.now, "settled_by": host} if settled else {}
    outcome = Outcome.objects.create(
        forum=forum,
        theme=draft.theme,
        discussion=draft.discussion,
        version=1,
        agreed=content.agreed(language) if settled else "",
        **state,
    )
    tasks = _tasks(school, rng, outcome, host) if settled else []
    OutcomeVersion.objects.create(
        outcome=outcome,
        number=1,
        act="settle" if settled else "write",
        theme=outcome.theme,
        by=host,
        discussion=outcome.discussion,
        agreed=outcome.agreed,
        follow_ups=[
            {
                "what": one.what,
                "owner": one.owner.full_name if one.owner else "",
                "due_on": one.due_on.isoformat() if one.due_on else "",
            }
            for one in tasks
        ],
    )


def _tasks(school: DemoSchool, rng: random.Random, outcome: Outcome, host: User) -> list[FollowUp]:
    """Share out what is to be done; the account of a learner has something to do, if it belongs to the forum."""
    people = people_for(outcome.forum)
    own = school.accounts["learner"]
    owners = (
        [own, *rng.sample(people, min(3, len(people)))] if own in people else rng.sample(people, min(4, len(people)))
    )
    tasks = []
    for number, text in enumerate(content.follow_ups(_language(school, outcome.forum))):
        is_done = number == 1
        tasks.append(
            FollowUp.objects.create(
                public_id=_uuid(rng),
                outcome=outcome,
                number=number + 1,
                what=text,
                owner=owners[number % len(owners)] if owners else None,
                due_on=school.today + datetime.timedelta(days=(-1, 3, 7, 14)[number]),
                done_at=school.now if is_done else None,
                done_by=host if is_done else None,
            )
        )
    return tasks
