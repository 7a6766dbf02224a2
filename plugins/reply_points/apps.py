"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _

from schoolhouse.extension_points import ScoreRule, score_rules
from schoolhouse.plugins import PluginConfig


class ReplyPointsConfig(PluginConfig):
    """Gives points for a reply in a class's forum."""

    name = "plugins.reply_points"
    label = "reply_points"
    verbose_name = _("Points for replies")
    description = _(
        "Gives a learner points for answering others in the forum of a class, and for speaking in the room."
    )
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "class"
    settings_form = "plugins.reply_points.forms.SettingsForm"

    def register(self) -> None:
        """Listen to what is posted and said, and tell learners what they count."""
        from plugins.reply_points.handlers import SOURCE, SPOKEN, explain, explain_spoken

        rule = ScoreRule(source=SOURCE, label=self.verbose_name, explain=explain)
        score_rules.register(self.label, SOURCE, rule)
        spoken = ScoreRule(source=SPOKEN, label=_("Spoke in the evening"), explain=explain_spoken)
        score_rules.register(self.label, SPOKEN, spoken)
