"""What the plugin shows in the pages of classes and forums, and how it goes along."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from bells.models import Bell
from bells.queries import bells_of
from classes.permissions import may_run_class
from schoolhouse.activation import cleaned_settings

TOWER = "https://tower.example.org/"


def address(request: Any) -> str | None:
    """Lead those who are signed in to their bells."""
    return reverse("plugins:bells:index") if request.user.is_authenticated else None


def ring(request: Any, *, page: Any = None, thread: Any = None, person: Any = None, **arguments: Any) -> str | None:
    """Show the bells of the class that a class, a live class or a thread belongs to, or of a person's classes."""
    if person is not None:
        bells = bells_of(person)
    else:
        place = page or thread.forum
        bells = Bell.objects.filter(training_class__in=[place.pk, place.get_parent().pk])
    if not bells:
        return None
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ([bell.text] for bell in bells)))


def card(request: Any) -> str | None:
    """Show the bells of the reader's own classes."""
    shown = format_html_join("", "<li>{}</li>", ([bell.text] for bell in bells_of(request.user)[:5]))
    return format_html("<ul>{}</ul>", shown) if shown else None


def move_bells(*, source: Any, copy: Any, **rest: Any) -> None:
    """Give the next class the same bells."""
    for bell in Bell.objects.filter(training_class=source):
        Bell.objects.create(training_class=copy, text=bell.text)


def explain(page: Any) -> str:
    """Say what ringing counts."""
    return _("%(points)d points for ringing the bell.") % cleaned_settings("bells", page)


def handles(page: Any) -> bool:
    """Say whether the live class is held at the tower."""
    return page.meeting_url.startswith(TOWER)


def join_url(page: Any, user: Any) -> str:
    """Return the way up for this person."""
    return f"{page.meeting_url}?for={user.public_id}"


def tower(page: Any) -> str:
    """Return where the bell of a class is rung."""
    return reverse("plugins:bells:tower", args=[page.public_id])


def desk(page: Any, user: Any) -> str | None:
    """Lead those who run the class to its bell."""
    return tower(page) if may_run_class(user, page) else None
