"""A person's timetable as an iCalendar file (RFC 5545)."""

import datetime
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from classes.models import TimetableItem
from classes.queries.timetable.entries import Entry, entries_of, items_of
from people.models import User

BACK, AHEAD = datetime.timedelta(days=60), datetime.timedelta(days=400)
MOST = 2_000
"""The most items that a file holds, the latest ones."""


def calendar_file(person: User, *, now: datetime.datetime, link: Callable[[str], str]) -> bytes:
    """Return the published items of the classes that ``person`` is inside of, leads or teaches in, in their language.

    ``link`` makes an absolute address of a path. What is cancelled stands there as cancelled; what is gone is left out,
    and calendars that are subscribed drop it. The same timetable gives the same bytes. A fixed number of queries.
    """
    items = items_of(person).filter(ends_at__gt=now - BACK, starts_at__lt=now + AHEAD).order_by("-starts_at", "pk")
    with override(person.preferred_language or settings.LANGUAGE_CODE):
        entries = entries_of(list(items[:MOST]), now)
        calendar = Calendar()
        calendar.add("prodid", "-//Schoolhouse//Timetable//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("Timetable"))
        calendar.add("refresh-interval", datetime.timedelta(hours=1), parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for entry in sorted(entries, key=lambda entry: (entry.item.starts_at, entry.item.pk)):
            calendar.add_component(_event(entry, link))
    calendar.add_missing_timezones(first_date=(now - BACK * 2).date(), last_date=(now + AHEAD * 2).date())
    return bytes(calendar.to_ical())


def _event(entry: Entry, link: Callable[[str], str]) -> Event:
    item: TimetableItem = entry.item
    event = Event()
    event.add("uid", f"{item.public_id}@schoolhouse")
    event.add("summary", _("Cancelled: %(title)s") % {"title": entry.title} if item.is_cancelled else str(entry.title))
    event.add("dtstart", _local(item.starts_at, entry.zone))
    event.add("dtend", _local(item.ends_at, entry.zone))
    event.add("dtstamp", item.updated_at.astimezone(datetime.UTC))
    event.add("last-modified", item.updated_at.astimezone(datetime.UTC))
    event.add("sequence", item.sequence)
    event.add("status", "CANCELLED" if item.is_cancelled else "CONFIRMED")
    if item.is_cancelled:
        event.add("transp", "TRANSPARENT")
    if item.room:
        event.add("location", item.room)
    event.add("description", "\n".join(_lines(entry)))
    page = entry.page or entry.training_class
    if url := page.get_url():
        event.add("url", link(url))
    return event


def _lines(entry: Entry) -> list[str]:
    lines = [f"{entry.item.kind_label} · {entry.training_class.title}"]
    if entry.instructors:
        lines.append(_("Instructors: %(names)s") % {"names": ", ".join(entry.instructors)})
    if entry.item.is_cancelled:
        lines.append(entry.item.reason)
    return lines


def _local(moment: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    return moment.astimezone(zone).replace(microsecond=0)
