"""Making groups of a class, dividing its learners among them, naming leaders."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from classes.actions.enrollment import lock_class
from classes.models import ClassGroup, Enrollment, TrainingClassPage
from classes.models.life.group import NAME_LENGTH
from classes.permissions import INSIDE_STATES, may_run_class
from people.models import User
from schoolhouse.refusals import Refusal

MOST_GROUPS = 60
"""The most groups that a class may have."""


@transaction.atomic
def add_group(*, training_class: TrainingClassPage, name: str, by: User) -> ClassGroup:
    """Make an empty group; one of that name that is there already is returned. Raises ``Refusal``."""
    training_class = lock_to_run(training_class, by)
    return ensure_groups(training_class, [_clean(name)])[_clean(name)]


@transaction.atomic
def change_group(*, group: ClassGroup, name: str, leader: Enrollment | None, by: User) -> ClassGroup:
    """Call a group ``name`` and let ``leader``, one of its members or nobody, lead it. Raises ``Refusal``."""
    training_class = lock_to_run(group.training_class, by)
    name = _clean(name)
    if training_class.groups.filter(name=name).exclude(pk=group.pk).exists():
        raise Refusal(_("There is a group of this name already."), code="name_taken")
    members = Enrollment.objects.filter(group=group, state__in=INSIDE_STATES)
    if leader is not None and not members.filter(pk=leader.pk).exists():
        raise Refusal(_("A leader is one of the group."), code="not_a_member", status=400)
    Enrollment.objects.filter(group=group, leads_group=True).update(leads_group=False)
    if leader is not None:
        members.filter(pk=leader.pk).update(leads_group=True)
    group.name = name
    group.save(update_fields=["name"])
    return group


@transaction.atomic
def remove_group(*, group: ClassGroup, by: User) -> None:
    """Dissolve a group; its members are in none then. Raises ``Refusal``."""
    lock_to_run(group.training_class, by)
    Enrollment.objects.filter(group=group).update(group=None, leads_group=False)
    ClassGroup.objects.filter(pk=group.pk).delete()


@transaction.atomic
def move_learners(
    *, training_class: TrainingClassPage, enrollments: Iterable[uuid.UUID], group: ClassGroup | None, by: User
) -> int:
    """Put those learners, by public id, into a group of their class, or into none. Returns how many moved."""
    training_class = lock_to_run(training_class, by)
    if group is not None and group.training_class_id != training_class.pk:
        raise Refusal(_("This group belongs to another class."), code="elsewhere", status=400)
    rows = training_class.enrollments.filter(public_id__in=list(enrollments), state__in=INSIDE_STATES)
    rows = rows.exclude(group=group) if group is not None else rows.filter(group__isnull=False)
    return rows.update(group=group, leads_group=False)


def ensure_groups(training_class: TrainingClassPage, names: Iterable[str]) -> dict[str, ClassGroup]:
    """Return the groups of these names, made where they are not there yet; call it under the class's lock."""
    known = {group.name: group for group in training_class.groups.all()}
    last = max((group.number for group in known.values()), default=0)
    new = [name for name in dict.fromkeys(names) if name and name not in known]
    if len(known) + len(new) > MOST_GROUPS:
        said = _("A class has at most %(count)d groups.")
        raise Refusal(said % {"count": MOST_GROUPS}, code="too_many_groups", status=400)
    for number, name in enumerate(new, start=last + 1):
        known[name] = ClassGroup.objects.create(training_class=training_class, name=name, number=number)
    return known


def copy_groups(source: TrainingClassPage, copy: TrainingClassPage) -> None:
    """Give the next period of a class the same groups, without anybody in them."""
    for group in source.groups.all():
        ClassGroup.objects.create(training_class=copy, name=group.name, number=group.number)


def lock_to_run(training_class: TrainingClassPage, by: User) -> TrainingClassPage:
    """Read the class again under its lock. Raises ``Refusal`` for who does not run it."""
    if not may_run_class(by, training_class):
        raise Refusal(_("You do not run this class."), code="class_not_yours", status=403)
    return lock_class(training_class)


def _clean(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())[:NAME_LENGTH].strip()
    if not name:
        raise Refusal(_("The group needs a name."), code="no_name", status=400)
    return name
