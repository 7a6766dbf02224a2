"""How classes live together: groups with leaders, officers, who is on duty, who has arrived, notices."""

import datetime

from classes.life.tools import ROLL
from classes.models import (
    Arrival,
    ClassGroup,
    ClassNotice,
    ClassOffice,
    DutyShift,
    Enrollment,
    EnrollmentState,
    NoticeRead,
    TrainingClassPage,
)
from home.demo import content
from home.demo.load.school import BATCH, LANGUAGES, DemoSchool

GROUPS = 6
STILL_MISSING = 3
"""So many of a class that is held now have not arrived yet."""


def load(school: DemoSchool) -> None:
    """Divide every class into groups; let one class of each language that is held or over be lived in to the full."""
    for training_class in school.classes:
        _groups(school, training_class)
        school.tick(1)
    held = [one for one in school.classes if one.starts_on <= school.today]
    for language in LANGUAGES:
        if classes := [one for one in held if school.language_of(one) == language]:
            _live_in(school, classes[0], language)
    school.tick(10)


def _groups(school: DemoSchool, training_class: TrainingClassPage) -> None:
    """Deal the roster out; the first of each group leads it."""
    seats, name = school.rosters[training_class.pk], content.group_name(school.language_of(training_class))
    count = min(GROUPS, len(seats))
    groups = ClassGroup.objects.bulk_create(
        [
            ClassGroup(
                public_id=school.uuid(), training_class=training_class, name=name.format(number=number), number=number
            )
            for number in range(1, count + 1)
        ]
    )
    for number, seat in enumerate(seats):
        seat.group, seat.leads_group = groups[number % count], number < count
    Enrollment.objects.bulk_update(seats, ["group", "leads_group"], batch_size=BATCH)


def _live_in(school: DemoSchool, training_class: TrainingClassPage, language: str) -> None:
    inside = (EnrollmentState.ENROLLED, EnrollmentState.COMPLETED)
    seats = [seat for seat in school.rosters[training_class.pk] if seat.state in inside]
    for number, title in enumerate(content.office_titles(language), start=1):
        holder = seats[-number] if number <= len(seats) else None
        ClassOffice.objects.create(
            public_id=school.uuid(), training_class=training_class, title=title, number=number, holder=holder
        )
    _duties(school, training_class, seats)
    _arrivals(school, training_class, seats)
    _notices(school, training_class, seats, language)


def _duties(school: DemoSchool, training_class: TrainingClassPage, seats: list[Enrollment]) -> None:
    """Let the leader of another group keep the roll on each day."""
    leaders = [seat for seat in seats if seat.leads_group]
    days = (training_class.ends_on - training_class.starts_on).days + 1
    for number in range(days if leaders else 0):
        DutyShift.objects.create(
            public_id=school.uuid(),
            enrollment=leaders[-1 - number % len(leaders)],
            date=training_class.starts_on + datetime.timedelta(days=number),
            duty=ROLL,
            given_by=training_class.class_teacher,
        )


def _arrivals(school: DemoSchool, training_class: TrainingClassPage, seats: list[Enrollment]) -> None:
    """Let all have arrived on the first morning, but for a few where the class is still held."""
    begins = school.at(training_class.starts_on, "08:00")
    here = seats if training_class.ends_on < school.today else seats[: max(len(seats) - STILL_MISSING, 1)]
    Arrival.objects.bulk_create(
        [
            Arrival(
                public_id=school.uuid(),
                enrollment=seat,
                number=1,
                by=training_class.class_teacher or school.accounts["teacher"],
                at=begins + datetime.timedelta(seconds=45 * number),
            )
            for number, seat in enumerate(here)
        ],
        batch_size=BATCH,
    )


def _notices(school: DemoSchool, training_class: TrainingClassPage, seats: list[Enrollment], language: str) -> None:
    """Publish a notice a day: all have read the earlier ones, a third the last one, the first account not yet."""
    texts = content.notice_texts(language)
    last = min(school.at(training_class.ends_on, "17:30"), school.now - datetime.timedelta(minutes=40))
    reads = []
    for number, (title, body) in enumerate(texts, start=1):
        notice = ClassNotice.objects.create(
            public_id=school.uuid(),
            client_key=school.uuid(),
            training_class=training_class,
            title=title,
            body=body,
            author=training_class.class_teacher or school.accounts["teacher"],
            published_at=last - datetime.timedelta(days=len(texts) - number),
        )
        readers = seats if number < len(texts) else seats[1::3]
        reads += [NoticeRead(notice=notice, reader_id=seat.learner_id) for seat in readers]
    NoticeRead.objects.bulk_create(reads, batch_size=BATCH)
