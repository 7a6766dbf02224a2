from schoolhouse.events import all_events
from schoolhouse.extension_points import all_points


def test_declared_events_say_what_they_carry():
    for event in all_events():
        assert event.doc, event
        assert all(event.fields.values()), event


def test_declared_points_say_what_they_take():
    assert {"navigation", "class_repeat_movers", "score_rules"} <= {point.name for point in all_points()}
    assert all(point.doc for point in all_points())
