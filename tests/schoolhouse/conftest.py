import pytest
from django.apps import apps

from schoolhouse import quarantine
from schoolhouse.discovery import Candidate
from tests.schoolhouse import try_me
from tests.schoolhouse.house import House
from tests.schoolhouse.try_me.apps import TryMeConfig


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


@pytest.fixture(autouse=True)
def plugin_to_try(monkeypatch):
    """Run with the plugin ``try_me``."""
    config = TryMeConfig(try_me.__name__, try_me)
    config.apps, config.models = apps, {}
    monkeypatch.setitem(apps.app_configs, config.label, config)
    candidate = Candidate(config.label, config.name, "", "tests/try_me", config.version)
    monkeypatch.setitem(quarantine.candidates, config.label, candidate)
    return config
