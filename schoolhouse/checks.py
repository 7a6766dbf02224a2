"""System checks of the plugin socket."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from schoolhouse import quarantine


@register()
def check_quarantine(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Warn of each plugin that was left out."""
    return [
        Warning(f"The plugin “{plugin}” is left out: {reason}", id="schoolhouse.W001")
        for plugin, reason in sorted(quarantine.reasons.items())
    ]
