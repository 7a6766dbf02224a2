"""Panels of the classes room in Wagtail's page editor."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel

from schoolhouse.extension_points import timetable_item_kinds


class ClassTeacherPanel(FieldPanel):
    """Names a person by the chooser of class teachers."""

    def get_form_options(self) -> dict[str, Any]:
        """Use the chooser; imported late, because it needs the models."""
        from classes.viewsets import class_teacher_chooser

        options: dict[str, Any] = super().get_form_options()
        options["widgets"] = {**options.get("widgets", {}), self.field_name: class_teacher_chooser.widget_class}
        return options


class InstructorPanel(FieldPanel):
    """Names a person by the chooser of instructors."""

    def get_form_options(self) -> dict[str, Any]:
        """Use the chooser; imported late, because it needs the models."""
        from classes.viewsets import instructor_chooser

        options: dict[str, Any] = super().get_form_options()
        options["widgets"] = {**options.get("widgets", {}), self.field_name: instructor_chooser.widget_class}
        return options


class KindSelect(forms.Select):
    """Chooses among the kinds of timetable items that are on; the one chosen stays, also where it is gone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=timetable_kinds)  # type: ignore[arg-type]  # asked whenever it is shown

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """Add the present kind where it is none of those on offer."""
        offered = dict(timetable_kinds())
        missing = [(kind, _("%(name)s (not available)") % {"name": kind}) for kind in value if kind not in offered]
        self.choices = [*offered.items(), *missing]
        return super().optgroups(name, value, attrs)


def timetable_kinds() -> list[tuple[str, Any]]:
    """Return the kinds of timetable items that are on, each with its label, for a form to choose from."""
    return [(extension.name, extension.value.label) for extension in timetable_item_kinds.active()]


class KindPanel(FieldPanel):
    """Chooses the kind of a timetable item."""

    def get_form_options(self) -> dict[str, Any]:
        """Use a list of the kinds."""
        options: dict[str, Any] = super().get_form_options()
        options["widgets"] = {**options.get("widgets", {}), self.field_name: KindSelect}
        return options


class ClashPanel(FieldPanel):
    """Asks whether clashes are meant to be, where there are any."""

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel beside a form."""

        def is_shown(self) -> bool:
            """Say whether the form has found clashes."""
            return super().is_shown() and bool(getattr(self.form, "clashes", ()))
