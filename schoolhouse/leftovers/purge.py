"""Removing for good what a plugin left behind: its tables, pages, permissions and every row that names it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from wagtail.models import Page

from foundation import stamps
from foundation.jobs.models import Delivery, Job
from schoolhouse import quarantine
from schoolhouse.activation import STAMP
from schoolhouse.leftovers import guard
from schoolhouse.leftovers.tables import left_tables, tables_of_models
from schoolhouse.models import InstalledPlugin, PluginActivation, PluginFault
from schoolhouse.refusals import Refusal

#: Rows that name a plugin: what they are called in the list, and how to find those of a label.
EXTENSION_ROWS: dict[str, Callable[[str], models.QuerySet]] = {
    "Decisions where it is on": lambda label: PluginActivation.objects.filter(plugin=label),
    "Faults": lambda label: PluginFault.objects.filter(plugin=label),
    "Events owed to it": lambda label: Delivery.objects.filter(handler__startswith=f"{label}."),
    "Background jobs": lambda label: Job.objects.filter(name__startswith=f"{label}."),
}


@dataclass
class Plan:
    """What would go: numbers of rows by table, pages, types, permissions, migrations and rows that name the plugin.

    ``in_the_way`` are pages of other types that stand below its pages; nothing goes while there are any.
    """

    plugin: InstalledPlugin
    tables: dict[str, int]
    pages: list[Page]
    in_the_way: list[Page]
    content_types: list[ContentType]
    permissions: int
    migrations: list[str]
    rows: dict[str, int] = field(default_factory=dict)


def plan(name: str) -> Plan:
    """Say what a purge of the gone plugin ``name`` would remove; nothing is changed.

    Raises ``Refusal`` for a plugin that is installed, even one that is left out, and for one that was never here.
    """
    plugin = _gone(name)
    label = plugin.label
    types = list(ContentType.objects.filter(app_label=label).order_by("model"))
    pages = list(Page.objects.filter(content_type__in=types).order_by("path"))
    return Plan(
        plugin=plugin,
        tables={table: _count(table) for table in left_tables(plugin)},
        pages=pages,
        in_the_way=_foreign_children(pages),
        content_types=types,
        permissions=Permission.objects.filter(content_type__in=types).count(),
        migrations=sorted(_migrations(label).values_list("name", flat=True)),
        rows={name: rows(label).count() for name, rows in EXTENSION_ROWS.items()},
    )


def _gone(name: str) -> InstalledPlugin:
    found = InstalledPlugin.objects.filter(models.Q(label=name) | models.Q(name=name)).order_by("label").first()
    label = found.label if found else name
    # One that is left out, because it failed or waits for its tables, is installed all the same.
    if apps.is_installed(name) or label in apps.app_configs or label in quarantine.candidates:
        raise Refusal(_("The plugin “%(name)s” is installed here. Uninstall it first, then purge.") % {"name": name})
    if found is None:
        raise Refusal(_("No plugin “%(name)s” has left anything here.") % {"name": name})
    return found


def _foreign_children(pages: list[Page]) -> list[Page]:
    own = {page.pk for page in pages}
    found = {page.pk: page for parent in pages for page in parent.get_descendants().exclude(pk__in=own)}
    return sorted(found.values(), key=lambda page: page.path)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
        return cursor.fetchone()[0]


def _migrations(label: str) -> models.QuerySet:
    return MigrationRecorder(connection).migration_qs.filter(app=label)


@transaction.atomic
def purge(name: str) -> Plan:
    """Remove what ``plan`` lists, in one transaction on both databases, and return what was removed.

    What editors wrote with the plugin's blocks inside pages of other types stays as it is: editors delete that.
    Raises ``Refusal`` as ``plan`` does, and while pages of other types stand below the plugin's.
    """
    going = plan(name)
    if going.in_the_way:
        titles = ", ".join(f"“{page.title}”" for page in going.in_the_way)
        raise Refusal(
            _("Pages of other types stand below its pages: %(titles)s. Move them first.") % {"titles": titles}
        )
    label = going.plugin.label
    _drop(list(going.tables))
    for page in reversed(going.pages):
        Page.objects.get(pk=page.pk).delete()
    for rows in EXTENSION_ROWS.values():
        rows(label).delete()
    for content_type in going.content_types:
        content_type.delete()
    _migrations(label).delete()
    going.plugin.delete()
    stamps.bump(STAMP)
    transaction.on_commit(_look_again)
    return going


def _look_again() -> None:
    ContentType.objects.clear_cache()
    guard.look_again()


def _drop(tables: list[str]) -> None:
    """Drop ``tables``, which may point at each other. Before anything else: PostgreSQL drops no table that has just
    lost rows in the same transaction."""
    if not tables:
        return
    assert not set(tables) & tables_of_models()
    names = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TABLE {', '.join(names)}")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")
        for name in names:
            cursor.execute(f"DROP TABLE {name}")
