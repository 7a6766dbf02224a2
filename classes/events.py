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
