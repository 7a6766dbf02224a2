"""Question files as schools have them: numbered questions in Word, and spreadsheets with a row for each question."""
