"""How long something was ready to run and had no processor: what a busy machine adds to every time by the clock."""

from pathlib import Path


def queued_seconds(task: str | int = "thread-self") -> float:
    """Return the seconds that this thread, or the first one of a process, waited for a processor since it began.

    0 where the system does not count it, and once the process has ended.
    """
    try:
        return int(Path(f"/proc/{task}/schedstat").read_bytes().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
