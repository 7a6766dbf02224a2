import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template, TemplateSyntaxError
from django.utils.html import format_html

from schoolhouse import extension_points
from schoolhouse.extension_points import ExtensionPoint, Slot


@pytest.fixture(autouse=True)
def own_points(monkeypatch):
    monkeypatch.setattr(extension_points, "_points", {})


def render(text, **context):
    return Template("{% load schoolhouse %}" + text).render(Context(context))


def test_values_come_in_order():
    point = ExtensionPoint("colors", doc="Colors.")
    point.register("b", "late", "blue", order=5)
    point.register("a", "early", "red", order=-1)
    point.register("a", "middle", "green")
    assert point.values() == ["red", "green", "blue"]
    assert [extension.plugin for extension in point.active()] == ["a", "a", "b"]
    assert point.get("late") == "blue"
    assert point.get("none") is None


def test_duplicate_is_refused_naming_its_owner():
    point = ExtensionPoint("colors", doc="Colors.")
    point.register("link_room", "red", 1)
    with pytest.raises(ImproperlyConfigured, match="link_room"):
        point.register("other", "red", 2)


def test_withdraw_takes_out_one_plugin():
    point = ExtensionPoint("colors", doc="Colors.")
    point.register("a", "red", 1)
    point.register("b", "blue", 2)
    point.withdraw("a")
    assert point.values() == [2]


def test_point_declared_twice_is_refused():
    ExtensionPoint("colors", doc="Colors.")
    with pytest.raises(ImproperlyConfigured, match="colors"):
        ExtensionPoint("colors", doc="Colors.")


def test_all_points_are_documented():
    from schoolhouse.extension_points import class_repeat_movers, navigation, score_rules

    assert all(point.doc for point in (navigation, class_repeat_movers, score_rules))


@pytest.mark.django_db
def test_slot_shows_what_plugins_return_and_escapes_text():
    slot = Slot("thread.after_post", doc="post: the post.")
    slot.register("a", "score", lambda request, *, post: format_html("<b>{}</b>", post), order=1)
    slot.register("b", "text", lambda request, *, post: "1 < 2", order=2)
    slot.register("c", "nothing", lambda request, *, post: None, order=3)
    assert render('{% slot "thread.after_post" post=post %}', post="发言") == "<b>发言</b>1 &lt; 2"


@pytest.mark.django_db
def test_slot_leaves_the_place_of_a_failing_plugin_empty_and_logs_its_name(caplog):
    slot = Slot("thread.after_post", doc="Nothing.")
    slot.register("broken_plugin", "bang", lambda request: 1 / 0)
    slot.register("good", "text", lambda request: "ok", order=1)
    assert render('{% slot "thread.after_post" %}') == "ok"
    assert "broken_plugin" in caplog.text


def test_slot_without_plugins_is_empty():
    Slot("thread.after_post", doc="Nothing.")
    assert render('<p>{% slot "thread.after_post" %}</p>') == "<p></p>"


def test_undeclared_slot_is_an_error_for_developers_only(settings):
    assert render('{% slot "thread.typo" %}') == ""
    settings.DEBUG = True
    with pytest.raises(TemplateSyntaxError, match=r"thread\.typo"):
        render('{% slot "thread.typo" %}')
