"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _

from schoolhouse.attendance import AttendanceRecords
from schoolhouse.demo import DemoPart
from schoolhouse.extension_points import (
    ClassTool,
    Export,
    RosterColumn,
    Slot,
    attendance_records,
    class_repeat_movers,
    class_tools,
    demo_parts,
    exports,
    roster_columns,
)
from schoolhouse.plugins import PluginConfig


class AttendanceConfig(PluginConfig):
    """Takes the roll of what stands on a class's timetable."""

    name = "plugins.attendance"
    label = "attendance"
    verbose_name = _("Attendance")
    description = _("Learners sign in by a code, teachers take the roll, and everybody sees how they stand.")
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "class"
    settings_form = "plugins.attendance.forms.settings.SettingsForm"

    def register(self) -> None:
        """Lead to the roll from a class, and tell others what is known."""
        from plugins.attendance import demo, extensions, handlers, signals
        from plugins.attendance.queries import register
        from plugins.attendance.register.declare import declare

        roster_columns.register(self.label, self.label, RosterColumn(self.verbose_name, register.column))
        exports.register(self.label, self.label, Export(self.verbose_name, register.COLUMNS, register.rows))
        records = AttendanceRecords(self.verbose_name, extensions.records)
        attendance_records.register(self.label, self.label, records)
        tool = ClassTool(self.verbose_name, "check", extensions.desk_address)
        class_tools.register(self.label, self.label, tool, order=25)
        class_repeat_movers.register(self.label, self.label, extensions.move_settings)
        demo_parts.register(self.label, self.label, DemoPart(self.verbose_name, demo.load, demo.AMOUNT), order=20)
        signals.connect()
        declare(self.label)
        handlers.declare(self.label)
        aside = Slot.named("classes.training_class.aside")
        if aside is not None:
            aside.register(self.label, self.label, extensions.aside)
