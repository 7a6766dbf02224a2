"""Classes room: who learns when: training classes, timetable, live classes, enrollment, roster."""
