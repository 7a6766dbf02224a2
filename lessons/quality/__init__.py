"""What can be remarked on a lesson before it is published. It warns; what stops is a school's own setting."""

from lessons.quality.kinds import KINDS, Finding, Kind

__all__ = ["KINDS", "Finding", "Kind"]
