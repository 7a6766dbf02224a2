"""Extension points: the places where a plugin, or a higher room, adds to what a lower room does.

A room that reads a point calls ``values()`` or ``active(scope)``; whoever adds to it calls ``register``. Declared here
are the points that belong to no single room, and the protocols of what they take. A room that offers a place in its
own templates declares a ``Slot`` in its ``extension_points.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from schoolhouse.attendance import AbsenceExcuses, AttendanceRecords, AttendanceSource, TrainingHours
from schoolhouse.class_life import ClassDuty, ClassTool, Export, RosterColumn, TimetableKind
from schoolhouse.closing import ClosingCheck
from schoolhouse.demo import DemoPart
from schoolhouse.feedback import FeedbackQuestionKind
from schoolhouse.notifications import NotificationChannel, NotificationKind

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from ninja import Router
    from wagtail.blocks import Block
    from wagtail.models import Page

T = TypeVar("T")

_points: dict[str, "ExtensionPoint[Any]"] = {}


@dataclass(frozen=True)
class Extension(Generic[T]):
    """What was registered: by whom, under what name, at which place in the order."""

    plugin: str
    name: str
    value: T
    order: int


class ExtensionPoint(Generic[T]):
    """A named place for values of one type.

    ``doc`` says what a value receives, may return and raises, ``kind`` what values are instances of. Raises
    ``ImproperlyConfigured`` when the name is taken.
    """

    def __init__(self, name: str, *, doc: str, kind: Any = object) -> None:
        if name in _points:
            raise ImproperlyConfigured(f"The extension point “{name}” is already declared.")
        self.name = name
        self.doc = doc
        self.kind = kind
        self._extensions: list[Extension[T]] = []
        #: Grows with each change, so that what is computed from the extensions can be kept until then.
        self.generation = 0
        _points[name] = self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def register(self, plugin: str, name: str, value: T, order: int = 0) -> T:
        """Add ``value`` as ``name``, on behalf of a plugin or room; a lower ``order`` comes first.

        Raises ``ImproperlyConfigured``, naming the owner, when the name is taken, and ``TypeError`` for a value that is
        not what the point takes.
        """
        if not isinstance(value, self.kind):
            raise TypeError(f"“{name}” at {self.name} must be a {self.kind.__name__}, and is {value!r}.")
        for taken in self._extensions:
            if taken.name == name:
                raise ImproperlyConfigured(f"“{name}” at {self.name} is already registered by {taken.plugin}.")
        extensions = [*self._extensions, Extension(plugin, name, value, order)]
        self._extensions = sorted(extensions, key=lambda extension: (extension.order, extension.name))
        self.generation += 1
        return value

    def withdraw(self, plugin: str) -> None:
        """Take out everything that ``plugin`` registered."""
        self._extensions = [extension for extension in self._extensions if extension.plugin != plugin]
        self.generation += 1

    def extensions(self) -> list[Extension[T]]:
        """Return all that is registered, with its owner, in order."""
        return list(self._extensions)

    def values(self) -> list[T]:
        """Return all values, in order."""
        return [extension.value for extension in self._extensions]

    def get(self, name: str) -> T | None:
        """Return the value registered as ``name``, or ``None``."""
        extension = self.extension(name)
        return extension.value if extension else None

    def extension(self, name: str) -> Extension[T] | None:
        """Return what is registered as ``name`` with its owner, or ``None``."""
        return next((extension for extension in self._extensions if extension.name == name), None)

    def active(self, scope: "Page | None" = None) -> list[Extension[T]]:
        """Return what is switched on for ``scope``: a Wagtail page, or ``None`` for the whole server."""
        from schoolhouse.activation import is_active  # reads the database; plugins' apps.py read this module

        return [extension for extension in self._extensions if is_active(extension.plugin, scope)]


def all_points() -> list[ExtensionPoint[Any]]:
    """Return every declared point, by name."""
    return [_points[name] for name in sorted(_points)]


class SlotRenderer(Protocol):
    """Fills a place in a page.

    Receives the request and the arguments written in the template; returns HTML (``format_html``,
    ``render_to_string``), plain text, which is escaped, or ``None`` for nothing. What it raises is logged under the
    plugin's name and leaves the place empty.
    """

    def __call__(self, request: HttpRequest | None, **arguments: Any) -> SafeString | str | None:
        """Return what stands in the place."""


class Slot(ExtensionPoint[SlotRenderer]):
    """A place in a room's template: ``{% slot "forums.thread.after_post" post=post %}``.

    ``doc`` names the arguments that the template passes.
    """

    def __init__(self, name: str, *, doc: str) -> None:
        super().__init__(name, doc=doc, kind=Callable)

    @classmethod
    def named(cls, name: str) -> "Slot | None":
        """Return the slot of that name, or ``None`` when no room declares it."""
        point = _points.get(name)
        return point if isinstance(point, cls) else None


@dataclass(frozen=True)
class NavigationItem:
    """An entry of the main navigation.

    ``url`` receives the request and returns an address, or ``None`` where the entry is not for this reader; it is asked
    on every page, so it must not query the database. ``icon`` is the name of an icon of the design system.
    """

    label: str | Promise
    url: Callable[[HttpRequest], str | None]
    icon: str = ""


class ClassRepeatMover(Protocol):
    """Carries a plugin's own records along when a class is repeated.

    Receives the class's page, the new class's page (saved, not yet published), a map of page ids from old to new, the
    time that wall-clock dates move by, and who repeats. Runs in the transaction of the repetition: what it raises
    undoes it. It must not copy what learners did.
    """

    def __call__(self, *, source: Any, copy: Any, pages: dict[int, int], shift: timedelta, by: Any) -> None:
        """Copy what belongs to ``source`` to ``copy``."""


@dataclass(frozen=True)
class ScoreRule:
    """Explains to a learner where points come from that software awards.

    ``source`` is what the ledger's entries carry (``"<plugin>"`` or ``"<plugin>.<rule>"``), ``label`` its name on
    screen. ``explain`` receives the class's page and returns a sentence that says for what and how many points there;
    what it raises is written down and leaves the sentence out.
    """

    source: str
    label: str | Promise
    explain: "Callable[[Page], str]"


@dataclass(frozen=True)
class ContentBlock:
    """A block that editors find in a page's body, or a field that they find in a block.

    ``block`` is called without arguments, once for each place, and returns a new Wagtail block: its class, or a
    function. ``places`` names the streams and structs that take it: what they say in ``Meta.place``, such as
    ``"lessons.body"``. ``group`` is its heading in the editor's list of blocks, where its ``Meta.description`` and
    ``Meta.preview_value`` (or ``preview_template``) let one look before one takes it. A block that is looked at or
    worked through rather than read says in ``reading_seconds(value)`` how long that takes.

    Registered as ``"word_cards.deck"`` it has the type ``word_cards__deck`` in the data, for ever: a page keeps what
    was written with it while the plugin is gone. A ``block`` that raises is logged and left out, and what was written
    with it is kept; a block that raises while a reader's page is made leaves its place empty.

    In a lesson's body a block made from ``lessons.checks.base.CheckBlock`` is a kind of quick check: learners answer
    it, and it counts for finishing the lesson. Hold it to ``schoolhouse.testing.CheckContract`` as well.
    """

    block: "Callable[[], Block]"
    places: tuple[str, ...]
    group: str | Promise = ""


@dataclass(frozen=True)
class LiveProvider:
    """Opens the online room of a live class.

    ``label`` is its name where editors choose. ``handles`` receives the live class's page and says, without a query,
    whether this provider has a room for it. ``join_url`` receives the page and who enters, at the moment of entering,
    and returns an http(s) address that is good for this person; it may ask another server
    (``schoolhouse.http``). What it raises is written down, and the person is asked to try again. ``check`` receives
    the page as an editor has filled it in and raises ``ValidationError`` where the provider cannot hold it.
    """

    label: str | Promise
    handles: "Callable[[Page], bool]"
    join_url: "Callable[[Page, AbstractBaseUser], str]"
    check: "Callable[[Page], None]" = lambda page: None


@dataclass(frozen=True)
class DashboardPanel:
    """A card on the dashboard of whoever is signed in, beside their day.

    ``label`` is its heading; ``show`` receives the request and returns HTML (``format_html``, ``render_to_string``),
    plain text, which is escaped, or ``None`` where there is nothing for this reader. It is asked whenever somebody
    opens the dashboard: let it cost a query or two. What it raises is written down and leaves it out, and over its time
    limit it is no longer asked.
    """

    label: str | Promise
    show: Callable[[HttpRequest], SafeString | str | None]


@dataclass(frozen=True)
class SignInMethod:
    """Another way to sign in, offered on the sign-in page, such as by the county's portal.

    ``label`` stands on it. ``start`` receives the request and the absolute address ``back``, and returns the address
    where the person is asked who they are: a page of the plugin, or http(s) of another server. From there the person
    must come ``back``, with the ``state`` that stands in its query. ``person`` receives the request with which somebody
    came back and returns their account, or ``None`` where it is not sure; it may ask another server
    (``schoolhouse.http``). The house signs the person in, by the second step and the rules for closed accounts as
    always. Whatever either raises, or gives that is no account, is written down and nobody is signed in.
    """

    label: str | Promise
    start: Callable[[HttpRequest, str], str]
    person: "Callable[[HttpRequest], AbstractBaseUser | None]"


navigation: ExtensionPoint[NavigationItem] = ExtensionPoint(
    "navigation",
    kind=NavigationItem,
    doc="Entries of the main navigation, after those of the school. Values are NavigationItem.",
)
dashboard_panels: ExtensionPoint[DashboardPanel] = ExtensionPoint(
    "dashboard_panels", kind=DashboardPanel, doc="Cards of the dashboard (/learn/). Values are DashboardPanel."
)
sign_in_methods: ExtensionPoint[SignInMethod] = ExtensionPoint(
    "sign_in_methods", kind=SignInMethod, doc="Other ways to sign in than a password. Values are SignInMethod."
)
class_repeat_movers: ExtensionPoint[ClassRepeatMover] = ExtensionPoint(
    "class_repeat_movers", kind=Callable, doc="Called when a training class is repeated. Values are ClassRepeatMover."
)
live_providers: ExtensionPoint[LiveProvider] = ExtensionPoint(
    "live_providers", kind=LiveProvider, doc="Ways to hold a live class online. Values are LiveProvider."
)
timetable_item_kinds: ExtensionPoint[TimetableKind] = ExtensionPoint(
    "timetable_item_kinds",
    kind=TimetableKind,
    doc="What may stand on a class's timetable, beside the house's own kinds. Values are TimetableKind.",
)
roster_columns: ExtensionPoint[RosterColumn] = ExtensionPoint(
    "roster_columns",
    kind=RosterColumn,
    doc="Columns of a class's roster, behind the school's own. Values are RosterColumn.",
)
exports: ExtensionPoint[Export] = ExtensionPoint(
    "exports", kind=Export, doc="Spreadsheets about a class, offered beside its roster. Values are Export."
)
class_tools: ExtensionPoint[ClassTool] = ExtensionPoint(
    "class_tools", kind=ClassTool, doc="Tabs of the area in which a class is run. Values are ClassTool."
)
class_duties: ExtensionPoint[ClassDuty] = ExtensionPoint(
    "class_duties", kind=ClassDuty, doc="Duties that learners of a class have for a day. Values are ClassDuty."
)
score_rules: ExtensionPoint[ScoreRule] = ExtensionPoint(
    "score_rules", kind=ScoreRule, doc="Sources of points, as learners read of them. Values are ScoreRule."
)
attendance_sources: ExtensionPoint[AttendanceSource] = ExtensionPoint(
    "attendance_sources",
    kind=AttendanceSource,
    doc="Other ways by which presence is known. Values are AttendanceSource, of schoolhouse.attendance.",
)
absence_excuses: ExtensionPoint[AbsenceExcuses] = ExtensionPoint(
    "absence_excuses",
    kind=AbsenceExcuses,
    doc="Who of a class is excused, and when. Values are AbsenceExcuses, of schoolhouse.attendance.",
)
attendance_records: ExtensionPoint[AttendanceRecords] = ExtensionPoint(
    "attendance_records",
    kind=AttendanceRecords,
    doc="How learners stand to what the timetable asks. Values are AttendanceRecords, of schoolhouse.attendance.",
)
training_hours: ExtensionPoint[TrainingHours] = ExtensionPoint(
    "training_hours",
    kind=TrainingHours,
    doc="How many training hours a class came to. Values are TrainingHours, of schoolhouse.attendance.",
)
closing_checks: ExtensionPoint[ClosingCheck] = ExtensionPoint(
    "closing_checks",
    kind=ClosingCheck,
    doc="What speaks against closing a class. Values are ClosingCheck, of schoolhouse.closing.",
)
question_kinds: ExtensionPoint[FeedbackQuestionKind] = ExtensionPoint(
    "question_kinds",
    kind=FeedbackQuestionKind,
    doc="Kinds of questions of feedback forms. Values are FeedbackQuestionKind, of schoolhouse.feedback.",
)
demo_parts: ExtensionPoint[DemoPart] = ExtensionPoint(
    "demo_parts", kind=DemoPart, doc="What plugins add to the demo school. Values are DemoPart, of schoolhouse.demo."
)
notification_kinds: ExtensionPoint[NotificationKind] = ExtensionPoint(
    "notification_kinds",
    kind=NotificationKind,
    doc="What people are told. Values are NotificationKind, of schoolhouse.notifications.",
)
notification_channels: ExtensionPoint[NotificationChannel] = ExtensionPoint(
    "notification_channels",
    kind=NotificationChannel,
    doc="Ways to bring notifications to people. Values are NotificationChannel, of schoolhouse.notifications.",
)
content_blocks: ExtensionPoint[ContentBlock] = ExtensionPoint(
    "content_blocks",
    kind=ContentBlock,
    doc="Blocks of pages' bodies, named “<plugin>.<block>”. Values are ContentBlock.",
)
# Not imported here: plugins' apps.py read this module while settings load, and the API's parts need settings.
api_routers: "ExtensionPoint[Router]" = ExtensionPoint(
    "api_routers",
    doc="Routers of the API, found below /api/v1/plugins/<name>/. Values are ninja.Router; see schoolhouse.api.",
)
