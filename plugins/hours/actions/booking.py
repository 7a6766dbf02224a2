"""Booking hours: what the sources say, compared with what stands, and each difference written down."""

import uuid
from collections.abc import Callable, Collection, Iterable
from operator import itemgetter

from django.db import transaction
from django.db.models import Max

from foundation import stamps
from plugins.hours.conversion import Converted, converted
from plugins.hours.models import HoursAccount, HoursEntry
from plugins.hours.queries.own import STAMP
from plugins.hours.queries.sources import Key, Reading

BATCH = 100


def book_all(learners: Iterable[int]) -> int:
    """Book the hours of many learners, by their keys, a hundred in a transaction. Returns how many entries it made."""
    keys = sorted(set(learners))
    return sum(book(learners=keys[start : start + BATCH]) for start in range(0, len(keys), BATCH))


@transaction.atomic
def book(*, learners: Collection[int], new_id: Callable[[], uuid.UUID] = uuid.uuid4) -> int:
    """Let the ledger say what the sources say, for the learners with these keys; return how many entries it made.

    What differs is reversed and booked anew, what is gone is reversed; called again it does nothing. Each learner's
    account is locked meanwhile, so that of two at the same time the second finds what the first has booked. ``new_id``
    draws the public id of each entry.
    """
    _lock(learners)
    sources = Reading(learners).read()
    wanted = {
        (learner, str(one.found.source), one.found.reference): one
        for learner, things in sorted(sources.found.items(), key=itemgetter(0))
        for one in converted(things)
        if one.hours
    }
    standing = sources.standing
    wrong = [entry for key, entry in standing.items() if not _agrees(entry, wanted.get(key))]
    wrong += sources.doubled
    stays = {key for key, entry in standing.items() if _agrees(entry, wanted.get(key))}
    missing = {key: one for key, one in wanted.items() if key not in stays}
    _reverse(wrong, new_id)
    _write(missing, learners, new_id)
    if wrong or missing:
        stamps.bump(STAMP)
    return len(wrong) + len(missing)


def _lock(learners: Collection[int]) -> None:
    keys = sorted(learners)
    HoursAccount.objects.bulk_create([HoursAccount(learner_id=key) for key in keys], ignore_conflicts=True)
    list(HoursAccount.objects.select_for_update().filter(learner__in=keys).order_by("learner_id"))


def _agrees(entry: HoursEntry, one: Converted | None) -> bool:
    return one is not None and (entry.day, entry.hours, entry.minutes) == (one.found.day, one.hours, one.minutes)


def _reverse(entries: Collection[HoursEntry], new_id: Callable[[], uuid.UUID]) -> None:
    HoursEntry.objects.bulk_create(
        HoursEntry(
            public_id=new_id(),
            learner_id=entry.learner_id,
            day=entry.day,
            hours=-entry.hours,
            minutes=-entry.minutes,
            source=entry.source,
            reference=entry.reference,
            number=entry.number,
            title=entry.title,
            organization_id=entry.organization_id,
            table_id=entry.table_id,
            table_version=entry.table_version,
            reverses=entry,
        )
        for entry in entries
    )


def _write(missing: dict[Key, Converted], learners: Collection[int], new_id: Callable[[], uuid.UUID]) -> None:
    if not missing:
        return
    rows = HoursEntry.objects.filter(learner__in=learners, reverses=None).order_by()
    named = rows.values_list("learner_id", "source", "reference").annotate(last=Max("number"))
    numbers = {(learner, source, reference): last for learner, source, reference, last in named}
    HoursEntry.objects.bulk_create(
        HoursEntry(
            public_id=new_id(),
            learner_id=key[0],
            day=one.found.day,
            hours=one.hours,
            minutes=one.minutes,
            source=one.found.source,
            reference=one.found.reference,
            number=numbers.get(key, 0) + 1,
            title=one.found.title,
            why=one.why,
            organization_id=one.found.organization,
            table_id=one.found.table.pk,
            table_version=one.found.table.version if one.found.table.pk else 0,
        )
        for key, one in missing.items()
    )
