#!/usr/bin/env python
"""Run Django's administrative commands for Schoolhouse."""

import os
import sys
from pathlib import Path

# Commands that come before a start; after them the school speaks its languages, without make.
PREPARING = {"setup", "migrate", "collectstatic"}


def main() -> None:
    """Put the assembled site on the path and hand over to Django."""
    root = Path(__file__).resolve().parent
    sys.path[:0] = [str(root / "site"), str(root)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

    from django.core.management import execute_from_command_line

    from schoolhouse.discovery.restart import start_again
    from schoolhouse.quarantine import PluginFailed

    if PREPARING.intersection(sys.argv[1:2]):
        from tools.messages import compile_all

        compile_all()
    try:
        execute_from_command_line(sys.argv)
    except PluginFailed as failure:
        start_again(failure)


if __name__ == "__main__":
    main()
