"""Events that the forums room sends."""

from schoolhouse.events import Event

post_published = Event(
    "forums.post_published",
    1,
    fields={
        "post": "public id of the post",
        "thread": "public id of its thread",
        "forum": "public id of its forum",
        "author": "public id of its author",
        "training_class": "public id of the class that the forum belongs to, or None for a salon",
        "is_reply": "whether it answers the post of someone else",
        "is_late": "whether it was written after the forum had closed",
        "posted_at": "when, ISO 8601 with zone",
    },
    doc="A post can be read in its thread.",
)
