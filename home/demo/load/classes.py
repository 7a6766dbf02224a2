"""Training classes with their timetables, live classes and rosters."""

import datetime
import itertools
from collections.abc import Iterator

from classes.models import (
    Enrollment,
    EnrollmentMode,
    EnrollmentState,
    EnrollmentTransition,
    LiveClassInstructor,
    LiveClassMode,
    LiveClassPage,
    TimetableItem,
    TimetableItemKind,
    TrainingClassIndexPage,
    TrainingClassPage,
)
from home.demo import content
from home.demo.load.accounts import LEARNER_ACCOUNTS
from home.demo.load.school import BATCH, CHINESE, ENGLISH, DemoSchool
from home.demo.names import post_names, scaled
from home.demo.shapes import ClassTemplate, LiveClassTitle, Text, TimetableRow
from people.models import User
from people.models.audience import Audience

CLASSES, LIVE_CLASSES = 110, 140
DAY_OF_OWN_CLASS = 3
"""The accounts' class is in its third day on the day of loading."""
DAYS_BEHIND, DAYS_AHEAD = 330, 40
_KINDS = {"forum": TimetableItemKind.FORUM_EVENING}


def load(school: DemoSchool) -> None:
    """Make the classes; the first is the one that the learner accounts are in, and it is held now."""
    count = scaled(CLASSES, school.scale, least=4)
    sessions = scaled(LIVE_CLASSES, school.scale, least=6)
    titles = itertools.cycle(content.live_class_titles())
    extra = sessions - count
    for number in range(count):
        training_class = _publish(school, number, count)
        wanted = 1 + (extra // 2 if number == 0 else 1 if 0 < number <= extra - extra // 2 else 0)
        _timetable(school, training_class, number, wanted, titles)
        school.tick(1)
    _rosters(school)


def _template(number: int) -> ClassTemplate:
    templates = content.class_templates()
    return templates[number % len(templates)]


def _publish(school: DemoSchool, number: int, count: int) -> TrainingClassPage:
    template = _template(number)
    language = ENGLISH if number % 6 == 5 else CHINESE
    counties = school.of_kind("county")
    at_city = number == 0 or language == ENGLISH or number % 3 == 0
    place = school.city if at_city else counties[number % len(counties)]
    starts_on = _first_day(school, number, count)
    period = number // len(content.class_templates()) + 12
    title = template.title.get(language)
    training_class = TrainingClassPage(
        title=f"第{period}期{title}" if language == CHINESE else f"{title}, period {period}",
        slug=f"{template.slug}-{period}-{number}",
        locale=school.locales[language],
        public_id=school.uuid(),
        period=period,
        starts_on=starts_on,
        ends_on=starts_on + datetime.timedelta(days=template.days - 1),
        seats=80,
        enrollment_mode=EnrollmentMode.OPEN if number % 4 == 3 else EnrollmentMode.CLOSED,
        class_teacher=school.teachers[0] if number == 0 else school.teachers[number % len(school.teachers)],
        audience=Audience.PUBLIC,
        owner=school.accounts["editor"],
    )
    index = TrainingClassIndexPage.objects.child_of(school.homes[place.code, language]).get()
    index.add_child(instance=training_class)
    school.classes.append(training_class)
    return training_class


def _first_day(school: DemoSchool, number: int, count: int) -> datetime.date:
    """Spread the classes over the year; every so manieth is still to come."""
    if number == 0:
        return school.today - datetime.timedelta(days=DAY_OF_OWN_CLASS - 1)
    if number % 4 == 3:
        return school.today + datetime.timedelta(days=5 + number * 7 % DAYS_AHEAD)
    return school.today - datetime.timedelta(days=8 + number * (DAYS_BEHIND - 8) // count)


def _timetable(
    school: DemoSchool,
    training_class: TrainingClassPage,
    number: int,
    live_classes: int,
    titles: Iterator[LiveClassTitle],
) -> None:
    language = school.language_of(training_class)
    template = _template(number)
    lessons = itertools.cycle(slug for slug in template.lessons if (slug, language) in school.lessons)
    rows = content.timetable(template.days)
    chosen = _rows_with_a_page(rows, live_classes, number)
    items = []
    for position, row in enumerate(rows):
        day = training_class.starts_on + datetime.timedelta(days=row.day - 1)
        item = TimetableItem(
            training_class=training_class,
            public_id=school.uuid(),
            kind=_KINDS.get(row.kind, row.kind),
            starts_at=school.at(day, row.starts),
            ends_at=school.at(day, row.ends),
            room=school.rng.choice(content.rooms()).get(language),
        )
        title = next(titles)
        if "{lesson}" in row.title.zh:
            item.page = school.lessons[next(lessons), language]
        elif position in chosen:
            item.page = _live_class(school, training_class, item, title)
        site = school.rng.choice(content.sites()).get(language)
        name = row.title.get(language)
        if not item.page_id:
            item.title = name.format(live=title.title.get(language), site=site, forum="").strip(" ：:")
        items.append(item)
    training_class.timetable_items.set(items)
    training_class.save()
    training_class.save_revision(user=school.accounts["editor"]).publish()


def _rows_with_a_page(rows: tuple[TimetableRow, ...], count: int, number: int) -> set[int]:
    """Choose the rows that get a page of their own; the accounts' class has one on the day of loading first."""
    live = [position for position, row in enumerate(rows) if row.kind == "live_class"]
    if number == 0:
        live.sort(key=lambda position: abs(rows[position].day - DAY_OF_OWN_CLASS))
    return set(live[:count])


def _live_class(
    school: DemoSchool, training_class: TrainingClassPage, item: TimetableItem, title: LiveClassTitle
) -> LiveClassPage:
    language = school.language_of(training_class)
    number = len(school.live_classes)
    page = LiveClassPage(
        title=title.title.get(language),
        slug=f"live-{number}",
        locale=training_class.locale,
        public_id=school.uuid(),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        mode=list(LiveClassMode)[number % 3],
        room=item.room,
        meeting_url=f"https://meet.example/{_word(school)}",
        lesson=school.lessons.get((title.lesson, language)),
        owner=school.accounts["editor"],
    )
    instructor = school.instructors[0 if training_class is school.classes[0] else number % len(school.instructors)]
    page.instructors = [LiveClassInstructor(instructor=instructor, sort_order=0)]  # type: ignore[misc]
    training_class.add_child(instance=page)
    page.save_revision(user=school.accounts["editor"]).publish()
    school.live_classes.append(page)
    school.tick(1)
    return page


def _word(school: DemoSchool) -> str:
    """Draw a word for a meeting's address."""
    return "".join(school.rng.choice("abcdefghjkmnpqrstuvwxyz") for _letter in range(9))


def _rosters(school: DemoSchool) -> None:
    """Put every learner into one class, the accounts into the first."""
    own = len(LEARNER_ACCOUNTS)
    others = school.learners[own:]
    size = -(-len(others) // len(school.classes))
    posts = post_names(school.rng, len(school.learners))
    for number, training_class in enumerate(school.classes):
        members = others[number * size : (number + 1) * size]
        if number == 0:
            members = school.learners[:own] + members
        school.rosters[training_class.pk] = _enroll(school, training_class, members, posts)


def _enroll(
    school: DemoSchool, training_class: TrainingClassPage, members: list[User], posts: list[Text]
) -> list[Enrollment]:
    language = school.language_of(training_class)
    over = training_class.ends_on < school.today
    rows = [
        Enrollment(
            public_id=school.uuid(),
            training_class=training_class,
            learner=learner,
            organization=school.learner_places[learner.pk],
            post=posts[number % len(posts)].get(language),
            state=EnrollmentState.COMPLETED if over and school.rng.random() < 0.95 else EnrollmentState.ENROLLED,
        )
        for number, learner in enumerate(members)
    ]
    made = Enrollment.objects.bulk_create(rows, batch_size=BATCH)
    EnrollmentTransition.objects.bulk_create(
        [EnrollmentTransition(enrollment=row, to_state=row.state) for row in made], batch_size=BATCH
    )
    return made
