"""Notes beside lessons, and reflections for the class teacher."""

import datetime
import re
from itertools import cycle

from django.utils.html import strip_tags

from classes.models import Enrollment, EnrollmentState, Reflection, ReflectionTask, ReflectionVersion, TrainingClassPage
from home.demo import content
from home.demo.load.school import CHINESE, ENGLISH, LANGUAGES, DemoSchool
from lessons.models import LessonNote, LessonPage, NoteKind
from people.models import User

NOTES = 3
STATES = ("returned", "accepted", "submitted", "submitted")
"""What became of the reflections of one class, in the order of its accounts."""


def load(school: DemoSchool) -> None:
    """Let two accounts have notes, ask two classes for a reflection, and let a few learners have handed it in.

    The account ``learner`` has not: it is due today.
    """
    for account, language in (("learner", CHINESE), ("learner2", ENGLISH)):
        lessons = [page for (_slug, spoken), page in sorted(school.lessons.items()) if spoken == language][:NOTES]
        for lesson, words in zip(lessons, content.note_texts(language), strict=False):
            _note(school, school.accounts[account], lesson, words)
    held = [one for one in school.classes if one.starts_on <= school.today]
    for language in LANGUAGES:
        if classes := [one for one in held if school.language_of(one) == language]:
            _reflections(school, classes[0], language)
    school.tick(20)


def _note(school: DemoSchool, author: User, lesson: LessonPage, words: str) -> None:
    """Note something on the first words of the lesson's first text."""
    block = next((one for one in lesson.body if one.block_type == "text"), None)
    text = strip_tags(block.value.source).strip() if block else ""
    quote = re.split(r"[。；;.]", text)[0][:60]
    place = {"kind": NoteKind.PASSAGE, "block": block.id, "quote": quote, "start": 0} if block and quote else {}
    LessonNote.objects.create(
        public_id=school.uuid(),
        client_key=school.uuid(),
        author=author,
        translation_key=lesson.translation_key,
        language=lesson.locale.language_code,
        lesson_title=lesson.title,
        body=words,
        updated_at=school.now,
        **place,
    )


def _reflections(school: DemoSchool, training_class: TrainingClassPage, language: str) -> None:
    text = content.reflection_texts(language)
    task = ReflectionTask.objects.create(
        public_id=school.uuid(),
        training_class=training_class,
        title=text.title,
        prompt=text.prompt,
        due_at=max(school.at(school.today, "21:00"), school.now + datetime.timedelta(minutes=30)),
        min_length=text.min_length,
        created_by=training_class.class_teacher,
    )
    seats = [seat for seat in school.rosters[training_class.pk] if seat.state == EnrollmentState.ENROLLED]
    first = school.accounts["learner"].pk
    writers = [seat for seat in seats if seat.learner_id != first][: len(STATES)]
    for number, (seat, state, body) in enumerate(zip(writers, STATES, cycle(text.bodies), strict=False)):
        free = number == len(STATES) - 1
        said = text.returned if state == "returned" else text.accepted if state == "accepted" else ""
        reflection = _hand_in(school, seat, None if free else task, text.free if free else task.title, body, state)
        judged = {"verdict": state, "comment": said, "judged_by": training_class.class_teacher} if said else {}
        ReflectionVersion.objects.create(
            reflection=reflection,
            number=1,
            body=body,
            submitted_at=reflection.submitted_at or school.now,
            judged_at=school.now if said else None,
            **judged,
        )


def _hand_in(
    school: DemoSchool, seat: Enrollment, task: ReflectionTask | None, title: str, body: str, state: str
) -> Reflection:
    return Reflection.objects.create(
        public_id=school.uuid(),
        client_key=school.uuid(),
        enrollment=seat,
        task=task,
        title=title,
        body=body,
        state=state,
        submissions=1,
        is_unread=state == "submitted",
        submitted_at=school.now - datetime.timedelta(minutes=20),
    )
