"""What follows when a conversion table is changed."""

from typing import Any

from django.db.models.signals import post_save

from foundation import stamps
from plugins.hours.models import ConversionTable
from plugins.hours.queries.own import STAMP
from schoolhouse.jobs import enqueue


def book_anew(sender: type[ConversionTable], instance: ConversionTable, **kwargs: Any) -> None:
    """Count anew what the table covers, and show at once what it asks for."""
    stamps.bump(STAMP)
    organization = instance.organization_id
    enqueue("hours.book_below", {"organization": organization}, key=f"hours.below:{organization}")


def connect() -> None:
    """Connect the receiver; called once when the plugin starts."""
    post_save.connect(book_anew, sender=ConversionTable, dispatch_uid="hours.book_anew")
