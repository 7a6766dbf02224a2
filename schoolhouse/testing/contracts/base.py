"""What holds at every extension point."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

if TYPE_CHECKING:
    from wagtail.models import Page

    from schoolhouse.extension_points import Extension, ExtensionPoint
    from schoolhouse.testing.school import School

LANGUAGES = ("en", "zh-hans")


class ExtensionContract:
    """An extension is registered by its own plugin, and gone while that plugin is off.

    ``plugin`` is the plugin's label, ``name`` the name under which it registered. ``most_queries`` is how many queries
    one call may cost. Subclasses of this package name the point; those of a plugin set the rest.
    """

    point: "ClassVar[str]" = ""
    plugin: ClassVar[str] = ""
    name: ClassVar[str] = ""
    most_queries: ClassVar[int] = 10

    @pytest.fixture
    def extension(self) -> "Extension[Any]":
        """Return what was registered; fails the test where nothing was."""
        point = self.the_point()
        for extension in point.extensions():
            if extension.name == self.name:
                return extension
        names = ", ".join(extension.name for extension in point.extensions()) or "nothing"
        pytest.fail(f"Nothing is registered as “{self.name}” at {point.name}; there is: {names}.")

    def the_point(self) -> "ExtensionPoint[Any]":
        """Return the extension point that this is about."""
        from schoolhouse.extension_points import all_points

        found = next((point for point in all_points() if point.name == self.point), None)
        if found is None:
            pytest.fail(f"There is no extension point “{self.point}”.")
        return found

    @pytest.mark.django_db
    def test_plugin_registered_it_under_its_own_name(self, extension: "Extension[Any]") -> None:
        """What is registered on behalf of somebody else is not switched off with the plugin."""
        from schoolhouse.plugins import plugin

        assert plugin(self.plugin) is not None, f"No plugin “{self.plugin}” runs here."
        assert extension.plugin == self.plugin

    @pytest.mark.django_db
    def test_it_is_gone_while_the_plugin_is_off(self, extension: "Extension[Any]") -> None:
        """Off means that nobody asks it."""
        with switched_off(self.plugin):
            assert self.name not in [active.name for active in self.the_point().active()]


@contextmanager
def switched_off(label: str, page: "Page | None" = None) -> Iterator[None]:
    """Switch a plugin off at ``page``, a class or a site, or on the whole server; afterwards back to what was decided.

    A plugin whose ``scope`` does not reach down to pages cannot be switched there.
    """
    from schoolhouse.actions.activation import decide
    from schoolhouse.models import PluginActivation, PluginState
    from schoolhouse.plugins import plugin

    config = plugin(label)
    assert config is not None, f"No plugin “{label}” runs here."
    before = PluginActivation.objects.filter(plugin=label, page=page).first()
    settings = before.settings if before else {}
    decide(plugin=config, page=page, state=PluginState.OFF, settings=settings, by=None)
    yield
    decide(plugin=config, page=page, state=before.state if before else PluginState.INHERIT, settings=settings, by=None)


def assert_says_something(text: Any, what: str) -> None:
    """Fail unless ``text``, perhaps a lazy translation, says something in each of the school's languages."""
    from django.utils.functional import Promise
    from django.utils.translation import override

    assert isinstance(text, str | Promise), f"{what} must be text, and is {type(text).__name__}."
    for language in LANGUAGES:
        with override(language):
            assert str(text).strip(), f"{what} is empty in {language}."


@contextmanager
def at_most(queries: int, what: str) -> Iterator[None]:
    """Fail when more than ``queries`` queries are sent meanwhile, and list them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as sent:
        yield
    lines = "\n".join(query["sql"][:200] for query in sent.captured_queries)
    assert len(sent) <= queries, f"{what} cost {len(sent)} queries, and may cost {queries}:\n{lines}"


def request_of(school: "School", user: Any = None) -> Any:
    """Return a request as views receive it, of ``user`` or of a stranger."""
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    return request
