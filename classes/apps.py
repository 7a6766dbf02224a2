"""App configuration of the classes room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClassesConfig(AppConfig):
    """The classes room."""

    name = "classes"
    verbose_name = _("Classes")

    def ready(self) -> None:
        """Declare the places that plugins fill; let class teachers give codes to their learners."""
        from classes import extension_points  # noqa: F401
        from classes.queries.roster_slips import may_issue_code_in_class
        from people.permissions import register_code_issuer

        register_code_issuer(may_issue_code_in_class)
