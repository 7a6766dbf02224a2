"""Dividing the learners of a class into groups at one stroke."""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from classes.actions.life.groups import ensure_groups, lock_to_run
from classes.models import ClassGroup, Enrollment, TrainingClassPage
from classes.models.life.group import NAME_LENGTH
from classes.queries.life.groups import Division, division_of
from people.models import Organization, User
from schoolhouse.refusals import Refusal


@transaction.atomic
def divide_evenly(*, training_class: TrainingClassPage, count: int, everybody: bool, by: User) -> int:
    """Deal the learners out to the first ``count`` groups, made where there are fewer, so that all are of one size.

    People of one organization are spread over the groups. ``everybody``: those who are in a group already are dealt
    out anew, but for its leader; else only those who are in none. Returns how many moved. Raises ``Refusal``.
    """
    training_class = lock_to_run(training_class, by)
    division = division_of(training_class)
    if not 1 <= count <= max(division.learners, 1):
        said = _("There can be from 1 to %(most)d groups, as many as learners.")
        raise Refusal(said % {"most": division.learners}, code="wrong_count", status=400)
    targets = _targets(training_class, division, count)
    keys = {group.pk for group in targets}
    staying = Counter({group.pk: 0 for group in targets})
    moving = list(division.loose)
    for one in division.groups:
        leads = {seat.pk for seat in one.members if seat.leads_group and one.group.pk in keys}
        stays = [seat for seat in one.members if not everybody or seat.pk in leads]
        if one.group.pk in keys:
            staying[one.group.pk] += len(stays)
        moving += [seat for seat in one.members if everybody and seat.pk not in leads]
    return _deal(moving, targets, staying)


def _targets(training_class: TrainingClassPage, division: Division, count: int) -> list[ClassGroup]:
    """Return the first ``count`` groups; numbered ones are added where there are fewer."""
    groups = [one.group for one in division.groups][:count]
    names, number = {group.name for group in groups}, 1
    wanted: list[str] = []
    while len(groups) + len(wanted) < count:
        name = _("Group %(number)d") % {"number": number}
        if name not in names:
            wanted.append(name)
        number += 1
    made = ensure_groups(training_class, wanted)
    return groups + [made[name] for name in wanted]


def _deal(moving: Sequence[Enrollment], targets: Sequence[ClassGroup], sizes: Counter[int]) -> int:
    """Put each learner into the smallest group, people of one organization one after the other."""
    order = {group.pk: place for place, group in enumerate(targets)}
    chosen: dict[int, list[int]] = {group.pk: [] for group in targets}
    moved = 0
    for seat in sorted(moving, key=lambda seat: (seat.organization_id or 0, seat.learner.full_name, seat.pk)):
        key = min(sizes, key=lambda key: (sizes[key], order[key]))
        sizes[key] += 1
        moved += seat.group_id != key
        chosen[key].append(seat.pk)
    for key, seats in chosen.items():
        Enrollment.objects.filter(pk__in=seats).exclude(group_id=key).update(group_id=key, leads_group=False)
    return moved


@transaction.atomic
def divide_by_organization(*, training_class: TrainingClassPage, everybody: bool, by: User) -> int:
    """Put people of one organization into a group that is named after it; whoever has none stays where they are.

    ``everybody``: also those who are in a group already. Returns how many moved. Raises ``Refusal``.
    """
    training_class = lock_to_run(training_class, by)
    division = division_of(training_class)
    moving = list(division.loose) + [seat for one in division.groups for seat in one.members if everybody]
    organizations = {seat.organization_id: seat.organization for seat in moving if seat.organization}
    names = _names(list(organizations.values()))
    groups, moved = ensure_groups(training_class, names.values()), 0
    for key, name in names.items():
        seats = [seat.pk for seat in moving if seat.organization_id == key]
        rows = Enrollment.objects.filter(pk__in=seats).exclude(group=groups[name])
        moved += rows.update(group=groups[name], leads_group=False)
    return moved


def _names(organizations: Sequence[Organization]) -> dict[int, str]:
    """Return what the group of each organization is called; where two have one name, with what stands above."""
    counts = Counter(one.name for one in organizations)
    names = {}
    for one in organizations:
        above = one.get_parent() if counts[one.name] > 1 else None
        names[one.pk] = (f"{above.name} {one.name}" if above else one.name)[:NAME_LENGTH]
    return names
