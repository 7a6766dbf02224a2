"""What plugins did wrong while the school was running."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PluginFault(models.Model):
    """The faults of one plugin at one place, counted; the last one is kept in words.

    ``place`` is a slot, hook, job or extension point by name. ``switched_off`` says that the plugin is no longer asked
    there, because it was too slow, until an administrator says otherwise.
    """

    plugin = models.CharField(_("plugin"), max_length=100)
    place = models.CharField(_("place"), max_length=200)
    message = models.TextField(_("what happened"))
    traceback = models.TextField(_("traceback"), blank=True)
    count = models.PositiveIntegerField(_("how often"), default=1)
    first_at = models.DateTimeField(_("first"), default=timezone.now)
    last_at = models.DateTimeField(_("last"), default=timezone.now)
    switched_off = models.BooleanField(_("switched off"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("plugin fault")
        verbose_name_plural = _("plugin faults")
        ordering = ["-last_at"]
        constraints = [models.UniqueConstraint(fields=["plugin", "place"], name="one_fault_row_per_plugin_and_place")]

    def __str__(self) -> str:
        return f"{self.plugin}, {self.place}: {self.message}"
