"""What belongs to a backup of this server beside its database and what was uploaded."""

from pathlib import Path
from typing import Any

from django.conf import settings

from schoolhouse import API_VERSION, quarantine


def kept_files() -> dict[str, Path]:
    """Return the files in ``var/`` without which signed addresses and the school's language would be others."""
    return {"language": Path(settings.LANGUAGE_FILE), "secret-key": Path(settings.VAR) / "secret-key"}


def about_this_server() -> dict[str, Any]:
    """Return what a stranger to the backup would want to know: the plugin API's version, and each plugin's."""
    plugins = {name: candidate.version for name, candidate in sorted(quarantine.candidates.items())}
    return {"api": API_VERSION, "plugins": plugins}
