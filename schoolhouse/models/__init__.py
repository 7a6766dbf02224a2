"""What the plugin socket remembers."""

from schoolhouse.models.activation import PluginActivation, PluginState
from schoolhouse.models.fault import PluginFault
from schoolhouse.models.installed_plugin import InstalledPlugin

__all__ = ["InstalledPlugin", "PluginActivation", "PluginFault", "PluginState"]
