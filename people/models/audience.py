"""The audience of a page or another model. Who that lets in is answered by ``people.audience``."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who may see a thing."""

    PUBLIC = "public", _("Everyone")
    SIGNED_IN = "signed_in", _("Everyone who has signed in")
    CLASS = "class", _("The class")
    ORGANIZATION = "organization", _("An organization and everything below it")


class AudienceMixin(models.Model):
    """Adds an audience to a page or another model.

    ``audience_owner`` is the ORM path to the organization that owns the row; pages leave it empty, their owner is
    their place in the tree.
    """

    audience = models.CharField(_("audience"), max_length=20, choices=Audience.choices, default=Audience.SIGNED_IN)
    audience_organization = models.ForeignKey(
        "people.Organization",
        verbose_name=_("organization that may see it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only where the audience is an organization."),
    )

    audience_owner = ""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Ask for the organization where the audience is one."""
        super().clean()
        if self.audience == Audience.ORGANIZATION and self.audience_organization_id is None:
            raise ValidationError({"audience_organization": _("Choose the organization that may see it.")})
