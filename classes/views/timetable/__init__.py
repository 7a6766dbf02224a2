"""Timetables by day, week and month; the desk on which they are changed; calendars of phones."""
