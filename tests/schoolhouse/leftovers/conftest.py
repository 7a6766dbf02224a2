"""One school for all of these tests: a plugin was used, then taken out."""

import pytest

from tests.schoolhouse.leftovers.school import School


@pytest.fixture(scope="module")
def school(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        school = School(tmp_path_factory.mktemp("school"), django_db_setup)
    yield school
    with django_db_blocker.unblock():
        school.close()


@pytest.fixture(scope="module")
def keys(school):
    """Use the plugin, take it out, and return the keys of what was made."""
    school.manage("migrate")
    keys = school.step("write")
    school.stop()
    school.uninstall()
    return keys
