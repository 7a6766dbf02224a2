"""What the evaluations room tells others."""

from schoolhouse.events import Event

_FIELDS = {"item": "public id of the action item", "by": "public id of who did it, or None for the software"}

action_item_opened = Event(
    "evaluations.action_item_opened",
    1,
    fields=_FIELDS,
    doc="Something that feedback asks to be mended was opened, or handed to another owner.",
)
action_item_settled = Event(
    "evaluations.action_item_settled", 1, fields=_FIELDS, doc="Something that feedback asked for was mended."
)
