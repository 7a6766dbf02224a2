"""Events that the forums room sends."""

from schoolhouse.events import Event

post_published = Event(
    "forums.post_published",
    1,
    fields={
        "post": "public id of the post",
        "thread": "public id of its thread",
        "forum": "public id of its forum",
        "author": "public id of its author, or None where the author is not named to peers: the post itself knows",
        "training_class": "public id of the class that the forum belongs to, or None for a salon",
        "is_reply": "whether it answers the post of someone else",
        "is_late": "whether it was written after the forum had closed",
        "posted_at": "when, ISO 8601 with zone",
    },
    doc="A post can be read in its thread.",
)

answer_chosen = Event(
    "forums.answer_chosen",
    1,
    fields={
        "post": "public id of the post",
        "thread": "public id of its thread",
        "forum": "public id of its forum",
        "author": "public id of its author, or None where the author is not named to peers",
        "by": "public id of who chose it",
    },
    doc="A post was chosen as the best answer of its thread.",
)
moderated = Event(
    "forums.moderated",
    1,
    fields={
        "entry": "public id of the entry in the log of the forum",
        "act": "what was done, such as post.hide",
        "forum": "public id of the forum",
        "by": "public id of the moderator, or None for the software",
    },
    doc="A moderator kept order: something was hidden, locked, moved, returned or decided, for a reason.",
)
_SPOKEN = {
    "forum": "public id of the forum",
    "person": "public id of who spoke",
    "training_class": "public id of the class that the forum belongs to, or None for a salon",
    "record": "public id of the record that says so, or None where none does any more",
    "by": "public id of who recorded it",
    "spoke_at": "when it was recorded, ISO 8601 with zone",
}

spoke = Event(
    "forums.spoke",
    1,
    fields=_SPOKEN,
    doc="Somebody was recorded as having spoken in the room; once for each person and evening.",
)
spoke_corrected = Event(
    "forums.spoke_corrected",
    1,
    fields={
        **_SPOKEN,
        "counts": "whether it counts now that they have spoken",
        "number": "how many corrections there were so far for this person and evening",
    },
    doc="A record was corrected: somebody is taken off those who spoke in the room, or put back among them.",
)
outcome_settled = Event(
    "forums.outcome_settled",
    1,
    fields={
        "forum": "public id of the forum",
        "training_class": "public id of the class that the forum belongs to, or None for a salon",
        "by": "public id of who settled it",
    },
    doc="The outcome of an evening can be read; opened again and settled again it is sent again.",
)
mentioned = Event(
    "forums.mentioned",
    1,
    fields={
        "post": "public id of the post",
        "thread": "public id of its thread",
        "forum": "public id of its forum",
        "person": "public id of who is named, and may read the post",
        "by": "public id of its author, or None where the author is not named to peers",
        "training_class": "public id of the class that the forum belongs to, or None for a salon",
        "mentioned_at": "when, ISO 8601 with zone",
    },
    doc="A post names somebody with an @; once for each post and person, however often it is edited.",
)
