"""Clashes in Wagtail's page editor: named before something is published, and published all the same once confirmed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classes.models import TimetableItemState, TrainingClassPage
from classes.queries.timetable.clashes import Clash, Slot, clashes_of
from classes.queries.timetable.plans import Step, plan_of, slots_of
from people.queries.ownership import organization_of

PUBLISHING = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")
TIMES = frozenset({"starts_at", "ends_at", "room"})


def confirmation() -> forms.BooleanField:
    """Make the field by which an editor says that clashes are meant to be."""
    return forms.BooleanField(label=_("Publish all the same"), required=False)


class ClashWarning:
    """A page form that names clashes when the page is about to be published; drafts are saved in peace.

    ``clashes`` are those that were found.
    """

    clashes: tuple[Clash, ...] = ()

    def is_publishing(self, data: Mapping[str, Any]) -> bool:
        """Say whether what was sent is to be published now."""
        return any(data.get(action) for action in PUBLISHING)

    def warn(self, clashes: list[Clash]) -> None:
        """Name ``clashes`` unless they were confirmed."""
        self.clashes = tuple(clashes)
        form: Any = self
        if clashes and not form.cleaned_data.get("confirm_clashes"):
            form.add_error("confirm_clashes", [str(clash) for clash in clashes])


def clashes_of_session(form: Any, training_class: TrainingClassPage) -> list[Clash]:
    """Return what stands against the times, the room and the instructors that were typed for a live class."""
    data, people = form.cleaned_data, form.formsets.get("instructors")
    rows = [row for row in people.forms if row.is_valid() and not row.cleaned_data.get("DELETE")] if people else []
    is_new = not form.instance.live or (people is not None and people.has_changed())
    if not (data.get("starts_at") and data.get("ends_at")) or not (is_new or TIMES.intersection(form.changed_data)):
        return []
    if data["ends_at"] <= data["starts_at"]:
        return []
    teachers = frozenset(row.cleaned_data["instructor"].pk for row in rows if row.cleaned_data.get("instructor"))
    slot = Slot(data["starts_at"], data["ends_at"], data.get("room", ""), teachers, page=form.instance.pk)
    return clashes_of([slot], training_class, form.for_user)


def clashes_of_items(form: Any) -> list[Clash]:
    """Return what stands against the items of a class's timetable that were changed."""
    rows = form.formsets.get("timetable_items")
    if rows is None:
        return []
    changed = [row for row in rows.forms if row.has_changed() and row.is_valid() and not row.cleaned_data.get("DELETE")]
    items = [row.instance for row in changed if row.instance.state == TimetableItemState.PLANNED]
    steps = [Step(item, item.starts_at, item.ends_at) for item in items if item.starts_at and item.ends_at]
    if not steps:
        return []
    if form.instance.pk:
        return list(plan_of(steps, form.instance, form.for_user).clashes)
    holder = organization_of(form.parent_page) if form.parent_page else None
    return clashes_of(slots_of(steps), form.instance, form.for_user, holder=holder)
