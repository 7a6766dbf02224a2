"""Where a plugin is on, and with which settings."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PluginState(models.TextChoices):
    """What somebody decided for a place and everything below it in the page tree."""

    INHERIT = "inherit", _("As above")
    ON = "on", _("On")
    BELOW = "below", _("Only where switched on below")
    OFF = "off", _("Off")


class PluginActivation(models.Model):
    """One decision: ``plugin`` (its label) at ``page`` and below, or at the whole server where ``page`` is empty.

    ``settings`` holds only what was set here; the rest is inherited from above. Who decided stands in Wagtail's log.
    """

    plugin = models.CharField(_("plugin"), max_length=100)
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=PluginState.choices, default=PluginState.INHERIT)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("plugin activation")
        verbose_name_plural = _("plugin activations")
        constraints = [
            models.UniqueConstraint(fields=["plugin", "page"], name="plugin_once_per_page"),
            models.UniqueConstraint(fields=["plugin"], condition=models.Q(page=None), name="plugin_once_per_server"),
            models.CheckConstraint(
                condition=models.Q(state__in=PluginState.values), name="plugin_activation_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plugin}: {self.get_state_display()}"
