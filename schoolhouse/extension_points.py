"""Extension points: the places where a plugin, or a higher room, adds to what a lower room does.

A room that reads a point calls ``values()`` or ``active(scope)``; whoever adds to it calls ``register``. Declared here
are the points that belong to no single room, and the protocols of what they take. A room that offers a place in its
own templates declares a ``Slot`` in its ``extension_points.py``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString

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

    ``doc`` says what a value receives, may return and raises. Raises ``ImproperlyConfigured`` when the name is taken.
    """

    def __init__(self, name: str, *, doc: str) -> None:
        if name in _points:
            raise ImproperlyConfigured(f"The extension point “{name}” is already declared.")
        self.name = name
        self.doc = doc
        self._extensions: list[Extension[T]] = []
        #: Grows with each change, so that what is computed from the extensions can be kept until then.
        self.generation = 0
        _points[name] = self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def register(self, plugin: str, name: str, value: T, order: int = 0) -> T:
        """Add ``value`` as ``name``, on behalf of a plugin or room; a lower ``order`` comes first.

        Raises ``ImproperlyConfigured``, naming the owner, when the name is taken.
        """
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
    ``"lessons.body"``. ``group`` is its heading in the editor's list of blocks.

    Registered as ``"word_cards.deck"`` it has the type ``word_cards__deck`` in the data, for ever: a page keeps what
    was written with it while the plugin is gone. A ``block`` that raises is logged and left out, and what was written
    with it is kept; a block that raises while a reader's page is made leaves its place empty.
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
class RosterColumn:
    """A column of a class's roster, for those who run the class.

    ``values`` receives the class's page and the enrollments that are shown, and returns the text of each by the
    enrollment's ``pk``, in a number of queries that does not grow with them; one that is missing stays empty. What it
    raises is written down and leaves the column empty.
    """

    label: str | Promise
    values: "Callable[[Page, Sequence[Any]], Mapping[int, str | Promise]]"


@dataclass(frozen=True)
class Export:
    """A spreadsheet about a class, for those who run it: found at its roster, saved as .xlsx.

    ``columns`` are headings, each with a width in characters; ``rows`` receives the class's page and who asks, and
    gives the rows, one value a column: text, numbers, dates and times, never formulas. What it raises is written down;
    the person is told that the export failed.
    """

    label: str | Promise
    columns: Sequence[tuple[str | Promise, float]]
    rows: "Callable[[Page, AbstractBaseUser], Iterable[Sequence[Any]]]"


navigation: ExtensionPoint[NavigationItem] = ExtensionPoint(
    "navigation", doc="Entries of the main navigation, after those of the school. Values are NavigationItem."
)
class_repeat_movers: ExtensionPoint[ClassRepeatMover] = ExtensionPoint(
    "class_repeat_movers", doc="Called when a training class is repeated. Values are ClassRepeatMover."
)
live_providers: ExtensionPoint[LiveProvider] = ExtensionPoint(
    "live_providers", doc="Ways to hold a live class online. Values are LiveProvider."
)
roster_columns: ExtensionPoint[RosterColumn] = ExtensionPoint(
    "roster_columns", doc="Columns of a class's roster, behind the school's own. Values are RosterColumn."
)
exports: ExtensionPoint[Export] = ExtensionPoint(
    "exports", doc="Spreadsheets about a class, offered beside its roster. Values are Export."
)
score_rules: ExtensionPoint[ScoreRule] = ExtensionPoint(
    "score_rules", doc="Sources of points, as learners read of them. Values are ScoreRule."
)
content_blocks: ExtensionPoint[ContentBlock] = ExtensionPoint(
    "content_blocks", doc="Blocks of pages' bodies, named “<plugin>.<block>”. Values are ContentBlock."
)
# Not imported here: plugins' apps.py read this module while settings load, and the API's parts need settings.
api_routers: "ExtensionPoint[Router]" = ExtensionPoint(
    "api_routers",
    doc="Routers of the API, found below /api/v1/plugins/<name>/. Values are ninja.Router; see schoolhouse.api.",
)
