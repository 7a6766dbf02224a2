"""Models of the job queue and the outbox."""

from foundation.jobs.models.job import EDGES, Job, JobState
from foundation.jobs.models.outbox import Delivery, OutboxEvent
from foundation.jobs.models.process import LeaderLease, Process, ProcessKind, ScheduleMark

__all__ = [
    "EDGES",
    "Delivery",
    "Job",
    "JobState",
    "LeaderLease",
    "OutboxEvent",
    "Process",
    "ProcessKind",
    "ScheduleMark",
]
