"""What the loading steps hand on to one another."""

import datetime
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from wagtail.models import Locale

from classes.models import Enrollment, LiveClassPage, TrainingClassPage
from evaluations.models import AssessmentScheme, FeedbackForm
from forums.models import ForumPage
from home.models import HomePage
from lessons.models import LessonPage
from people.models import Organization, SchoolImage, User

ZONE = ZoneInfo("Asia/Shanghai")
CHINESE, ENGLISH = "zh-hans", "en"
LANGUAGES = (CHINESE, ENGLISH)
BATCH = 1_000

Tick = Callable[[int], None]
"""Called with how many things have been made since the last call."""


@dataclass
class DemoSchool:
    """The school as far as it is built. Everything drawn by chance comes from ``rng``: one seed, one school."""

    scale: float
    rng: random.Random
    now: datetime.datetime
    password: str
    tick: Tick
    locales: dict[str, Locale] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    homes: dict[tuple[str | None, str], HomePage] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    learners: list[User] = field(default_factory=list)
    learner_places: dict[int, Organization] = field(default_factory=dict)
    instructors: list[User] = field(default_factory=list)
    teachers: list[User] = field(default_factory=list)
    pictures: dict[str, SchoolImage] = field(default_factory=dict)
    lessons: dict[tuple[str, str], LessonPage] = field(default_factory=dict)
    classes: list[TrainingClassPage] = field(default_factory=list)
    live_classes: list[LiveClassPage] = field(default_factory=list)
    rosters: dict[int, list[Enrollment]] = field(default_factory=dict)
    forums: list[ForumPage] = field(default_factory=list)
    form: FeedbackForm = None  # type: ignore[assignment]  # made before anything is attached
    scheme: dict[str, AssessmentScheme] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """The plugins whose part could not be loaded."""

    @property
    def today(self) -> datetime.date:
        """Today's date where the school is."""
        return self.now.astimezone(ZONE).date()

    @property
    def city(self) -> Organization:
        """The organization at the top."""
        return next(o for o in self.organizations.values() if o.kind == "city")

    def of_kind(self, *kinds: str) -> list[Organization]:
        """Organizations of these kinds, in tree order."""
        return [o for o in self.organizations.values() if o.kind in kinds]

    def number(self, at_full_size: int, least: int = 1) -> int:
        """Return how many of something this school has: ``at_full_size`` times the scale, at least ``least``."""
        return max(least, round(at_full_size * self.scale))

    def uuid(self) -> uuid.UUID:
        """Draw an identifier."""
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def at(self, day: datetime.date, clock: str) -> datetime.datetime:
        """Return ``HH:MM`` of ``day`` where the school is."""
        return datetime.datetime.combine(day, datetime.time.fromisoformat(clock), tzinfo=ZONE)

    def language_of(self, training_class: TrainingClassPage) -> str:
        """The language of a class."""
        return CHINESE if training_class.locale_id == self.locales[CHINESE].pk else ENGLISH
