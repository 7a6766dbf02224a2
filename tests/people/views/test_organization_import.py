import io
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.sheets.reader import read_sheet
from people.models import Organization, OrganizationImport, Role
from people.scope import forget
from tests.classes.roster_files import csv_file
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
HERE = "/accounts/organizations/import/"


@pytest.fixture
def county():
    return make_organization("清水县")


@pytest.fixture
def administrator(client, county):
    user = make_user(role=Role.ADMINISTRATOR, organization=county)
    client.force_login(user)
    return user


def uploaded(client, text):
    response = client.post(HERE, {"file": csv_file(text)})
    assert response.status_code == 302
    return response.url


def test_sheet_walks_from_upload_to_tree_and_back(client, administrator):
    here = uploaded(client, "名称,类型\n河东镇,乡镇\n")
    page = client.get(here).content.decode()
    assert f"{here}apply/" in page
    assert "清水县" in page
    assert f"{here}undo/" in client.post(f"{here}apply/", follow=True).content.decode()
    assert Organization.objects.get(name="河东镇").get_parent().name == "清水县"
    client.post(f"{here}undo/")
    assert not Organization.objects.filter(name="河东镇").exists()
    assert client.get(here).status_code == 200
    assert client.get(HERE).status_code == 200


def test_faulty_sheet_offers_no_taking(client, administrator):
    here = uploaded(client, "名称,类型\n河东镇,部落\n")
    assert f"{here}apply/" not in client.get(here).content.decode()
    client.post(f"{here}apply/")
    client.post(f"{here}discard/")
    assert Organization.objects.count() == 1
    assert OrganizationImport.objects.get().state == "discarded"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "名称\n甲\n", "%PDF-1.7"])
def test_bad_file_gets_a_message(client, administrator, text):
    response = client.post(HERE, {"file": csv_file(text)})
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert client.post(HERE).status_code == 422


def test_empty_sheet_has_headings_that_are_understood(client, administrator):
    response = client.get(reverse("people:organization_template"))
    assert len(read_sheet(io.BytesIO(b"".join(response.streaming_content))).rows[0].cells) == 4
    response.close()


def test_only_who_uploaded_a_sheet_finds_it(client, administrator, county):
    here = uploaded(client, "名称,类型\n河东镇,乡镇\n")
    addresses = [here, *(f"{here}{name}/" for name in ("apply", "discard", "undo"))]
    for role, organization in ((Role.ADMINISTRATOR, make_organization("外县")), (Role.CLASS_TEACHER, county)):
        client.force_login(make_user(role=role, organization=organization))
        assert [(client.get if one == here else client.post)(one).status_code for one in addresses] == [404] * 4
    assert client.get(HERE).status_code == 404
    assert client.get(f"{HERE}{uuid.uuid4()}/").status_code == 404
    client.logout()
    assert [(client.get if one == here else client.post)(one).status_code for one in addresses] == [302] * 4


def test_preview_costs_the_same_queries_for_every_length(client, administrator):
    counts = set()
    for count in (1, 30, 300):
        here = uploaded(client, "名称,类型\n" + "".join(f"镇{count}-{n},乡镇\n" for n in range(count)))
        client.get(here)
        cache.clear()
        forget()
        with CaptureQueriesContext(connection) as captured:
            client.get(here)
        counts.add(len(captured))
    assert len(counts) == 1


def test_pages_of_the_tree_speak_of_no_roster(client, administrator):
    here = uploaded(client, "名称,类型\n河西镇,乡镇\n")
    chinese = {"accept-language": "zh-CN"}
    client.get(here)
    taken, undone = (
        client.post(f"{here}{act}/", follow=True, headers=chinese).content.decode() for act in ("apply", "undo")
    )

    assert "列表已录入" in taken
    assert "列表已撤销" in undone
    assert "名册" not in taken + undone
