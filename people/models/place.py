"""Places: where in Wagtail's page tree and collection tree an organization is at home."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.organization import Organization


class OrganizationPage(models.Model):
    """A page that an organization owns, with everything below it up to the next such page.

    Written by ``people.actions.places.register_place`` when a home page comes into being. An organization may have
    several, one for each language.
    """

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="organization_page")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="places"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("place of an organization")
        verbose_name_plural = _("places of organizations")

    def __str__(self) -> str:
        return f"{self.page}, {self.organization}"


class OrganizationCollection(models.Model):
    """The collection of an organization's files. These collections mirror the organization tree."""

    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.CASCADE, related_name="organization_collection"
    )
    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="files_collection")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("collection of an organization")
        verbose_name_plural = _("collections of organizations")

    def __str__(self) -> str:
        return str(self.organization)
