#!/usr/bin/env python
"""Run Django's administrative commands for Schoolhouse."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Put the assembled site on the path and hand over to Django."""
    root = Path(__file__).resolve().parent
    sys.path[:0] = [str(root / "site"), str(root)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

    from django.core.management import execute_from_command_line

    from schoolhouse.discovery.restart import start_again
    from schoolhouse.quarantine import PluginFailed

    try:
        execute_from_command_line(sys.argv)
    except PluginFailed as failure:
        start_again(failure)


if __name__ == "__main__":
    main()
