"""What the plugin's tests share."""

import django.core.cache.backends.db  # noqa: F401 - takes the clock when it is first imported: the real one
import pytest


@pytest.fixture
def switch():
    """Return a function that sets what a class has set about the plugin."""
    from schoolhouse.actions.activation import decide
    from schoolhouse.plugins import plugin

    def set_to(page, *, state="inherit", **settings):
        decide(plugin=plugin("attendance"), page=page, state=state, settings=settings, by=None)

    return set_to
