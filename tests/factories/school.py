"""Two counties in full: people in every role, a class under way with all that belongs to it, each thing with a canary.

``make_school()`` makes a city with Eastcanary and Westcanary county. Everything that belongs to the inside of a county
carries the county's name in its title, body or reason, and can be told apart from everything else by it.
"""

import datetime
import json
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from classes.actions.life.arrivals import record_arrival
from classes.actions.life.notices import read_notice, withdraw_notice
from classes.actions.life.wall import hide_post
from classes.actions.reflections import start_reflection, submit_reflection
from classes.actions.roster_import import upload_roster
from classes.models import (
    Arrival,
    ClassGroup,
    ClassNotice,
    ClassOffice,
    DutyShift,
    Enrollment,
    EnrollmentMode,
    LiveClassPage,
    Reflection,
    ReflectionTask,
    RosterImport,
    TrainingClassPage,
    WallPost,
)
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.files import take_answer_file
from evaluations.actions.feedback.guests import make_guest_link
from evaluations.actions.feedback.mending import flag
from evaluations.actions.points import award_by_hand
from evaluations.actions.points.appeals import appeal_entry
from evaluations.actions.points.sheet import upload_points
from evaluations.models import ActionItem, FeedbackSurvey, GuestLink, PointAppeal, PointEntry, PointsImport
from forums.actions.evening.outcome import Task, Written, settle_outcome, write_outcome
from forums.actions.evening.question_box import ask_question
from forums.actions.evening.room_record import Said, record_room
from forums.actions.parts.files import take_file
from forums.actions.parts.polls import PollAsked
from forums.actions.post import reply
from forums.actions.thread import start_thread
from forums.models import BoxQuestion, FollowUp, ForumPage, ForumPrompt, HeldPost, HeldState, Post, RoomRecord
from home.actions.place import open_home
from home.actions.setup import point_site_at
from home.models import HomePage
from lessons.models import CoAuthor, LessonIndexPage, LessonNote, LessonPage, LessonProgress, LessonSeries
from people.actions.organization_import import upload_organizations
from people.models import Organization, OrganizationImport, OrganizationKind, Role, SchoolDocument, User
from people.models.audience import Audience
from people.notifications import tell
from tests.factories.class_life import make_group, make_notice, make_office, make_photo, make_shift, make_wall_post
from tests.factories.classes import make_enrollment, make_live_class, make_timetable_item, make_training_class
from tests.factories.evaluations import make_form, make_survey, question
from tests.factories.lessons import check_raw, make_lesson, make_note, make_series
from tests.factories.people import make_document, make_organization, make_superuser, make_user

ROLES = {
    "learner": Role.LEARNER,
    "outsider": Role.LEARNER,
    "instructor": Role.INSTRUCTOR,
    "class_teacher": Role.CLASS_TEACHER,
    "coordinator": Role.COORDINATOR,
    "head": Role.HEAD,
    "editor": Role.EDITOR,
    "administrator": Role.ADMINISTRATOR,
    "point": Role.POINT,
}
"""One person each: ``learner`` is in the class, ``outsider`` in another class of the same county."""


@dataclass
class CountySchool:
    """One county: where it is, its people by the names of ``ROLES``, and one of each thing."""

    canary: str
    organization: Organization
    home: HomePage
    people: dict[str, User] = field(default_factory=dict)
    training_class: TrainingClassPage = None  # type: ignore[assignment]
    live_class: LiveClassPage = None  # type: ignore[assignment]
    lesson: LessonPage = None  # type: ignore[assignment]
    series: LessonSeries = None  # type: ignore[assignment]
    draft: LessonPage = None  # type: ignore[assignment]
    forum: ForumPage = None  # type: ignore[assignment]
    post: Post = None  # type: ignore[assignment]
    question: BoxQuestion = None  # type: ignore[assignment]
    record: RoomRecord = None  # type: ignore[assignment]
    follow_up: FollowUp = None  # type: ignore[assignment]
    secret: Post = None  # type: ignore[assignment]
    survey: FeedbackSurvey = None  # type: ignore[assignment]
    action_item: ActionItem = None  # type: ignore[assignment]
    guest_link: GuestLink = None  # type: ignore[assignment]
    entry: PointEntry = None  # type: ignore[assignment]
    appeal: PointAppeal = None  # type: ignore[assignment]
    points_sheet: PointsImport = None  # type: ignore[assignment]
    enrollment: Enrollment = None  # type: ignore[assignment]
    roster: RosterImport = None  # type: ignore[assignment]
    tree: OrganizationImport = None  # type: ignore[assignment]
    document: SchoolDocument = None  # type: ignore[assignment]
    note: LessonNote = None  # type: ignore[assignment]
    task: ReflectionTask = None  # type: ignore[assignment]
    reflection: Reflection = None  # type: ignore[assignment]
    draft_reflection: Reflection = None  # type: ignore[assignment]
    group: ClassGroup = None  # type: ignore[assignment]
    arrival: Arrival = None  # type: ignore[assignment]
    office: ClassOffice = None  # type: ignore[assignment]
    shift: DutyShift = None  # type: ignore[assignment]
    notice: ClassNotice = None  # type: ignore[assignment]
    wall_post: WallPost = None  # type: ignore[assignment]
    hidden_post: WallPost = None  # type: ignore[assignment]
    withdrawn_notice: ClassNotice = None  # type: ignore[assignment]


@dataclass
class School:
    """The city, both counties and who runs the server."""

    city: Organization
    home: HomePage
    east: CountySchool
    west: CountySchool
    root: User

    def actors(self) -> dict[str, User | AnonymousUser]:
        """Everybody who asks: a stranger, and each role of both counties (``learner``, ``west learner`` …)."""
        actors: dict[str, User | AnonymousUser] = {"stranger": AnonymousUser()}
        actors |= self.east.people
        return actors | {f"west {name}": user for name, user in self.west.people.items()}


def make_school() -> School:
    """Make the city and both counties."""
    city = make_organization("City", kind=OrganizationKind.CITY)
    locale = Locale.get_default()
    home = open_home(
        organization=city, parent=Page.get_first_root_node(), locale=locale, by=None, title="The city's school"
    )
    point_site_at(home, hostname="testserver", port=80)
    root = make_superuser(full_name="Root")
    east, west = (make_county_school(name, city, home, root) for name in ("Eastcanary", "Westcanary"))
    return School(city, home, east, west, root)


def make_county_school(canary: str, city: Organization, city_home: HomePage, root: User) -> CountySchool:
    """Make one county with everything in it."""
    organization = make_organization(f"{canary[:4]} county", parent=city)
    parent = HomePage.objects.get(pk=city_home.pk)
    home = open_home(organization=organization, parent=parent, locale=Locale.get_default(), by=None)
    county = CountySchool(canary, organization, home)
    village = make_organization(f"{canary[:4]} village", parent=organization, kind=OrganizationKind.VILLAGE)
    for name, role in ROLES.items():
        at = village if name in ("learner", "coordinator", "point") else organization
        county.people[name] = make_user(f"{canary[:4]} {name}", role=role, organization=at)
    _make_lessons(county)
    _make_class(county, village)
    _make_forum(county)
    _make_evaluations(county)
    _make_files(county, root)
    _make_writings(county)
    _make_life(county)
    return county


def _make_lessons(county: CountySchool) -> None:
    index = LessonIndexPage.objects.child_of(county.home).get()
    fields: dict[str, Any] = {"audience": Audience.ORGANIZATION, "audience_organization": county.organization}
    body = json.dumps([check_raw(question=f"<p>{county.canary} question</p>")])
    county.lesson = make_lesson(
        index=index, title=f"{county.canary} lesson", needs_confirmation=True, body=body, **fields
    )
    county.series = make_series(county.organization, lessons=[county.lesson], title=f"{county.canary} series")
    key = county.lesson.translation_key
    LessonProgress.objects.create(learner=county.people["learner"], translation_key=key, percent=50)
    county.draft = make_lesson(index=index, title=f"{county.canary} draft", audience=Audience.PUBLIC, live=False)
    CoAuthor.objects.create(page=county.draft, person=county.people["instructor"])


def _make_class(county: CountySchool, village: Organization) -> None:
    from classes.models import TrainingClassIndexPage

    people, today = county.people, timezone.localdate()
    index = TrainingClassIndexPage.objects.child_of(county.home).get()
    fields: dict[str, Any] = {
        "starts_on": today,
        "ends_on": today + datetime.timedelta(days=2),
        "audience": Audience.CLASS,
        "enrollment_mode": EnrollmentMode.OPEN,
    }
    county.training_class = make_training_class(
        index=index, title=f"{county.canary} class", class_teacher=people["class_teacher"], **fields
    )
    other = make_training_class(
        index=TrainingClassIndexPage.objects.get(pk=index.pk), title=f"{county.canary[:4]} other class", **fields
    )
    county.enrollment = make_enrollment(county.training_class, people["learner"], organization=village)
    make_enrollment(other, people["outsider"], organization=county.organization)
    now = timezone.now()
    county.live_class = make_live_class(
        county.training_class,
        title=f"{county.canary} live class",
        instructor=people["instructor"],
        starts_at=now,
        ends_at=now + datetime.timedelta(hours=1),
        meeting_url=f"https://meet.example/{county.canary}",
    )
    make_timetable_item(
        county.training_class, starts_at=now, ends_at=now + datetime.timedelta(hours=1), page=county.live_class
    )


def _make_forum(county: CountySchool) -> None:
    parent = TrainingClassPage.objects.get(pk=county.training_class.pk)
    forum = ForumPage(title=f"{county.canary} forum", slug="forum", audience=Audience.CLASS, allow_anonymous=True)
    forum.prompts = [ForumPrompt(title=f"{county.canary} prompt", body=f"{county.canary} question")]
    county.forum = parent.add_child(instance=forum)
    county.forum.save_revision().publish()
    picture = take_file(forum=county.forum, sent=make_photo(), by=county.people["learner"])
    county.post = start_thread(
        forum=county.forum,
        title=f"{county.canary} thread",
        body=f"{county.canary} post ![]({picture.address})",
        poll=PollAsked(f"{county.canary} poll", ("One", "Two")),
        client_key=uuid.uuid4(),
        by=county.people["learner"],
    )
    county.secret = reply(
        thread=county.post.thread,
        body=f"{county.canary} secret",
        client_key=uuid.uuid4(),
        by=county.people["learner"],
        is_anonymous=True,
    )
    now = timezone.now()
    HeldPost.objects.create(
        forum=county.forum,
        thread=county.post.thread,
        author=county.people["learner"],
        body=f"{county.canary} held",
        comment=f"{county.canary} comment",
        state=HeldState.RETURNED,
        created_at=now,
        changed_at=now,
    )
    county.question = ask_question(
        live_class=county.live_class,
        body=f"{county.canary} asked",
        client_key=uuid.uuid4(),
        by=county.people["learner"],
    )
    said = Said([county.people["learner"]], f"{county.canary} gist", make_photo(), 0, uuid.uuid4())
    county.record = record_room(forum=county.forum, group=None, said=said, by=county.people["instructor"])
    task = Task(f"{county.canary} task", county.people["learner"])
    written = Written(f"{county.canary} theme", f"{county.canary} discussion", "", [task], 0)
    write_outcome(forum=county.forum, written=written, by=county.people["instructor"])
    county.follow_up = settle_outcome(forum=county.forum, by=county.people["instructor"]).follow_ups.get()


def _make_evaluations(county: CountySchool) -> None:
    content = [question("scale", "Useful?"), question("text", "Remarks"), question("file", "A picture")]
    form = make_form(county.organization, title=f"{county.canary} form", content=content, is_anonymous=False)
    county.survey = make_survey(county.live_class, form=form)
    second = make_user(role=Role.LEARNER, organization=county.organization)
    make_enrollment(county.training_class, second)
    said = {"question": f"{county.canary} question", "said": f"{county.canary} said"}
    county.action_item = flag(survey=county.survey, by=county.people["class_teacher"], **said)
    scale, words, picture = (one["id"] for one in content)
    file = take_answer_file(survey=county.survey, sent=make_photo())
    given = {scale: 4, words: f"{county.canary} remark", picture: str(file.pk)}
    submit_feedback(survey=county.survey, answers=given, by=second)
    guest = {"instructor": county.people["instructor"], "by": county.people["class_teacher"]}
    county.guest_link = make_guest_link(training_class=county.training_class, days=14, **guest)
    county.entry = award_by_hand(
        learner=county.people["learner"],
        training_class=county.training_class,
        points=Decimal("2.5"),
        reason=f"{county.canary} reason",
        by=county.people["class_teacher"],
    )
    said = f"{county.canary} appeal"
    county.appeal = appeal_entry(entry=county.entry, text=said, by=county.people["learner"])
    county.points_sheet = upload_points(
        training_class=county.training_class,
        file=_file(f"姓名,得分\n{county.canary} nobody,2\n", "points.csv"),
        reason=f"{county.canary} reason",
        by=county.people["class_teacher"],
    )


def _make_files(county: CountySchool, root: User) -> None:
    teacher, administrator = county.people["class_teacher"], county.people["administrator"]
    roster = _file(f"姓名,手机\n{county.canary} newcomer,13800138000\n", "roster.csv")
    county.roster = upload_roster(training_class=county.training_class, file=roster, by=teacher)
    tree = _file(f"名称,类型\n{county.canary} township,乡镇\n", "tree.csv")
    county.tree = upload_organizations(file=tree, by=administrator)
    county.document = make_document(
        county.organization,
        title=f"{county.canary} document",
        content=f"{county.canary} text".encode(),
        audience=Audience.ORGANIZATION,
        audience_organization=county.organization,
    )


def _make_writings(county: CountySchool) -> None:
    """Let the learner have noted something, handed in what was asked for, and begun to write freely."""
    learner = county.people["learner"]
    county.note = make_note(learner, county.lesson, body=f"{county.canary} note")
    county.task = ReflectionTask.objects.create(training_class=county.training_class, title=f"{county.canary} task")
    begun = {"enrollment": county.enrollment, "by": learner}
    written = start_reflection(task=county.task, body=f"{county.canary} text", client_key=uuid.uuid4(), **begun)
    county.reflection = submit_reflection(reflection=written, by=learner)
    county.draft_reflection = start_reflection(
        title=f"{county.canary} draft", body="Mine", client_key=uuid.uuid4(), **begun
    )


def _make_life(county: CountySchool) -> None:
    """Let the class have a group, an office, the learner on a duty that opens nothing here, and two notices."""
    teacher, learner, held = county.people["class_teacher"], county.people["learner"], county.training_class
    county.group = make_group(held, name=f"{county.canary} group", members=[county.enrollment])
    county.office = make_office(held, title=f"{county.canary} office", holder=county.enrollment)
    county.shift = make_shift(county.enrollment, "roll")
    county.arrival = record_arrival(enrollment=county.enrollment, by=teacher)
    county.notice = make_notice(held, title=f"{county.canary} notice", author=teacher)
    county.withdrawn_notice = withdraw_notice(
        notice=make_notice(held, title=f"{county.canary} mistake", author=teacher), by=teacher
    )
    read_notice(notice=county.notice, by=learner)
    said = {"notice": str(county.notice.public_id), "notice_title": county.notice.title, "title": held.title}
    tell(
        "classes.notice",
        key=str(county.notice.public_id),
        people=[learner],
        data=said,
        url=reverse("classes:notice", args=[county.notice.public_id]),
    )
    county.wall_post = make_wall_post(held, teacher, body=f"{county.canary} wall", photos=[make_photo()])
    mistake = make_wall_post(held, teacher, body=f"{county.canary} hidden", photos=[make_photo()])
    county.hidden_post = hide_post(post=mistake, reason="Blurred", by=teacher)


def _file(text: str, name: str) -> BytesIO:
    file = BytesIO(text.encode())
    file.name = name
    return file
