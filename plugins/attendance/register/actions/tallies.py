"""Writing the figures of the register: each time all of a class anew, so that nothing is counted twice."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from classes.models import TrainingClassPage
from people.queries.ownership import with_owner
from plugins.attendance.register.models import (
    ClassTally,
    HeadCount,
    OutsideClass,
    PeopleTally,
    SessionTally,
    TallySource,
)
from plugins.attendance.register.queries.truth import figures_of, sessions_among, tally_of_count, tally_of_outside

_KEYS = {"roll", "head_count", "outside", "source"}
_FIELDS = [
    field.name for field in SessionTally._meta.concrete_fields if not field.primary_key and field.name not in _KEYS
]
_BATCH = 200


@transaction.atomic
def tally_class(*, training_class: TrainingClassPage) -> None:
    """Write the figures of all rolls of a class, as they follow from what is known now. The software's own act."""
    ClassTally.objects.bulk_create([ClassTally(training_class=training_class)], ignore_conflicts=True)
    counted = ClassTally.objects.select_for_update().get(training_class=training_class)
    figures = figures_of(training_class)
    _write(figures.sessions, "roll")
    if not figures.sessions:
        SessionTally.objects.filter(training_class=training_class, source=TallySource.ROLL).delete()
    PeopleTally.objects.filter(training_class=training_class).delete()
    PeopleTally.objects.bulk_create(figures.people, batch_size=_BATCH)
    counted.last_mark, counted.computed_at = figures.last_mark, timezone.now()
    counted.save()
    tally_counts(counts=HeadCount.objects.filter(training_class=training_class))


@transaction.atomic
def tally_counts(*, counts: Iterable[HeadCount]) -> None:
    """Write the figures of head counts, and of others at the same items; those that were corrected have none."""
    wanted = list(counts)
    asked = Q(pk__in=[count.pk for count in wanted]) | Q(item__in={count.item_id for count in wanted if count.item_id})
    # In order: rows that are written in the order in which a database happens to give others are new each time.
    found = HeadCount.objects.standing().filter(asked).order_by("pk")
    rows = list(found.select_related("training_class", "organization"))
    alone = sessions_among(rows)
    _write([tally_of_count(count, is_session=count.pk in alone) for count in rows], "head_count")
    SessionTally.objects.filter(head_count__in=HeadCount.objects.filter(corrected_by__isnull=False)).delete()


@transaction.atomic
def tally_outside(*, classes: Iterable[OutsideClass]) -> None:
    """Write the figures of outside classes; those that were corrected have none."""
    rows = OutsideClass.objects.standing().filter(pk__in=[one.pk for one in classes])
    _write([tally_of_outside(one) for one in rows.select_related("organization").order_by("pk")], "outside")
    SessionTally.objects.filter(outside__in=OutsideClass.objects.filter(corrected_by__isnull=False)).delete()


def _write(tallies: list[SessionTally], key: str) -> None:
    SessionTally.objects.bulk_create(
        tallies, batch_size=_BATCH, update_conflicts=True, unique_fields=[key], update_fields=_FIELDS
    )


@transaction.atomic
def follow_moves() -> int:
    """Let the register follow classes that now belong to another organization; return of how many that was so."""
    pages = TrainingClassPage.objects.filter(pk__in=ClassTally.objects.values("training_class"))
    owners: dict[int, int | None] = dict(
        with_owner(pages).values_list("pk", "owning_organization")  # type: ignore[type-var]
    )
    rolls = SessionTally.objects.filter(source=TallySource.ROLL)
    written = rolls.order_by().values_list("training_class_id", "organization_id").distinct()
    moved = {page for page, organization in written if page in owners and owners[page] != organization}
    for page in TrainingClassPage.objects.filter(pk__in=moved):
        tally_class(training_class=page)
    return len(moved)
