"""Static files in which a plugin's mistakes stay the plugin's.

A picture that is not there must not stop ``collectstatic``, nor a style sheet that nobody has collected the page that
names it.
"""

import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

from schoolhouse.plugins import plugins

logger = logging.getLogger(__name__)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Compressed files with a hash in their names, as whitenoise makes them."""

    def post_process(self, *args: Any, **kwargs: Any) -> Iterator[tuple[str, str | None, Any]]:
        """Leave a plugin's file as it is where it names one that is missing; raises for the house's own."""
        for names, hashed, processed in super().post_process(*args, **kwargs):
            if isinstance(processed, Exception):
                owners = [plugin_of_file(name) for name in names.split(", ")]
                if all(owners):
                    logger.error("The plugin %s has a static file that is not in order: %s", owners[0], processed)
                    continue
            yield names, hashed, processed

    def stored_name(self, name: str) -> str:
        """Return the name with its hash; the plain one for a file that was never collected.

        One that lies there to be collected is logged. Whitenoise asks for names of no file as well when it starts.
        """
        try:
            stored: str = super().stored_name(name)
        except ValueError:
            _tell_once(name)
            return name
        return stored


def plugin_of_file(name: str) -> str:
    """Return the label of the plugin that brings a static file; empty for the house's own."""
    found = finders.find(name)
    if not found:
        return ""
    return next((config.label for config in plugins() if Path(str(found)).is_relative_to(config.path)), "")


@lru_cache(maxsize=200)
def _tell_once(name: str) -> None:
    """Log a file that was not collected, if there is one; a page may ask for it every time."""
    if finders.find(name):
        logger.error("The static file %s is missing: run “manage.py collectstatic”.", name)
