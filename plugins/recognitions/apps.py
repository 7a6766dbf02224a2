"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schoolhouse import extension_points as points
from schoolhouse.demo import DemoPart
from schoolhouse.notifications import NotificationKind, Way
from schoolhouse.plugins import PluginConfig


class RecognitionsConfig(PluginConfig):
    """Learners of a class are recognized: by points, by a vote, or by a jury."""

    name = "plugins.recognitions"
    label = "recognitions"
    verbose_name = pgettext_lazy("plugin", "Recognitions")
    description = _("Gives learners of a class titles, such as stars: by points, by a vote, or by a jury.")
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "class"

    def register(self) -> None:
        """Show it where people look; handlers are found by name."""
        from plugins.recognitions import demo, extensions, handlers, merging

        label, name = self.label, self.verbose_name
        aside = points.Slot.named("classes.training_class.aside")
        assert aside is not None
        aside.register(label, label, extensions.aside)
        points.dashboard_panels.register(label, label, points.DashboardPanel(name, extensions.card))
        points.class_tools.register(label, label, points.ClassTool(name, "star", extensions.desk_address), order=130)
        points.roster_columns.register(label, label, points.RosterColumn(name, extensions.column))
        points.class_repeat_movers.register(label, label, extensions.move_recognitions)
        points.closing_checks.register(label, label, points.ClosingCheck(name, extensions.under_way))
        asked = NotificationKind(
            _("I am asked to choose"), name, handlers.opened_words, handlers.ballot_visible, Way.SITE
        )
        points.notification_kinds.register(label, handlers.OPENED, asked, order=60)
        given = NotificationKind(_("I am recognized"), name, handlers.awarded_words, handlers.award_visible, Way.SITE)
        points.notification_kinds.register(label, handlers.AWARDED, given, order=61)
        points.demo_parts.register(label, label, DemoPart(name, demo.load, demo.AMOUNT), order=60)
        merging.register_rules()
