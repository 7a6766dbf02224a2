import importlib
import pkgutil

import pytest
from packaging.version import Version

import schoolhouse
from schoolhouse import deprecation
from schoolhouse.deprecation import ApiDeprecationWarning, deprecated


@pytest.fixture(autouse=True)
def own_list(monkeypatch):
    monkeypatch.setattr(deprecation, "deprecations", list(deprecation.deprecations))


def test_deprecated_function_still_works_and_warns_where_it_is_called():
    @deprecated(since="0.3", use="something_new")
    def something_old(number):
        return number + 1

    with pytest.warns(ApiDeprecationWarning) as warned:
        assert something_old(1) == 2
    assert str(warned[0].message).endswith("is deprecated since API 0.3 and goes with 0.6: use something_new.")
    assert "something_old" in str(warned[0].message)
    assert warned[0].filename == __file__


def test_deprecated_class_keeps_its_name_and_words():
    @deprecated(since="1.9", use="New")
    class Old:
        """Old words."""

    assert Old.__doc__ == "Old words."
    assert deprecation.deprecations[-1].until == "1.12"
    with pytest.warns(ApiDeprecationWarning, match="Old is deprecated"):
        Old()


def test_nothing_deprecated_is_overdue():
    for module in pkgutil.walk_packages(schoolhouse.__path__, "schoolhouse."):
        if ".management." not in module.name and "plugin_template" not in module.name:
            importlib.import_module(module.name)
    overdue = [str(one) for one in deprecation.deprecations if Version(one.until) <= Version(schoolhouse.API_VERSION)]
    assert overdue == []
