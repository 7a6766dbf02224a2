"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _

from schoolhouse.attendance import TrainingHours
from schoolhouse.demo import DemoPart
from schoolhouse.extension_points import DashboardPanel, dashboard_panels, demo_parts, training_hours
from schoolhouse.plugins import PluginConfig


class HoursConfig(PluginConfig):
    """Counts training hours by the conversion table of each organization, on a ledger that says why."""

    name = "plugins.hours"
    label = "hours"
    verbose_name = _("Training hours")
    description = _("Counts each learner's training hours in a year from classes, lessons and outside activities.")
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "server"

    def register(self) -> None:
        """Add the card, tell what classes came to, and say how hours follow when accounts are merged."""
        from people import merging
        from plugins.hours import demo
        from plugins.hours.merging import make_room
        from plugins.hours.models import HoursAccount, HoursEntry
        from plugins.hours.panel import card
        from plugins.hours.queries.classes import hours_of
        from plugins.hours.signals import connect

        dashboard_panels.register(self.label, self.label, DashboardPanel(_("Training hours"), card))
        training_hours.register(self.label, self.label, TrainingHours(self.verbose_name, hours_of))
        # After what hours are counted from.
        demo_parts.register(self.label, self.label, DemoPart(self.verbose_name, demo.load, demo.AMOUNT), order=30)
        if merging.resolver_for(HoursEntry) is None:
            merging.register(HoursEntry, make_room)
            merging.register(HoursAccount, merging.drop_all("learner"))
        connect()
