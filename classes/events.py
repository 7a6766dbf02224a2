"""Events that the classes room sends."""

from schoolhouse.events import Event

_FIELDS = {
    "enrollment": "public id of the enrollment",
    "training_class": "public id of the class",
    "learner": "public id of the learner",
    "from_state": "the state before, empty for a first enrollment",
    "by": "public id of who did it, or None for the software",
}

enrolled = Event("classes.enrolled", 1, fields=_FIELDS, doc="A learner has a seat in a class.")
waiting = Event("classes.waiting", 1, fields=_FIELDS, doc="A learner stands on the waiting list of a class.")
seat_offered = Event(
    "classes.seat_offered",
    1,
    fields={**_FIELDS, "offer_expires_at": "until when the seat is kept, ISO 8601 with zone"},
    doc="A seat became free and is kept for the learner who waited longest.",
)
declined = Event("classes.declined", 1, fields=_FIELDS, doc="A learner declined an offered seat or let it lapse.")
withdrawn = Event("classes.withdrawn", 1, fields=_FIELDS, doc="A learner left a class, or was taken out of it.")
completed = Event("classes.completed", 1, fields=_FIELDS, doc="A learner completed a class.")
class_repeated = Event(
    "classes.class_repeated",
    1,
    fields={
        "training_class": "public id of the new class",
        "source": "public id of the class that it repeats",
        "days": "by how many days everything was moved",
        "by": "public id of who repeated it",
    },
    doc="A class was made as the next period of another one.",
)

_REFLECTION = {
    "reflection": "public id of the reflection",
    "training_class": "public id of the class",
    "learner": "public id of its author",
    "task": "public id of what was asked for, or None where it was written freely",
    "lesson": "translation key of the lesson that it is about, or None",
    "number": "which time it was handed in, from 1",
    "is_late": "whether it was handed in after it was due",
    "by": "public id of who did it",
}

reflection_submitted = Event(
    "classes.reflection_submitted",
    1,
    fields={**_REFLECTION, "length": "characters handed in, without blanks"},
    doc="A learner handed in a reflection, for the first time or again.",
)
reflection_returned = Event(
    "classes.reflection_returned",
    1,
    fields=_REFLECTION,
    doc="Whoever runs the class returned a reflection with a comment, to be revised.",
)
reflection_accepted = Event(
    "classes.reflection_accepted",
    1,
    fields=_REFLECTION,
    doc="Whoever runs the class accepted a reflection; sent once for each.",
)

_ARRIVAL = {
    "enrollment": "public id of the enrollment",
    "training_class": "public id of the class",
    "learner": "public id of the learner",
    "at": "when it was recorded, ISO 8601 with zone",
    "by": "public id of who recorded it",
}

arrived = Event("classes.arrived", 1, fields=_ARRIVAL, doc="A learner was recorded as arrived at the class.")
arrival_undone = Event(
    "classes.arrival_undone", 1, fields=_ARRIVAL, doc="An arrival that was recorded by mistake was taken back."
)
notice_published = Event(
    "classes.notice_published",
    1,
    fields={
        "notice": "public id of the notice",
        "training_class": "public id of the class",
        "title": "its title",
        "by": "public id of its author",
    },
    doc="Everybody in a class has something to read.",
)

timetable_changed = Event(
    "classes.timetable_changed",
    1,
    fields={
        "training_class": "public id of the class",
        "act": "id that is the same for all rows that were written down of this act",
        "kind": "moved (in time, or to another room, which the reason names), cancelled, restored or added",
        "items": "for each item: item (public id), sequence, title, starts_at, ends_at and, where it was moved, "
        "was_starts_at and was_ends_at; ISO 8601 with zone",
        "reason": "what whoever did it said, or empty",
        "by": "public id of who did it, or None for the software",
    },
    doc="Items of a class's timetable were moved, cancelled, taken up again or added; once for each act.",
)
_STEP = {
    "training_class": "public id of the class",
    "step": "public id of the step",
    "version": "which version of the results this is about, from 1",
    "reason": "why, as whoever did it wrote",
    "by": "public id of who did it",
}

closed = Event(
    "classes.closed",
    1,
    fields={
        **_STEP,
        "completed": "how many learners completed the class",
        "not_completed": "how many stayed to the end without completing it",
        "withdrawn": "how many had left it",
    },
    doc="A class was closed; what each learner came to is frozen.",
)
reopened = Event("classes.reopened", 1, fields=_STEP, doc="A closed class was opened again; closing makes new results.")
