"""App configuration of the evaluations room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    """The evaluations room."""

    name = "evaluations"
    verbose_name = _("Evaluations")

    def ready(self) -> None:
        """Say how records follow when accounts become one, fill places on a class's pages, look at its closing, bring
        the kinds of questions and freeze what is published."""
        from evaluations import notifications
        from evaluations.closing import register_check
        from evaluations.mending import jobs, telling  # noqa: F401  # declare them
        from evaluations.mending.places import fill_places
        from evaluations.merging import register_rules
        from evaluations.points_places import register_points
        from evaluations.publishing import freeze_what_is_published
        from evaluations.questions import kinds
        from evaluations.slots import fill_slots

        register_rules()
        fill_slots()
        fill_places()
        telling.register_kinds()
        register_check()
        register_points()
        notifications.register_kinds()
        kinds.register_kinds()
        freeze_what_is_published()
