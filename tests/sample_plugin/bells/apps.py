"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _

from schoolhouse import extension_points as points
from schoolhouse.demo import DemoPart
from schoolhouse.notifications import NotificationChannel, NotificationKind
from schoolhouse.plugins import PluginConfig

PLACES = (
    "classes.training_class.aside",
    "classes.live_class.after_content",
    "forums.thread.aside",
    "people.profile.links",
)


class BellsConfig(PluginConfig):
    """Adds to the school wherever one can."""

    name = "bells"
    verbose_name = _("School bells")
    description = _("Rings when a class meets.")
    requires_api = ">=0.1,<1"
    scope = "class"
    settings_form = "bells.forms.SettingsForm"

    def register(self) -> None:
        """Add something at every point."""
        from bells import api, attendance, blocks, closing, demo, extensions, feedback, roster, sign_in, telling

        label = self.label
        points.navigation.register(
            label, label, points.NavigationItem(self.verbose_name, extensions.address, "clock"), order=5
        )
        for place in PLACES:
            points.Slot.named(place).register(label, label, extensions.ring)
        card = points.DashboardPanel(_("Bells of the day"), extensions.card)
        points.dashboard_panels.register(label, label, card)
        way = points.SignInMethod(_("Sign in at the tower"), sign_in.start, sign_in.person)
        points.sign_in_methods.register(label, label, way)
        points.class_repeat_movers.register(label, label, extensions.move_bells)
        points.score_rules.register(label, label, points.ScoreRule(label, self.verbose_name, extensions.explain))
        points.timetable_item_kinds.register(label, label, points.TimetableKind(_("Bell practice"), "bell"))
        room = points.LiveProvider(_("Bell tower"), extensions.handles, extensions.join_url)
        points.live_providers.register(label, label, room)
        points.roster_columns.register(label, label, points.RosterColumn(_("Bells heard"), roster.column))
        points.exports.register(label, label, points.Export(_("Bells of the class"), roster.COLUMNS, roster.rows))
        points.class_tools.register(label, label, points.ClassTool(_("Bells"), "bell", extensions.desk))
        ringing = points.ClassDuty(_("Bell ringer"), _("Rings the bell."), extensions.tower)
        points.class_duties.register(label, label, ringing)
        source = points.AttendanceSource(_("Bells heard"), attendance.seen)
        points.attendance_sources.register(label, label, source)
        points.absence_excuses.register(label, label, points.AbsenceExcuses(_("Storm bell"), attendance.excuses))
        records = points.AttendanceRecords(_("Bells heard"), attendance.records)
        points.attendance_records.register(label, label, records)
        points.training_hours.register(label, label, points.TrainingHours(_("Bells heard"), attendance.hours))
        points.closing_checks.register(label, label, points.ClosingCheck(_("School bells"), closing.missing))
        points.demo_parts.register(label, label, DemoPart(self.verbose_name, demo.load, amount=110))
        told = NotificationKind(_("A bell of mine rings"), self.verbose_name, telling.words, telling.visible)
        points.notification_kinds.register(label, label, told)
        tower = NotificationChannel(_("Called from the tower"), telling.reaches, telling.call)
        points.notification_channels.register(label, label, tower)
        points.question_kinds.register(label, label, feedback.STROKES)
        points.content_blocks.register(label, "bells.ring", points.ContentBlock(blocks.RingBlock, ("lessons.body",)))
        points.content_blocks.register(
            label, "bells.strokes", points.ContentBlock(blocks.StrokesBlock, ("lessons.body",))
        )
        points.api_routers.register(label, label, api.router)
