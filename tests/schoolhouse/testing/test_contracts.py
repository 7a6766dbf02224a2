"""A contract holds for what works and fails for a real fault."""

import time

import pytest
from django.utils.functional import lazystr
from django.utils.html import format_html
from ninja import Router

from foundation.jobs import registry
from people.models import User
from schoolhouse import testing
from schoolhouse.activation import is_active
from schoolhouse.events import Event, _events
from schoolhouse.extension_points import NavigationItem, ScoreRule, Slot
from schoolhouse.models import PluginFault
from schoolhouse.testing import CONTRACTS
from tests.schoolhouse.testing.contracts_run import PLUGIN, contract_of, faults, point_named, registered

pytestmark = pytest.mark.django_db

PLACE = "classes.training_class.aside"


def slow(request, **arguments):
    time.sleep(0.6)


def greedy(request, **arguments):
    for _number in range(11):
        User.objects.count()


SLOTS = [
    (lambda request, **arguments: format_html("<p>{}</p>", arguments["page"].title), None),
    (lambda request, **arguments: None, None),
    (lambda request, **arguments: 1 / 0, "test_it_gives_sound_html_to_every_reader"),
    (lambda request, **arguments: str(request.user), "test_it_gives_sound_html_to_every_reader"),
    (lambda request, **arguments: 7, "test_it_gives_sound_html_to_every_reader"),
    (lambda request, **arguments: format_html("<p><b></p>"), "test_it_gives_sound_html_to_every_reader"),
    (lambda request, **arguments: format_html('<p style="x">1</p>'), "test_it_gives_sound_html_to_every_reader"),
    (lambda request, **arguments: format_html("<script>1</script>"), "test_it_gives_sound_html_to_every_reader"),
    (slow, "test_it_is_fast"),
    (greedy, "test_it_is_fast"),
]


@pytest.mark.parametrize(("value", "failing"), SLOTS)
@pytest.mark.filterwarnings("ignore:Calling format_html")
def test_slot_contract(school, value, failing, monkeypatch):
    monkeypatch.setattr("schoolhouse.faults.SLOT_SECONDS", 0.3 if value is slow else 10)
    slot = Slot.named(PLACE)
    with registered(slot, value):
        found = faults(contract_of(testing.SlotContract, slot=PLACE), school)
    assert (failing in found) if failing else found == {}


@pytest.mark.parametrize(
    ("shows", "of_classes", "failing"),
    [
        (lambda person: [seat.training_class.title for seat in person.enrollments.all()], True, True),
        (lambda person: ["Something else"], False, False),
        (
            lambda person: [
                seat.training_class.title for seat in person.enrollments.all() if is_active(PLUGIN, seat.training_class)
            ],
            True,
            False,
        ),
    ],
)
def test_slot_contract_looks_where_classes_have_switched_the_plugin_off(school, shows, of_classes, failing):
    def arguments(self, school):
        return {"person": school.learner(school.training_class())}

    place = "people.profile.links"
    contract = contract_of(testing.SlotContract, slot=place, arguments=arguments, of_classes=of_classes)
    with registered(Slot.named(place), lambda request, person: ", ".join(shows(person))):
        found = faults(contract, school)
    assert ("test_nothing_stands_there_where_classes_have_switched_it_off" in found) == failing


@pytest.mark.parametrize(
    ("label", "url", "icon", "failing"),
    [
        ("Lessons", lambda request: "/lessons/", "book", None),
        ("", lambda request: "/lessons/", "book", "test_it_has_a_name_and_an_icon"),
        ("Lessons", lambda request: "/lessons/", "no-such", "test_it_has_a_name_and_an_icon"),
        ("Lessons", lambda request: "/no-such/", "book", "test_it_leads_somewhere"),
        ("Lessons", lambda request: None, "book", "test_it_leads_somewhere"),
        ("Lessons", lambda request: "/lessons/" * User.objects.count(), "book", "test_it_costs_no_query"),
    ],
)
def test_navigation_contract(school, label, url, icon, failing):
    with registered(point_named("navigation"), NavigationItem(label, url, icon)):
        found = faults(contract_of(testing.NavigationContract), school)
    assert (failing in found) if failing else found == {}


@pytest.mark.parametrize(
    ("source", "explain", "failing"),
    [
        (PLUGIN, lambda page: f"One point in {page.title}.", None),
        ("other", lambda page: "One point.", "test_it_names_its_source"),
        (PLUGIN, lambda page: "", "test_it_explains_itself"),
        (PLUGIN, lambda page: page.no_such, "test_it_explains_itself"),
    ],
)
def test_score_rule_contract(school, source, explain, failing):
    with registered(point_named("score_rules"), ScoreRule(source, lazystr("Points"), explain)):
        found = faults(contract_of(testing.ScoreRuleContract), school)
    assert (failing in found) if failing else found == {}


def notes_of(training_class):
    return list(PluginFault.objects.filter(place=str(training_class.pk)).values_list("message", flat=True))


def carry(*, source, copy, **rest):
    for message in notes_of(source):
        PluginFault.objects.create(plugin=PLUGIN, place=str(copy.pk), message=message)


def take(*, source, copy, **rest):
    PluginFault.objects.filter(place=str(source.pk)).update(place=str(copy.pk))


@pytest.mark.parametrize(
    ("mover", "failing"),
    [
        (carry, []),
        (take, ["test_records_are_carried_along"]),
        (lambda **rest: None, ["test_records_are_carried_along"]),
        (lambda *, source, copy, **rest: 1 / 0, ["test_class_without_records_is_repeated"]),
    ],
)
def test_class_repeat_mover_contract(school, mover, failing):
    contract = contract_of(
        testing.ClassRepeatMoverContract,
        make_records=lambda self, school, page: PluginFault.objects.create(plugin="x", place=page.pk, message="Bring"),
        records=lambda self, page: notes_of(page),
    )
    with registered(point_named("class_repeat_movers"), mover):
        assert set(failing) <= set(found := faults(contract, school))
    assert bool(found) is bool(failing)


@pytest.mark.parametrize("way", ["well", "deaf", "twice", "raises", "credulous"])
def test_event_handler_contract(school, way, monkeypatch):
    monkeypatch.setattr("schoolhouse.events._events", dict(_events))
    monkeypatch.setattr(registry, "subscriptions", registry.subscriptions)
    happened = Event("kit.happened", fields={"user": "public_id"}, doc="It happened.")
    handled = []

    def handle(event):
        user = User.objects.filter(public_id=event.data["user"]).first()
        if way == "raises":
            raise RuntimeError("bang")
        if way != "deaf" and (user or way == "credulous"):
            PluginFault.objects.create(plugin="kit", place=str(len(handled)), message="x")
            handled.append(1)

    from schoolhouse.gates import calls as gates

    with gates.jobs_of(PLUGIN):
        happened.handler("try_me.kit")(handle)
    if way == "twice":
        spec = registry.jobs["try_me.kit"]
        registry.jobs["try_me.kit"] = type(spec)(**{**vars(spec), "function": lambda event: handle_again(event)})

    def handle_again(event):
        PluginFault.objects.create(plugin="kit", place=str(len(handled)), message="x")
        handled.append(1)

    contract = contract_of(
        testing.EventHandlerContract,
        event=happened,
        handler="try_me.kit",
        data=lambda self, school: {"user": school.person().public_id},
        effect=lambda self: PluginFault.objects.filter(plugin="kit").count(),
    )
    try:
        found = faults(contract, school)
    finally:
        registry.forget("try_me.kit")
        registry.subscriptions.pop(("kit.happened", 1), None)
    expected = {
        "well": set(),
        "deaf": {"test_it_acts_once_however_often_it_is_called"},
        "twice": {"test_it_acts_once_however_often_it_is_called"},
        "raises": {"test_it_acts_once_however_often_it_is_called", "test_it_bears_what_is_gone"},
        "credulous": {"test_it_bears_what_is_gone"},
    }
    assert expected[way] <= set(found)
    assert bool(found) is (way != "well")


def test_what_was_not_registered_or_by_somebody_else_fails(school):
    contract = contract_of(testing.ScoreRuleContract)
    found = faults(contract, school)
    assert found
    assert all("Nothing is registered as “kit.test”" in reason for reason in found.values())
    with registered(point_named("score_rules"), ScoreRule(PLUGIN, "x", lambda page: "x"), plugin="forums"):
        found = faults(contract, school)
    assert set(found) == {"test_plugin_registered_it_under_its_own_name", "test_it_is_gone_while_the_plugin_is_off"}


def test_router_that_is_not_in_the_api_fails(school):
    router = Router()
    with registered(point_named("api_routers"), router):
        found = faults(contract_of(CONTRACTS["api_routers"]), school)
    assert "test_it_is_described" in found
