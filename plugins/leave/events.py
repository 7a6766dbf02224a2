"""What the plugin tells. Times are ISO 8601 with zone, minutes whole numbers."""

from schoolhouse.events import Event

_LEAVE = {
    "leave": "public id of the leave",
    "enrollment": "public id of the enrollment",
    "training_class": "public id of the class",
    "learner": "public id of the learner",
    "kind": "illness, business, official, family or other",
    "starts_at": "from when, ISO 8601 with zone",
    "ends_at": "to when, ISO 8601 with zone",
    "by": "public id of who did it, or None for the software",
}
_LIMIT = {
    "enrollment": "public id of the enrollment",
    "training_class": "public id of the class",
    "learner": "public id of the learner",
    "used": "minutes missed, with leave and without",
    "excused": "minutes missed with leave",
    "required": "minutes that the class requires",
    "limit": "the limit as a fraction, such as 1/7",
}

submitted = Event(
    "leave.submitted",
    1,
    fields={**_LEAVE, "is_appeal": "whether it is asked for once more after it was refused"},
    doc="A learner asked for leave, or asked again after it was refused.",
)
approved = Event(
    "leave.approved",
    1,
    fields={**_LEAVE, "after_the_fact": "whether it was entered when it was over"},
    doc="Leave was approved, or entered after the fact.",
)
refused = Event("leave.refused", 1, fields={**_LEAVE, "reason": "what was said"}, doc="Leave was refused.")
reported_back = Event(
    "leave.reported_back",
    1,
    fields={**_LEAVE, "until": "when the leave really ended, ISO 8601 with zone", "is_late": "whether it was over"},
    doc="A learner is back from leave.",
)
limit_neared = Event(
    "leave.limit_neared",
    1,
    fields={**_LIMIT, "level": "half or nine_tenths"},
    doc="A learner misses half, or nine tenths, of what the limit allows; once for each.",
)
limit_passed = Event(
    "leave.limit_passed",
    1,
    fields={**_LIMIT, "proposal": "public id of the proposed withdrawal"},
    doc="A learner misses more than the limit allows; a withdrawal is proposed to the class teacher.",
)
