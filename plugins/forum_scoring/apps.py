"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schoolhouse import extension_points as points
from schoolhouse.demo import DemoPart
from schoolhouse.plugins import PluginConfig


class ForumScoringConfig(PluginConfig):
    """Scores posts against a rubric while they are read."""

    name = "plugins.forum_scoring"
    label = "forum_scoring"
    verbose_name = pgettext_lazy("plugin", "Scoring of posts")
    description = _("Instructors score posts in the forums of a class against a rubric, while they read.")
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "class"

    def register(self) -> None:
        """Stand beside threads, in the area in which a class is run, and on the ledger of points."""
        from plugins.forum_scoring import demo, extensions

        label = self.label
        aside = points.Slot.named("forums.thread.aside")
        assert aside is not None
        aside.register(label, label, extensions.aside)
        tool = points.ClassTool(pgettext_lazy("forum", "Scoring"), "star", extensions.desk_address)
        points.class_tools.register(label, label, tool, order=130)
        rule = points.ScoreRule(source=label, label=self.verbose_name, explain=extensions.explain)
        points.score_rules.register(label, label, rule)
        points.class_repeat_movers.register(label, label, extensions.move_rubrics)
        points.demo_parts.register(label, label, DemoPart(self.verbose_name, demo.load, demo.AMOUNT), order=50)
