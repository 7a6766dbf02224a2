"""Repeating a class: the next period, with everything moved to its days."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from classes import events
from classes.actions.fresh_copy import FreshCopyAction
from classes.actions.life.groups import copy_groups
from classes.actions.life.offices import copy_offices
from classes.actions.reflection_tasks import copy_tasks
from classes.models import LiveClassPage, TimetableItem, TimetableItemState, TrainingClassPage
from classes.permissions import may_repeat_class
from classes.wall_time import moved
from people.models import User
from schoolhouse.extension_points import class_repeat_movers
from schoolhouse.refusals import Refusal


@transaction.atomic
def repeat_class(
    *,
    source: TrainingClassPage,
    starts_on: datetime.date,
    period: int,
    title: str,
    slug: str,
    by: User,
) -> TrainingClassPage:
    """Make the next period of ``source`` beside it, beginning on ``starts_on``, and publish what was published.

    The class, its live classes and whatever else stands below are copied as drafts; references of the timetable lead
    to the copies; every date moves by whole days and keeps its wall time in the class's zone; plugins and higher rooms
    move theirs. Groups and offices are there again, without people; learners and what they did stay where they are, and
    so does what was cancelled: the page of a cancelled live class is copied and not published. Raises ``Refusal`` for
    who may not publish there, and for an address that is taken.
    """
    if not may_repeat_class(by, source):
        raise Refusal(_("You may not publish classes here."), code="not_yours", status=403)
    source = TrainingClassPage.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if source.get_siblings().filter(slug=slug).exists():
        raise Refusal(_("Another page here has this address already."), code="slug_taken")
    shift, zone = starts_on - source.starts_on, source.zone
    attributes = {"title": title, "draft_title": title, "slug": slug, "period": period}
    to = source.get_parent().specific
    copied = FreshCopyAction(source, to=to, update_attrs=attributes, recursive=True, user=by).execute(
        skip_permission_checks=True
    )
    copy = TrainingClassPage.objects.get(pk=copied.pk)
    pages = _pairs(source, copy)
    _move_class(copy, pages, shift, zone)
    copy_tasks(source, copy, shift, zone)
    copy_groups(source, copy)
    copy_offices(source, copy)
    for live_class in LiveClassPage.objects.child_of(copy):
        _move_live_class(live_class, pages, shift, zone)
    for extension in class_repeat_movers.active(copy):
        extension.value(source=source, copy=copy, pages=pages, shift=shift, by=by)
    _publish(pages, by)
    copy.refresh_from_db()
    _tell(source, copy, shift, by)
    return copy


def _pairs(source: Page, copy: Page) -> dict[int, int]:
    """Map the keys of the copied pages from old to new: both trees have the same shape."""
    old = source.get_descendants(inclusive=True).order_by("path").values_list("pk", flat=True)
    new = copy.get_descendants(inclusive=True).order_by("path").values_list("pk", flat=True)
    return dict(zip(old, new, strict=True))


def _move_class(copy: TrainingClassPage, pages: dict[int, int], shift: datetime.timedelta, zone: ZoneInfo) -> None:
    copy.starts_on += shift
    copy.ends_on += shift
    copy.enrollment_closes_at = moved(copy.enrollment_closes_at, shift, zone)
    copy.save()
    items = TimetableItem.objects.filter(training_class=copy)
    items.filter(state=TimetableItemState.CANCELLED).delete()
    for item in items:
        item.starts_at, item.ends_at = moved(item.starts_at, shift, zone), moved(item.ends_at, shift, zone)
        item.page_id = pages.get(item.page_id or 0, item.page_id)
        item.save(update_fields=["starts_at", "ends_at", "page"])
    items.update(sequence=0)


def _move_live_class(
    live_class: LiveClassPage, pages: dict[int, int], shift: datetime.timedelta, zone: ZoneInfo
) -> None:
    live_class.starts_at = moved(live_class.starts_at, shift, zone)
    live_class.ends_at = moved(live_class.ends_at, shift, zone)
    live_class.lesson_id = pages.get(live_class.lesson_id or 0, live_class.lesson_id)
    live_class.save()


def _publish(pages: dict[int, int], by: User) -> None:
    """Write a revision of each copy as it stands now, and publish those whose original is published."""
    cancelled = LiveClassPage.objects.filter(is_cancelled=True).values("pk")
    published = set(Page.objects.live().filter(pk__in=pages).exclude(pk__in=cancelled).values_list("pk", flat=True))
    originals = {new: old for old, new in pages.items()}
    for page in Page.objects.filter(pk__in=originals).order_by("path").specific():
        revision = page.save_revision(user=by, clean=False)
        if originals[page.pk] in published:
            revision.publish(user=by, skip_permission_checks=True)


def _tell(source: TrainingClassPage, copy: TrainingClassPage, shift: datetime.timedelta, by: User) -> None:
    data: dict[str, Any] = {
        "training_class": copy.public_id,
        "source": source.public_id,
        "days": shift.days,
        "by": by.public_id,
    }
    events.class_repeated.send(data=data, organization=copy.organization.public_id if copy.organization else None)
