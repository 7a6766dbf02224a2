import importlib
import pkgutil

import pytest
from packaging.version import Version

import classes
import evaluations
import forums
import home
import lessons
import people
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

    class Heir(Old):
        pass

    assert Old.__doc__ == "Old words."
    assert deprecation.deprecations[-1].until == "1.12"
    with pytest.warns(ApiDeprecationWarning, match="Old is deprecated"):
        assert isinstance(Old(), Old)
    assert isinstance(Heir(), Old)


def test_nothing_deprecated_is_overdue():
    for package in (schoolhouse, people, lessons, classes, forums, evaluations, home):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not {"management", "plugin_template", "migrations"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    overdue = [str(one) for one in deprecation.deprecations if Version(one.until) <= Version(schoolhouse.API_VERSION)]
    assert overdue == []
