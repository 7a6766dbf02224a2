import pytest
from wagtail.models import Page

from schoolhouse.actions.activation import decide
from schoolhouse.activation import cleaned_settings, is_active, is_on_somewhere, settings_of
from schoolhouse.models import PluginActivation
from schoolhouse.plugins import plugin
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_training_class
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

TRY_ME = "try_me"


def say(state, page=None, **settings):
    return decide(plugin=plugin(TRY_ME), page=page, state=state, settings=settings, by=make_user())


@pytest.fixture
def training_class():
    return make_training_class()


@pytest.mark.parametrize(
    ("server", "above", "here", "active"),
    [
        (None, None, None, True),
        ("on", None, None, True),
        ("off", None, None, False),
        ("below", None, None, False),
        ("below", None, "on", True),
        ("below", "on", None, True),
        ("below", "on", "off", False),
        ("on", "below", None, False),
        ("on", "below", "on", True),
        ("on", "off", "on", False),
        ("off", "on", "on", False),
        (None, "off", "inherit", False),
        (None, None, "off", False),
        (None, None, "inherit", True),
    ],
)
def test_plugin_is_on_where_the_nearest_decision_says_so_unless_off_above(training_class, server, above, here, active):
    for state, page in ((server, None), (above, training_class.get_parent()), (here, training_class)):
        if state:
            say(state, page)
    assert is_active(TRY_ME, training_class) is active


def test_decision_holds_for_no_other_class(training_class):
    say("off", training_class)
    assert is_active(TRY_ME, make_training_class())
    assert is_active(TRY_ME)


def test_plugin_that_waits_to_be_switched_on_below_is_not_hidden_from_the_server():
    say("below")
    assert is_active(TRY_ME)
    assert not is_on_somewhere(TRY_ME)


def test_rooms_are_always_on(training_class):
    assert is_active("forums", training_class)


def test_decision_follows_a_page_that_moves(training_class):
    other = make_training_class()
    say("off", training_class)
    assert not is_active(TRY_ME, training_class)
    Page.objects.get(pk=training_class.pk).move(other.get_parent(), pos="last-child")
    training_class.refresh_from_db()
    assert not is_active(TRY_ME, training_class)


def test_decision_goes_with_its_page_and_holds_for_none_that_takes_its_place(training_class):
    index = training_class.get_parent()
    say("off", training_class)
    assert not is_active(TRY_ME, training_class)
    Page.objects.get(pk=training_class.pk).delete()

    later = make_training_class(index=Page.objects.get(pk=index.pk).specific)
    assert later.path == training_class.path
    assert is_active(TRY_ME, later)


def test_settings_are_inherited_one_by_one(training_class):
    assert settings_of(TRY_ME, training_class)["most_points_a_forum"] == 3
    say("on", None, points_a_reply="1.5", most_points_a_forum="6")
    say("inherit", training_class, points_a_reply="2", unknown="x")
    assert settings_of(TRY_ME, training_class) == {"points_a_reply": "2", "most_points_a_forum": "6"}
    assert cleaned_settings(TRY_ME, training_class)["points_a_reply"] == 2
    assert settings_of(TRY_ME) == {"points_a_reply": "1.5", "most_points_a_forum": "6"}


def test_deciding_twice_keeps_one_row(training_class):
    say("off", training_class)
    say("on", training_class)
    assert PluginActivation.objects.get().state == "on"


def test_unknown_state_is_refused(training_class):
    with pytest.raises(Refusal):
        say("perhaps", training_class)
    assert not PluginActivation.objects.exists()


def test_asking_costs_one_query_at_first_and_then_none_in_a_request(training_class, django_assert_num_queries):
    from foundation import stamps

    is_active(TRY_ME, training_class)
    stamps.enter_request()
    try:
        with django_assert_num_queries(1):
            is_active(TRY_ME, training_class)
            is_active(TRY_ME)
            settings_of(TRY_ME, training_class)
    finally:
        stamps.leave_request()
