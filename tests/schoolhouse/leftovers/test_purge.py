"""Purging is for plugins that are gone."""

import pytest
from django.utils import timezone, translation

from schoolhouse import quarantine
from schoolhouse.discovery import Candidate
from schoolhouse.leftovers.purge import plan
from schoolhouse.models import InstalledPlugin
from schoolhouse.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["word_cards", "plugins.word_cards"])
def test_plugin_that_is_only_left_out_is_not_purged(monkeypatch, name):
    """It failed, or waits for its tables: its rows are still wanted, by whatever name it is called."""
    InstalledPlugin.objects.create(label="word_cards", name="plugins.word_cards", last_seen_at=timezone.now())
    found = Candidate("word_cards", "plugins.word_cards", "", "plugins/word_cards", "")
    monkeypatch.setitem(quarantine.candidates, "word_cards", found)
    monkeypatch.setitem(quarantine.reasons, "word_cards", "bang")
    with translation.override("en"), pytest.raises(Refusal, match="is installed here"):
        plan(name)


@pytest.mark.parametrize("name", ["try_me", "people", "never_here"])
def test_what_is_at_work_or_was_never_here_is_not_purged(name):
    with pytest.raises(Refusal):
        plan(name)
