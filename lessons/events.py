"""Events that the lessons room sends."""

from schoolhouse.events import Event

completed = Event(
    "lessons.completed",
    1,
    fields={
        "lesson": "translation key of the lesson: the same in all its languages",
        "learner": "public id of the learner",
        "seconds": "seconds of study that the server counted",
        "completed_at": "when, ISO 8601 with zone",
    },
    doc="A learner finished a lesson by its rule; sent once for each learner and lesson.",
)
