"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _

from schoolhouse.extension_points import Export, RosterColumn, exports, roster_columns
from schoolhouse.plugins import PluginConfig


class FirstSignInConfig(PluginConfig):
    """Shows on the roster who has signed in yet, lists those who have not, and reminds the class teacher of them."""

    name = "plugins.first_sign_in"
    label = "first_sign_in"
    verbose_name = _("First sign-in")
    description = _("Shows who of a class has not signed in yet, and reminds the class teacher before it starts.")
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "class"
    settings_form = "plugins.first_sign_in.forms.SettingsForm"

    def register(self) -> None:
        """Add the column and the export; the reminder is in ``jobs.py``."""
        from plugins.first_sign_in.roster import COLUMNS, column, missing_rows

        roster_columns.register(self.label, self.label, RosterColumn(_("Last signed in"), column))
        exports.register(self.label, "not-signed-in", Export(_("Not signed in yet"), COLUMNS, missing_rows))
