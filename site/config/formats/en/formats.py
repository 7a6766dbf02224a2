"""English dates and times: no month stands in digits, and the clock has 24 hours as on every timetable."""

DATE_FORMAT = "F j, Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "F j, Y, H:i"
SHORT_DATE_FORMAT = "M j, Y"
SHORT_DATETIME_FORMAT = "M j, Y, H:i"
FIRST_DAY_OF_WEEK = 1
