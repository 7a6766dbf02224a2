"""Refusing what would end in a broken reference, with the name of the plugin and what helps."""

import threading
import time
from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _
from wagtail.models import Page

from schoolhouse.leftovers.orphans import is_orphan, plugin_of
from schoolhouse.leftovers.tables import Pointer, pointers
from schoolhouse.refusals import Refusal

LOOK_AGAIN_SECONDS = 60

_lock = threading.Lock()
_pointers: dict[str, list[Pointer]] = {}
_looked_at = float("-inf")


class LeftOverRecords(Refusal):
    """Something cannot be deleted: a table of a plugin that is gone still points at it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="left_over_records")


def arm() -> bool:
    """Look which tables gone plugins left, and guard what they point at; say whether there are any.

    Looks at most once a minute: a plugin comes and goes with a restart, a purge does not.
    """
    global _looked_at
    with _lock:
        if time.monotonic() - _looked_at > LOOK_AGAIN_SECONDS:
            look_again()
            _looked_at = time.monotonic()
        return bool(_pointers)


def look_again() -> None:
    """Look at the tables now, and listen to the models they point at.

    To no others: a listener makes deleting many rows slower.
    """
    found = defaultdict(list)
    for pointer in pointers():
        found[pointer.target].append(pointer)
    for model in apps.get_models(include_auto_created=True):
        pre_delete.disconnect(sender=model, dispatch_uid=_UID)
    _pointers.clear()
    _pointers.update(found)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in found and not model._meta.proxy:
            pre_delete.connect(refuse_to_delete, sender=model, dispatch_uid=_UID)


_UID = "schoolhouse.leftovers"


def refuse_to_delete(sender: type[models.Model], instance: models.Model, **signal: Any) -> None:
    """Raise ``LeftOverRecords`` when a left-over row points at ``instance``; nothing was deleted then."""
    for pointer in _pointers.get(sender._meta.db_table, ()):
        if _points_at(pointer, sender, instance):
            raise LeftOverRecords(explained(pointer.plugin.label, str(pointer.plugin), str(instance)))


def _points_at(pointer: Pointer, model: type[models.Model], instance: models.Model) -> bool:
    field = next((field for field in model._meta.concrete_fields if field.column == pointer.target_column), None)
    if field is None:
        return False
    value = field.get_db_prep_value(getattr(instance, field.attname), connection)
    quote = connection.ops.quote_name
    sql = f"SELECT 1 FROM {quote(pointer.table)} WHERE {quote(pointer.column)} = %s LIMIT 1"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [value])
            return cursor.fetchone() is not None
    except DatabaseError:  # purged in the meantime
        return False


def explained(label: str, plugin: str, what: str) -> str:
    """Say why ``what`` cannot be deleted and what helps."""
    return _(
        "“%(what)s” cannot be deleted: the plugin “%(plugin)s” is no longer at work here, and its records still point "
        "at it. Install the plugin again, or have what it left behind removed: manage.py plugins purge %(label)s"
    ) % {"what": what, "plugin": plugin, "label": label}


def explained_broken_reference() -> str:
    """Say what a broken reference may come from, when nobody knows which row it was."""
    plugins = {pointer.plugin.label: str(pointer.plugin) for found in _pointers.values() for pointer in found}
    names = ", ".join(f"“{name}” (manage.py plugins purge {label})" for label, name in sorted(plugins.items()))
    return _(
        "This cannot be deleted: records of a plugin that is no longer at work here may still point at it. Install the "
        "plugin again, or have what it left behind removed: %(plugins)s"
    ) % {"plugins": names}


def refuse_to_copy(sender: type[models.Model], instance: Page, **signal: Any) -> None:
    """Raise ``Refusal`` for a new page of a missing type: a copy would have only the half of it that is known."""
    if instance._state.adding and instance.content_type_id and is_orphan(instance):
        message = _("“%(page)s” cannot be copied: its plugin “%(plugin)s” is missing.")
        raise Refusal(message % {"page": instance.title, "plugin": plugin_of(instance).name}, code="plugin_missing")
