"""A package that pip installed adds everywhere; taken out again nothing of it is left."""

import re
import shutil

import pytest
from django.db import connection

from schoolhouse.extension_points import all_points
from tests.schoolhouse.environment import ROOT, CleanEnvironment, build_wheel
from tests.schoolhouse.house import LEFT
from tools.messages import compile_all

SAMPLE = ROOT / "tests" / "sample_plugin"

MAKE = """
from bells.models import Bell
from people.models import User
from schoolhouse.testing import School

school = School()
page = school.training_class("First aid")
learner = school.learner(page)
Bell.objects.create(training_class=page, text="Tea now")
school.superuser()
"""

ASK = f"""
{LEFT}
import io
from django.core.management import call_command
from django.test import Client
from classes.models import TrainingClassPage
from people.models import User

page = TrainingClassPage.objects.get(title="First aid")
ENGLISH = dict([("accept-language", "en")])
learner, administrator = Client(headers=ENGLISH), Client(headers=ENGLISH)
learner.force_login(page.enrollments.get().learner)
administrator.force_login(User.objects.filter(is_superuser=True).first())

def read(client, address):
    response = client.get(address)
    return [response.status_code, response.content.decode()]

answer["class"] = read(learner, page.get_url())
answer["page"] = read(learner, "/plugins/bells/")
answer["api"] = read(learner, "/api/v1/plugins/bells/bells")
answer["description"] = read(learner, "/api/v1/openapi.json")
answer["admin"] = read(administrator, "/admin/")
answer["section"] = read(administrator, "/admin/snippets/bells/bell/")
answer["plugins"] = read(administrator, "/admin/plugins/")
listed = io.StringIO()
call_command("plugins", stdout=listed)
answer["listed"] = listed.getvalue()
found = io.StringIO()
call_command("check", stdout=found, stderr=found)
answer["check"] = found.getvalue()

answer["left"] = left("bells")
"""

PURGE = """
from django.db import connection
answer["tables"] = connection.introspection.table_names()
call_command("plugins", "purge", "bells", "--yes", stdout=io.StringIO())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    source = shutil.copytree(SAMPLE, folder / "source", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    compile_all([source / "bells"])
    return build_wheel(source, folder / "wheels")


@pytest.fixture
def environment(wheel, tmp_path):
    environment = CleanEnvironment(tmp_path / "environment")
    environment.install(wheel)
    return environment


def test_its_own_tests_pass_where_it_is_installed(environment):
    ended = environment.run("-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=SAMPLE)
    assert int(re.search(r"(\d+) passed", ended.stdout)[1]) >= 40, ended.stdout
    assert not re.search(r"failed|error|skipped", ended.stdout.splitlines()[-1])


@pytest.mark.usefixtures("no_tables_left")
def test_it_is_everywhere_and_then_nowhere(house, environment):
    house.python = environment.python
    house.manage("migrate", "-v0")
    there = house.ask(MAKE + ASK)
    assert {place: there[place][0] for place in ("class", "page", "api", "section")} == dict.fromkeys(
        ("class", "page", "api", "section"), 200
    )
    assert "<li>Tea now</li>" in there["class"][1]
    assert 'href="/plugins/bells/"' in there["class"][1]
    assert "Tea now!" in there["page"][1]
    assert '"text": "Tea now"' in there["api"][1]
    assert "/api/v1/plugins/bells/bells" in there["description"][1]
    assert "/admin/snippets/bells/bell/" in there["admin"][1]
    assert "bells 1.2.0: active, switched for the class (schoolhouse-bells)" in there["listed"]
    for point in all_points():
        assert f"    {point.name}: bells" in there["listed"], point
    for added in ("handler of bells.rung: bells.fade", "job: bells.ring", "schedule: bells.ring", "model: Bell"):
        assert f"    {added}" in there["listed"]
    assert {kind for kind, found in there["left"].items() if not found} == {"pages", "signals", "checks"}

    environment.uninstall("schoolhouse-bells")

    gone = house.ask(ASK + PURGE)
    assert {kind: found for kind, found in gone["left"].items() if found} == {}
    assert {place: gone[place][0] for place in ("class", "page", "api", "section")} == {
        "class": 200,
        "page": 404,
        "api": 404,
        "section": 404,
    }
    for place in ("class", "description", "admin"):
        assert "bells" not in gone[place][1], place
    assert "Tea now" not in gone["class"][1]
    assert "left out" not in gone["check"]
    assert "bells_bell" in gone["tables"]
    assert "bells_bell" not in connection.introspection.table_names()
