"""What a class needs on paper: its list, sign-in sheets, name plates, the timetable; as PDF and as a spreadsheet."""
