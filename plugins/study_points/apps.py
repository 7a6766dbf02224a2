"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _

from schoolhouse.extension_points import ScoreRule, score_rules
from schoolhouse.plugins import PluginConfig


class StudyPointsConfig(PluginConfig):
    """Gives points for attendance, hours, lessons, quick checks and feedback given, and corrects them by itself."""

    name = "plugins.study_points"
    label = "study_points"
    verbose_name = _("Points for studying")
    description = _(
        "Gives the learners of a class points for attendance, training hours, lessons finished, quick checks passed "
        "and feedback given."
    )
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "class"
    active_by_default = False
    settings_form = "plugins.study_points.forms.SettingsForm"

    def register(self) -> None:
        """Tell learners what counts; handlers and jobs are found by name."""
        from plugins.study_points.rules import RULES

        for rule in RULES:
            score_rules.register(self.label, rule.source, ScoreRule(rule.source, rule.label, rule.explain))
