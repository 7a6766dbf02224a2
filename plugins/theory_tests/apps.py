"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schoolhouse import extension_points as points
from schoolhouse.demo import DemoPart
from schoolhouse.notifications import NotificationKind, Way
from schoolhouse.plugins import PluginConfig


class TheoryTestsConfig(PluginConfig):
    """A bank of questions, papers made of them, and tests that classes sit."""

    name = "plugins.theory_tests"
    label = "theory_tests"
    verbose_name = pgettext_lazy("plugin", "Tests of theory")
    description = _("A bank of questions, papers, and tests that classes sit, with marking and figures.")
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "class"

    def register(self) -> None:
        """Show tests where people look, and put what they come to onto the ledger."""
        from plugins.theory_tests import demo, extensions, handlers, merging

        label = self.label
        aside = points.Slot.named("classes.training_class.aside")
        assert aside is not None
        aside.register(label, label, extensions.aside)
        points.dashboard_panels.register(label, label, points.DashboardPanel(_("Tests"), extensions.card))
        tool = points.ClassTool(pgettext_lazy("plugin", "Tests"), "check", extensions.desk_address)
        points.class_tools.register(label, label, tool, order=120)
        rule = points.ScoreRule(source=label, label=self.verbose_name, explain=extensions.explain)
        points.score_rules.register(label, label, rule)
        points.class_repeat_movers.register(label, label, extensions.move_tests)
        kinds = (
            (handlers.SET, _("A test is set for my class"), handlers.set_words, Way.DIGEST),
            (handlers.SETTLED, _("My test is marked"), handlers.settled_words, Way.DIGEST),
        )
        for order, (name, words, say, way) in enumerate(kinds, 50):
            kind = NotificationKind(words, pgettext_lazy("plugin", "Tests"), say, handlers.visible, way)
            points.notification_kinds.register(label, name, kind, order=order)
        part = DemoPart(self.verbose_name, demo.load, demo.AMOUNT)
        points.demo_parts.register(label, label, part, order=40)
        merging.register_rules()
