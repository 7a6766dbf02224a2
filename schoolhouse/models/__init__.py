"""What the plugin socket remembers."""

from schoolhouse.models.activation import PluginActivation, PluginState
from schoolhouse.models.fault import PluginFault

__all__ = ["PluginActivation", "PluginFault", "PluginState"]
