"""Contracts of what plugins show on pages: slots and the navigation."""

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from schoolhouse.testing.contracts.base import (
    LANGUAGES,
    ExtensionContract,
    assert_says_something,
    at_most,
    request_of,
    switched_off,
)

if TYPE_CHECKING:
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School

_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_DRAWN = {"path", "circle", "rect", "line", "polyline", "polygon", "ellipse", "use"}


class SlotContract(ExtensionContract):
    """What fills a place of a page gives sound HTML to everybody who reads that page, in time.

    ``slot`` is the place's name. ``arguments`` makes what the template passes; for the places of the rooms it is made
    already. ``of_classes`` says whether all that stands there is about classes, so that nothing does where every class
    has switched the plugin off; set it to ``False`` for what also tells of something else.
    """

    slot: ClassVar[str] = ""
    of_classes: ClassVar[bool] = True

    def the_point(self) -> Any:
        """Return the slot."""
        from schoolhouse.extension_points import Slot

        found = Slot.named(self.slot)
        if found is None:
            pytest.fail(f"No room declares the slot “{self.slot}”.")
        return found

    def arguments(self, school: "School") -> dict[str, Any]:
        """Return what the template passes; override it for a slot of your own, or to put your records there."""
        if self.slot == "people.profile.links":
            return {"person": school.person()}
        training_class = school.training_class()
        if self.slot == "classes.live_class.after_content":
            return {"page": school.live_class(training_class), "training_class": training_class}
        if self.slot == "forums.thread.aside":
            return {"thread": school.thread(school.forum(training_class))}
        return {"page": training_class}

    def test_it_gives_sound_html_to_every_reader(self, extension: "Extension[Any]", school: "School") -> None:
        """A learner, a stranger, and whoever writes a page without a request; in both languages."""
        from django.utils.html import conditional_escape
        from django.utils.translation import override

        arguments = self.arguments(school)
        for request in (request_of(school, school.person()), request_of(school), None):
            for language in LANGUAGES:
                with override(language):
                    shown = extension.value(request, **arguments)
                assert shown is None or isinstance(shown, str), f"It must return text, not {type(shown).__name__}."
                assert_sound_html(conditional_escape(shown or ""))

    def test_nothing_stands_there_where_classes_have_switched_it_off(
        self, extension: "Extension[Any]", school: "School"
    ) -> None:
        """A room asks for the page that it shows; of a place that is no page's the plugin itself asks for each class.

        Only where the plugin's scope reaches down to classes.
        """
        from contextlib import ExitStack

        from classes.models import TrainingClassPage
        from schoolhouse.plugins import plugin

        config = plugin(self.plugin)
        if config is None or config.scope != "class" or not self.of_classes:
            return
        arguments = self.arguments(school)
        scope = arguments.get("page") or getattr(arguments.get("thread"), "forum", None)
        request = request_of(school, arguments.get("person") or school.person())
        with ExitStack() as closed:
            for page in TrainingClassPage.objects.all():
                closed.enter_context(switched_off(self.plugin, page))
            names = [one.name for one in self.the_point().active(scope)]
            shown = extension.value(request, **arguments) if self.name in names else None
        assert not shown, f"It shows something of a class in which the plugin is off: {str(shown)[:500]}"

    def test_it_is_fast(self, extension: "Extension[Any]", school: "School") -> None:
        """Over its time limit it would be switched off; each page costs these queries."""
        from schoolhouse.faults import SLOT_SECONDS, Stopwatch

        arguments = self.arguments(school)
        request = request_of(school, school.person())
        extension.value(request, **arguments)
        watch = Stopwatch()
        with at_most(self.most_queries, "The place"):
            extension.value(request, **arguments)
        took = watch.own_seconds()
        assert took < SLOT_SECONDS, f"It took {took:.1f} seconds, and may take {SLOT_SECONDS:g}."


class NavigationContract(ExtensionContract):
    """An entry of the navigation has a name, an icon, costs no query, and leads somewhere for whom it is shown to.

    ``reader`` makes somebody to whom it is shown.
    """

    point = "navigation"

    def reader(self, school: "School") -> Any:
        """Return somebody to whom the entry is shown; override it for an entry that only some see."""
        return school.person()

    def test_it_has_a_name_and_an_icon(self, extension: "Extension[Any]") -> None:
        """A phone shows the icon above the name."""
        from design.icons import ICONS
        from schoolhouse.extension_points import NavigationItem

        item = extension.value
        assert isinstance(item, NavigationItem), f"It must be a NavigationItem, not {type(item).__name__}."
        assert_says_something(item.label, "Its label")
        assert item.icon in ICONS, f"The design system has no icon “{item.icon}”. There is: {', '.join(sorted(ICONS))}."

    def test_it_costs_no_query(self, extension: "Extension[Any]", school: "School") -> None:
        """It is asked on every page."""
        request = request_of(school, self.reader(school))
        with at_most(0, "The entry"):
            extension.value.url(request)
            extension.value.url(request_of(school))

    def test_it_leads_somewhere(self, extension: "Extension[Any]", school: "School") -> None:
        """Whoever sees it must not find an error behind it; a stranger may have to sign in."""
        reader = self.reader(school)
        url = extension.value.url(request_of(school, reader))
        assert isinstance(url, str), "The reader of this test does not see it; let reader() make somebody who does."
        answer = school.client(reader).get(url, follow=True)
        assert answer.status_code == 200, f"{url} answers {answer.status_code} to who sees the entry."
        strangers = extension.value.url(request_of(school))
        if strangers is not None:
            answer = school.client().get(strangers, follow=True)
            assert answer.status_code == 200, f"{strangers} answers {answer.status_code} to a stranger who sees it."


class DashboardPanelContract(ExtensionContract):
    """A card of the dashboard has a heading, gives sound HTML to everybody who is signed in, and costs little.

    ``reader`` makes somebody for whom there is something.
    """

    point = "dashboard_panels"
    most_queries = 3

    def reader(self, school: "School") -> Any:
        """Return somebody for whom the card has something; override it for one that only some see."""
        return school.learner(school.training_class())

    def test_it_has_a_heading(self, extension: "Extension[Any]") -> None:
        """In both languages."""
        from schoolhouse.extension_points import DashboardPanel

        panel = extension.value
        assert isinstance(panel, DashboardPanel), f"It must be a DashboardPanel, not {type(panel).__name__}."
        assert_says_something(panel.label, "Its label")

    def test_it_shows_sound_html_or_nothing(self, extension: "Extension[Any]", school: "School") -> None:
        """Also to somebody who has done nothing yet."""
        from django.utils.html import conditional_escape
        from django.utils.translation import override

        reader = self.reader(school)
        for language in LANGUAGES:
            with override(language):
                assert extension.value.show(request_of(school, reader)), "It shows nothing to who reader() made."
                for person in (reader, school.person()):
                    shown = extension.value.show(request_of(school, person))
                    assert shown is None or isinstance(shown, str), f"It must be text, not {type(shown).__name__}."
                    assert_sound_html(conditional_escape(shown or ""))

    def test_it_costs_little(self, extension: "Extension[Any]", school: "School") -> None:
        """Everybody begins the day there; as on a page, each version stamp is asked for once."""
        from foundation import stamps

        request = request_of(school, self.reader(school))
        stamps.enter_request()
        try:
            with at_most(self.most_queries, "The card"):
                extension.value.show(request)
        finally:
            stamps.leave_request()

    def test_it_stands_on_the_dashboard_until_the_plugin_is_off(
        self, extension: "Extension[Any]", school: "School"
    ) -> None:
        """With its heading."""
        from django.utils.translation import override

        client = school.client(self.reader(school), language="en")
        with override("en"):
            heading = str(extension.value.label)
        assert heading in client.get("/learn/").content.decode()
        with switched_off(self.plugin):
            assert f">{heading}</h2>" not in client.get("/learn/").content.decode()


def assert_sound_html(html: str) -> None:
    """Fail for tags that do not match, and for scripts and styles in the page, which the school's policy refuses."""
    parser = _Tags()
    parser.feed(html)
    parser.close()
    assert parser.problems == [], f"{'; '.join(parser.problems)} in: {html[:500]}"
    assert parser.open == [], f"Not closed: {', '.join(parser.open)} in: {html[:500]}"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _EMPTY | _DRAWN:
            self.open.append(tag)
        names = {name for name, _value in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self.problems.append(f"<{tag}> in the page")
        self.problems += [f"{name}=… in <{tag}>" for name in names if name == "style" or name.startswith("on")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY | _DRAWN:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _DRAWN:
            return
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")
