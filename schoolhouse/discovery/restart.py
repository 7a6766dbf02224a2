"""Starting the process once more when a plugin failed that had passed its trial."""

import os
import sys

from schoolhouse import quarantine

_COUNT = "SCHOOLHOUSE_STARTS"
MOST_STARTS = 10


def start_again(error: quarantine.PluginFailed) -> None:
    """Replace this process by itself: the verdict now leaves the plugin out, and nothing of it stays in memory.

    Raises ``error`` where plugins must not fail, and after ``MOST_STARTS`` attempts.
    """
    starts = int(os.environ.get(_COUNT, "0"))
    if quarantine.strict() or starts >= MOST_STARTS:
        raise error
    os.environ[_COUNT] = str(starts + 1)
    sys.stderr.write(f"{error} Starting again without it.\n")
    sys.stderr.flush()
    os.execv(sys.executable, sys.orig_argv)
