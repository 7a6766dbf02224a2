"""The organization tree."""

import uuid
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from foundation.prepared import prepared
from foundation.trees import paths_above


class OrganizationKind(models.TextChoices):
    """What an organization is."""

    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village")
    SCHOOL = "school", _("School")
    HALL = "hall", _("Hall")
    LEARNING_POINT = "learning_point", _("Learning point")
    BRANCH_SCHOOL = "branch_school", _("Branch school")
    BASE = "base", _("Training base")


class OrganizationQuerySet(MP_NodeQuerySet):
    """Organizations, in tree order."""

    def below(self, organization: "Organization") -> "OrganizationQuerySet":
        """Keep ``organization`` itself and everything below it."""
        return self.filter(path__startswith=organization.path)

    def active(self) -> "OrganizationQuerySet":
        """Leave out organizations that were closed."""
        return self.filter(is_active=True)


class OrganizationManager(MP_NodeManager.from_queryset(OrganizationQuerySet)):  # type: ignore[misc]
    """The tree's manager: always in tree order."""

    def get_queryset(self) -> OrganizationQuerySet:
        """Return all organizations, parents before children."""
        return OrganizationQuerySet(self.model, using=self._db).order_by("path")


def validate_time_zone(value: str) -> None:
    """Refuse a name that the time-zone database does not know."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(value)s” is not a known time zone."), params={"value": value})


class Organization(MP_Node):
    """A node of the tree of cities, counties, townships, villages, schools and learning points."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind.choices)
    code = models.CharField(
        _("code"), max_length=40, null=True, blank=True, help_text=_("The school's own number, for imports.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Such as Asia/Shanghai. Empty: as the organization above."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = OrganizationManager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.UniqueConstraint("code", name="people_organization_code_unique"),
            models.CheckConstraint(condition=~models.Q(code=""), name="people_organization_code_null_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Store an empty code as ``None``, so that many may have none."""
        self.code = (self.code or "").strip() or None

    def contains(self, other: "Organization") -> bool:
        """Say whether ``other`` is this organization or stands below it."""
        return other.path.startswith(self.path)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone that holds here: its own, or the nearest above, or the server's."""
        if self.time_zone:
            return zoneinfo.ZoneInfo(self.time_zone)
        named = nearest_time_zone.first(paths=paths_above(self.path))
        return zoneinfo.ZoneInfo(named[0] if named else settings.TIME_ZONE)


@prepared
def nearest_time_zone(paths: list[str]) -> models.QuerySet[Organization, tuple[str]]:
    """The time zone of the deepest of the organizations at ``paths`` that names one."""
    named = Organization.objects.filter(path__in=paths).exclude(time_zone="")
    return named.order_by("-depth").values_list("time_zone")[:1]
