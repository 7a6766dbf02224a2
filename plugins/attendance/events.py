"""Events that the plugin sends."""

from schoolhouse.events import Event

signed_in = Event(
    "attendance.signed_in",
    1,
    fields={
        "roll": "public id of the roll",
        "item": "public id of the timetable item, or None where it is gone",
        "training_class": "public id of the class",
        "learner": "public id of the learner",
        "direction": "“in” or “out”",
        "at": "when, ISO 8601 with zone",
    },
    doc="A learner signed in or out by the code; once for each roll and direction.",
)
roll_closed = Event(
    "attendance.roll_closed",
    1,
    fields={
        "roll": "public id of the roll",
        "item": "public id of the timetable item, or None where it is gone",
        "training_class": "public id of the class",
        "rest_absent": "whether those of whom nothing was recorded were absent; else they are unverified",
        "states": "how many learners stand in each state, by its name",
        "times": "how often the roll has been closed, from 1; it may be opened again and corrected",
        "by": "public id of who closed it",
    },
    doc="Whoever takes the roll closed it.",
)
corrected = Event(
    "attendance.corrected",
    1,
    fields={
        "roll": "public id of the roll",
        "item": "public id of the timetable item, or None where it is gone",
        "training_class": "public id of the class",
        "learner": "public id of the learner",
        "by": "public id of who corrected it",
    },
    doc="What is recorded of one learner was corrected, also after the roll was closed.",
)
_APPEAL = {
    "appeal": "public id of the appeal",
    "roll": "public id of the roll",
    "training_class": "public id of the class",
    "learner": "public id of the learner",
}
appealed = Event(
    "attendance.appealed",
    1,
    fields={**_APPEAL},
    doc="A learner said that what follows from what is recorded of them is wrong.",
)
appeal_answered = Event(
    "attendance.appeal_answered",
    1,
    fields={
        **_APPEAL,
        "granted": "whether it was granted; what is recorded was corrected then",
        "by": "public id of who answered",
    },
    doc="Whoever takes the roll granted or refused an appeal.",
)
