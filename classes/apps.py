"""App configuration of the classes room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClassesConfig(AppConfig):
    """The classes room."""

    name = "classes"
    verbose_name = _("Classes")

    def ready(self) -> None:
        """Declare what plugins fill; let class teachers give codes; say how records follow merged accounts."""
        from classes import extension_points  # noqa: F401
        from classes.merging import register_rules
        from classes.queries.roster_slips import may_issue_code_in_class
        from people.permissions import register_code_issuer

        register_code_issuer(may_issue_code_in_class)
        register_rules()
