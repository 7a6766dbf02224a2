"""Finding plugins while settings load, and leaving out those with which the site would not start.

``plugin_apps`` is called at the end of ``INSTALLED_APPS``. Whether a plugin works is tried in a process of its own
(``schoolhouse.discovery.trial``), so that nothing of one that fails is ever loaded here; the verdict is kept until a
plugin or the house itself changes. Under ``PLUGINS_STRICT=1`` nothing is tried and the first fault raises.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from schoolhouse import quarantine
from schoolhouse.discovery import candidates, verdicts
from schoolhouse.discovery.candidates import Candidate
from schoolhouse.discovery.verdicts import HOUSE

__all__ = ["Candidate", "plugin_apps"]


def plugin_apps(folder: Path, *, installed: Sequence[str] = ()) -> list[str]:
    """Return what belongs into ``INSTALLED_APPS`` for the plugins in ``folder`` and those that pip installed.

    ``installed`` is what stands there already, whose names are taken. A plugin that fails, or asks for another version
    of the API, is left out and noted in ``quarantine``; raises ``quarantine.PluginFailed`` for it when strict.
    """
    if sys.path[0] != str(folder.parent) and folder.parent != HOUSE:
        # The house has a package of the same name; what is asked for stands before it.
        sys.path.insert(0, str(folder.parent))
    on_trial = candidates.on_trial()
    if on_trial is not None:
        return on_trial
    found, refused = candidates.find(folder, {entry.rpartition(".apps.")[0] or entry for entry in installed})
    quarantine.note({}, found)
    if quarantine.strict():
        return candidates.accept(found, refused)
    verdict = verdicts.verdict_on(found)
    quarantine.note(refused | verdict.refused)
    return verdict.apps
