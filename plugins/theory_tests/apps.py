"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schoolhouse.demo import DemoPart
from schoolhouse.extension_points import demo_parts
from schoolhouse.plugins import PluginConfig


class TheoryTestsConfig(PluginConfig):
    """A bank of questions, from and to files as schools and other software have them."""

    name = "plugins.theory_tests"
    label = "theory_tests"
    verbose_name = pgettext_lazy("plugin", "Tests of theory")
    description = _("A bank of questions for tests of theory: from and to GIFT, Moodle XML, Word and spreadsheets.")
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "server"

    def register(self) -> None:
        """Show a bank in the demo school."""
        from plugins.theory_tests import demo

        part = DemoPart(self.verbose_name, demo.load, demo.AMOUNT)
        demo_parts.register(self.label, self.label, part, order=40)
