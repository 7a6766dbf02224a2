"""Panels of the classes room in Wagtail's page editor."""

from typing import Any

from wagtail.admin.panels import FieldPanel


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
