"""Plugins that were left out because they failed, and why. The site runs without them."""

import logging
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schoolhouse.discovery import Candidate

logger = logging.getLogger(__name__)

reasons: dict[str, str] = {}
"""By the name of each plugin that is left out, the reason."""

candidates: "dict[str, Candidate]" = {}
"""Every plugin that was found, left out or not, by name."""


class PluginFailed(Exception):
    """A plugin failed and ``PLUGINS_STRICT=1`` says that it must not, or the process must start again without it."""


def strict() -> bool:
    """Say whether a failing plugin must stop the start: in tests and CI (``PLUGINS_STRICT=1``)."""
    return os.environ.get("PLUGINS_STRICT", "") in {"1", "true", "True", "yes"}


def note(refused: Mapping[str, str], found: "Iterable[Candidate]" = ()) -> None:
    """Take note of what was found and of what is left out of this process."""
    candidates.update((candidate.name, candidate) for candidate in found)
    reasons.update(refused)


def tell() -> None:
    """Write each plugin that is left out into the log; call it when logging is set up."""
    for plugin, reason in sorted(reasons.items()):
        logger.error("The plugin %s is left out: %s", plugin, reason)
