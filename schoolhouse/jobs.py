"""Background jobs of plugins: declared in a plugin's ``jobs.py``, run by the worker while the plugin is on.

    @schedule("bells.ring", at="07:00")
    @job("bells.ring")
    def ring() -> None: ...

A job's name begins with the plugin's name and a point. ``enqueue`` stands in the caller's transaction; a job that
fails is tried again, and one that still fails waits in the administrators' report.
"""

from foundation.jobs import enqueue
from foundation.jobs.registry import job, schedule

__all__ = ["enqueue", "job", "schedule"]
