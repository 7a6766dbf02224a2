"""The table of stamps."""

import secrets
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.prepared import prepared


class StampQuerySet(models.QuerySet["Stamp"]):
    """Reading and renewing stamps, each in one statement."""

    def renew(self, names: Iterable[str]) -> None:
        """Give each name a new version. Names are sorted, so that two writers cannot lock each other out."""
        rows = [Stamp(name=name, version=secrets.randbits(62) + 1) for name in sorted(set(names))]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=["version"])  # type: ignore[arg-type]

    def versions(self, names: Iterable[str]) -> dict[str, int]:
        """Return the version of each name, 0 where it has none."""
        names = sorted(set(names))
        return dict.fromkeys(names, 0) | dict(versions_of.all(names=names))


class Stamp(models.Model):
    """A name and the version that it is at."""

    name = models.CharField(_("name"), max_length=150, primary_key=True)
    version = models.BigIntegerField(_("version"))

    objects = StampQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version stamp")
        verbose_name_plural = _("version stamps")

    def __str__(self) -> str:
        return f"{self.name}: {self.version}"


@prepared
def versions_of(names: list[str]) -> models.QuerySet[Stamp, tuple[str, int]]:
    """Name and version of each stamp."""
    return Stamp.objects.filter(name__in=names).values_list("name", "version")
