"""Changing timetables: keeping them in step with live classes, moving, cancelling, repeating."""

from classes.actions.timetable.placing import place_on_timetable

__all__ = ["place_on_timetable"]
