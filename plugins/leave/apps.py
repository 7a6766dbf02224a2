"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schoolhouse import extension_points as points
from schoolhouse.demo import DemoPart
from schoolhouse.notifications import NotificationKind, Way
from schoolhouse.plugins import PluginConfig


class LeaveConfig(PluginConfig):
    """Learners ask for leave and report back; the class's limit is kept in view."""

    name = "plugins.leave"
    label = "leave"
    verbose_name = pgettext_lazy("plugin", "Leave")
    description = _("Learners ask for leave and report back; shows how much of a class's required time is missed.")
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "class"
    settings_form = "plugins.leave.forms.settings.SettingsForm"

    def register(self) -> None:
        """Show it where people look, and tell other plugins who is excused."""
        from plugins.leave import closing, demo, extensions, handlers, merging, signals

        label = self.label
        aside = points.Slot.named("classes.training_class.aside")
        assert aside is not None
        aside.register(label, label, extensions.aside)
        points.dashboard_panels.register(label, label, points.DashboardPanel(self.verbose_name, extensions.card))
        column = points.RosterColumn(_("Required time missed"), extensions.column)
        points.roster_columns.register(label, label, column)
        export = points.Export(_("Leave of the class"), extensions.COLUMNS, extensions.rows)
        points.exports.register(label, label, export)
        points.class_repeat_movers.register(label, label, extensions.move_settings)
        excuses = points.AbsenceExcuses(self.verbose_name, extensions.excuses)
        points.absence_excuses.register(label, label, excuses)
        tool = points.ClassTool(pgettext_lazy("plugin", "Leave"), "calendar", extensions.desk_address)
        points.class_tools.register(label, label, tool, order=110)
        check = points.ClosingCheck(pgettext_lazy("plugin", "Leave"), closing.open_leave)
        points.closing_checks.register(label, label, check)
        # Before attendance, which takes who has leave for excused.
        points.demo_parts.register(label, label, DemoPart(self.verbose_name, demo.load, demo.AMOUNT), order=10)
        group = pgettext_lazy("plugin", "Leave")
        kind = NotificationKind(_("My leave is decided"), group, handlers.words, handlers.visible, Way.MAIL)
        points.notification_kinds.register(label, handlers.DECIDED, kind, order=40)
        near = NotificationKind(
            _("I have missed much of a class"), group, handlers.limit_words, handlers.limit_visible, Way.MAIL
        )
        points.notification_kinds.register(label, handlers.LIMIT, near, order=41)
        proposed = NotificationKind(
            _("A withdrawal is proposed in my class"),
            group,
            handlers.proposal_words,
            handlers.proposal_visible,
            Way.MAIL,
        )
        points.notification_kinds.register(label, handlers.PROPOSED, proposed, order=42)
        merging.register_rules()
        signals.connect()
