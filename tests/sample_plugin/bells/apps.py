"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _

from schoolhouse import extension_points as points
from schoolhouse.plugins import PluginConfig

PLACES = ("classes.training_class.aside", "classes.live_class.after_content", "forums.thread.aside")


class BellsConfig(PluginConfig):
    """Adds to the school wherever one can."""

    name = "bells"
    verbose_name = _("School bells")
    description = _("Rings when a class meets.")
    requires_api = ">=0.1,<1"
    scope = "class"
    settings_form = "bells.forms.SettingsForm"

    def register(self) -> None:
        """Add something at every point."""
        from bells import api, blocks, extensions, roster

        label = self.label
        points.navigation.register(
            label, label, points.NavigationItem(self.verbose_name, extensions.address, "clock"), order=5
        )
        for place in PLACES:
            points.Slot.named(place).register(label, label, extensions.ring)
        points.class_repeat_movers.register(label, label, extensions.move_bells)
        points.score_rules.register(label, label, points.ScoreRule(label, self.verbose_name, extensions.explain))
        way = points.LiveProvider(_("Bell tower"), extensions.handles, extensions.join_url)
        points.live_providers.register(label, label, way)
        points.roster_columns.register(label, label, points.RosterColumn(_("Bells heard"), roster.column))
        points.exports.register(label, label, points.Export(_("Bells of the class"), roster.COLUMNS, roster.rows))
        points.content_blocks.register(label, "bells.ring", points.ContentBlock(blocks.RingBlock, ("lessons.body",)))
        points.api_routers.register(label, label, api.router)
