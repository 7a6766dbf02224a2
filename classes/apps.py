"""App configuration of the classes room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClassesConfig(AppConfig):
    """The classes room."""

    name = "classes"
    verbose_name = _("Classes")

    def ready(self) -> None:
        """Declare what plugins fill; say what the audience *class* means, who issues codes, what merging does."""
        from classes import (
            extension_points,  # noqa: F401
            signals,
        )
        from classes.merging import register_rules
        from classes.models import LiveClassInstructor, TimetableItem, TrainingClassPage
        from classes.queries.audience import ClassMembers
        from classes.queries.roster_slips import may_issue_code_in_class
        from people.audience import register_class_audience
        from people.permissions import register_code_issuer
        from people.published import renew_with
        from schoolhouse.activation import register_class_page

        register_class_audience(ClassMembers())
        register_code_issuer(may_issue_code_in_class)
        register_rules()
        register_class_page(TrainingClassPage)
        signals.connect()
        renew_with(TimetableItem, LiveClassInstructor)
