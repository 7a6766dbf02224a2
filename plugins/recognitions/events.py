"""What the plugin tells."""

from schoolhouse.events import Event

_FIELDS = {
    "recognition": "public id of the recognition",
    "training_class": "public id of the class",
    "by": "public id of who did it",
}

opened = Event("recognitions.opened", 1, fields=_FIELDS, doc="Ballots about a recognition were opened.")
awarded = Event("recognitions.awarded", 1, fields=_FIELDS, doc="A recognition was awarded.")
