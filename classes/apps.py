"""App configuration of the classes room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClassesConfig(AppConfig):
    """The classes room."""

    name = "classes"
    verbose_name = _("Classes")

    def ready(self) -> None:
        """Declare what plugins fill; say what the audience *class* means, who issues codes, what merging
        does, and what speaks against closing a class."""
        from classes import signals
        from classes.closing.checks import register_checks
        from classes.extension_points import register_kinds, register_places
        from classes.life import tools
        from classes.merging import register_rules
        from classes.models import (
            ClassNotice,
            ClassStep,
            DutyShift,
            LiveClassInstructor,
            TimetableItem,
            TrainingClassPage,
        )
        from classes.models.page_rights import register_page_rights
        from classes.notifications import handlers, kinds  # noqa: F401  # handlers listen to events
        from classes.permissions import may_see_inside
        from classes.queries.audience import ClassMembers
        from classes.queries.life.version import renew_life_with
        from classes.queries.membership import learners_taught_by
        from classes.queries.roster_slips import may_issue_code_in_class
        from lessons.permissions import register_teaching
        from people.audience import register_class_audience
        from people.permissions import register_code_issuer
        from people.published import renew_with
        from people.queries.files import register_file_user
        from schoolhouse.activation import register_class_page

        register_class_audience(ClassMembers())
        register_code_issuer(may_issue_code_in_class)
        register_page_rights()
        register_file_user(TrainingClassPage, may_see_inside)  # many may know of a class; its materials are its own
        register_teaching(learners_taught_by)
        register_rules()
        register_kinds()
        register_places()
        register_checks()
        kinds.register_notification_kinds()
        register_class_page(TrainingClassPage)
        tools.register()
        signals.connect()
        renew_with(TimetableItem, LiveClassInstructor, ClassStep)
        renew_life_with(ClassNotice, DutyShift)
