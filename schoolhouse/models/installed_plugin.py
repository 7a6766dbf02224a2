"""What is known of a plugin after it has gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstalledPlugin(models.Model):
    """A plugin that was installed when ``migrate`` last ran with it; its row stays when the plugin goes.

    ``tables`` are the names of its tables.
    """

    label = models.CharField(_("name in code"), max_length=100, unique=True)
    name = models.CharField(_("package"), max_length=200)
    verbose_name = models.CharField(_("name"), max_length=200)
    version = models.CharField(_("version"), max_length=50, blank=True)
    tables = models.JSONField(_("tables"), default=list)
    last_seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("installed plugin")
        verbose_name_plural = _("installed plugins")

    def __str__(self) -> str:
        return self.verbose_name
