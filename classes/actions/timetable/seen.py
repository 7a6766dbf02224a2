"""Remembering who has seen what was changed."""

from django.db import transaction

from classes.models import TimetableChange, TimetableSeen, TrainingClassPage
from people.models import User


@transaction.atomic
def mark_seen(*, training_class: TrainingClassPage, number: int, by: User) -> None:
    """Remember that ``by`` has seen the changes of a class up to the one with the key ``number``; never fewer."""
    changes = TimetableChange.objects.filter(training_class=training_class, pk__lte=number)
    latest = changes.order_by("-pk").first()
    if latest is None:
        return
    own = TimetableSeen.objects.select_for_update().filter(training_class=training_class, person=by)
    seen, _made = own.get_or_create(defaults={"training_class": training_class, "person": by, "change": latest})
    if seen.change_id < latest.pk:
        seen.change = latest
        seen.save(update_fields=["change"])
