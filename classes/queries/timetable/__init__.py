"""What is read of timetables: days, entries of many classes, clashes, changes."""

from classes.queries.timetable.days import Day, Moment, days_of, moment_of, pages_of, state_at, today_first

__all__ = ["Day", "Moment", "days_of", "moment_of", "pages_of", "state_at", "today_first"]
