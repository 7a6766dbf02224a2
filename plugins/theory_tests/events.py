"""What the plugin tells. Times are ISO 8601 with zone."""

from schoolhouse.events import Event

test_set = Event(
    "theory_tests.test_set",
    1,
    fields={
        "test": "public id of the test",
        "training_class": "public id of the class",
        "opens_at": "when it opens, ISO 8601 with zone",
        "closes_at": "when it closes, ISO 8601 with zone",
        "by": "public id of who set it",
    },
    doc="A test was set for a class.",
)
results_settled = Event(
    "theory_tests.results_settled",
    1,
    fields={
        "test": "public id of the test",
        "training_class": "public id of the class",
        "learner": "public id of the learner",
        "points": "points of the attempt that counts, as text",
        "most": "points that it could have, as text",
        "passed": "whether that is enough",
    },
    doc="All attempts of a learner at a test that is over are marked; sent again where a mark is corrected.",
)
