"""App configuration of the evaluations room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    """The evaluations room."""

    name = "evaluations"
    verbose_name = _("Evaluations")

    def ready(self) -> None:
        """Say how records follow when accounts become one, fill places on a class's pages, look at its closing."""
        from evaluations.closing import register_check
        from evaluations.mending import jobs, telling  # noqa: F401  # declare them
        from evaluations.mending.places import fill_places
        from evaluations.merging import register_rules
        from evaluations.slots import fill_slots

        register_rules()
        fill_slots()
        fill_places()
        telling.register_kinds()
        register_check()
