"""Two counties in full: people in every role, a class under way with all that belongs to it, each thing with a canary.

``make_school()`` makes a city with Eastcanary and Westcanary county. Everything that belongs to the inside of a county
carries the county's name in its title, body or reason, and can be told apart from everything else by it.
"""

import datetime
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import Locale, Page

from classes.actions.roster_import import upload_roster
from classes.models import Enrollment, EnrollmentMode, LiveClassPage, RosterImport, TrainingClassPage
from evaluations.actions.feedback import submit_feedback
from evaluations.actions.points import award_by_hand
from evaluations.models import FeedbackSurvey, PointEntry
from forums.actions.thread import start_thread
from forums.models import ForumPage, ForumPrompt, Post
from home.actions.place import open_home
from home.actions.setup import point_site_at
from home.models import HomePage
from lessons.models import LessonIndexPage, LessonPage
from people.actions.organization_import import upload_organizations
from people.models import Organization, OrganizationImport, OrganizationKind, Role, SchoolDocument, User
from people.models.audience import Audience
from tests.factories.classes import make_enrollment, make_live_class, make_timetable_item, make_training_class
from tests.factories.evaluations import make_form, make_survey
from tests.factories.lessons import make_lesson
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
    draft: LessonPage = None  # type: ignore[assignment]
    forum: ForumPage = None  # type: ignore[assignment]
    post: Post = None  # type: ignore[assignment]
    survey: FeedbackSurvey = None  # type: ignore[assignment]
    entry: PointEntry = None  # type: ignore[assignment]
    enrollment: Enrollment = None  # type: ignore[assignment]
    roster: RosterImport = None  # type: ignore[assignment]
    tree: OrganizationImport = None  # type: ignore[assignment]
    document: SchoolDocument = None  # type: ignore[assignment]


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
    return county


def _make_lessons(county: CountySchool) -> None:
    index = LessonIndexPage.objects.child_of(county.home).get()
    fields: dict[str, Any] = {"audience": Audience.ORGANIZATION, "audience_organization": county.organization}
    county.lesson = make_lesson(index=index, title=f"{county.canary} lesson", **fields)
    county.draft = make_lesson(index=index, title=f"{county.canary} draft", audience=Audience.PUBLIC, live=False)


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
    forum = ForumPage(title=f"{county.canary} forum", slug="forum", audience=Audience.CLASS)
    forum.prompts = [ForumPrompt(title=f"{county.canary} prompt", body=f"{county.canary} question")]
    county.forum = parent.add_child(instance=forum)
    county.forum.save_revision().publish()
    county.post = start_thread(
        forum=county.forum,
        title=f"{county.canary} thread",
        body=f"{county.canary} post",
        client_key=uuid.uuid4(),
        by=county.people["learner"],
    )


def _make_evaluations(county: CountySchool) -> None:
    form = make_form(county.organization, title=f"{county.canary} form", is_anonymous=False)
    county.survey = make_survey(county.live_class, form=form)
    second = make_user(role=Role.LEARNER, organization=county.organization)
    make_enrollment(county.training_class, second)
    scale, _pace, words = form.questions.all()
    submit_feedback(survey=county.survey, answers={scale.pk: 4, words.pk: f"{county.canary} remark"}, by=second)
    county.entry = award_by_hand(
        learner=county.people["learner"],
        training_class=county.training_class,
        points=Decimal("2.5"),
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


def _file(text: str, name: str) -> BytesIO:
    file = BytesIO(text.encode())
    file.name = name
    return file
