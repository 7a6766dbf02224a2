"""Plugins that were left out because they failed, and why. The site runs without them."""

import logging
import os

logger = logging.getLogger(__name__)

reasons: dict[str, str] = {}


class PluginFailed(Exception):
    """A plugin failed and ``PLUGINS_STRICT=1`` says that it must not."""


def strict() -> bool:
    """Say whether a failing plugin must stop the start: in tests and CI (``PLUGINS_STRICT=1``)."""
    return os.environ.get("PLUGINS_STRICT", "") in {"1", "true", "True", "yes"}


def add(plugin: str, reason: str) -> None:
    """Note that ``plugin`` is left out; call it while its exception is handled. Raises ``PluginFailed`` when strict."""
    if strict():
        raise PluginFailed(f"The plugin “{plugin}” failed: {reason}")
    reasons[plugin] = reason
    logger.error("Plugin %s is left out: %s", plugin, reason, exc_info=True)
