"""What is added to the life of a training class: to its timetable, its roster and the area in which it is run."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from wagtail.models import Page


@dataclass(frozen=True)
class TimetableKind:
    """A kind of thing that stands on timetables, such as a drill or an excursion.

    ``label`` is its name on screen and where a class's timetable is written, ``icon`` the name of an icon of the design
    system; ``is_evening`` puts it into the evening's light. It is kept by the name under which it was registered:
    ``"<plugin>"`` or ``"<plugin>.<kind>"``, at most 50 characters. What stands on a timetable stays when the plugin is
    gone or off, under a neutral name.
    """

    label: str | Promise
    icon: str = "calendar"
    is_evening: bool = False


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


@dataclass(frozen=True)
class ClassTool:
    """A tab of the area in which a class is run, beside roster, arrival and notices.

    ``label`` stands on it, ``icon`` is the name of an icon of the design system. ``url`` receives the class's page and
    who is signed in, and returns the address of the tool's own page, or ``None`` where it is not for this person. It is
    asked of staff, and of learners who are on duty, on every page of the area: let it cost no query for those who run
    the class. What it raises is written down and leaves the tab out. The page behind it asks again who may, and
    shows the area's tabs by ``{% class_tools training_class "name" %}`` of the template library ``class_life``.
    """

    label: str | Promise
    icon: str
    url: "Callable[[Page, AbstractBaseUser], str | None]"


@dataclass(frozen=True)
class ClassDuty:
    """What learners of a class may be put in charge of for a day, such as the roll.

    ``label`` is its name on the duty roster; ``description`` says in a sentence what whoever has the duty may do.
    ``url`` receives the class's page and returns where it is done, or ``None``; learners on duty are led there.
    Who has it is asked of ``classes.permissions``: ``has_duty(user, training_class, "name")``.
    """

    label: str | Promise
    description: str | Promise = ""
    url: "Callable[[Page], str | None]" = lambda page: None
