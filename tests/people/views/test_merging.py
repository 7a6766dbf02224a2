"""The admin's page on which two accounts become one."""

import pytest

from people.models import Role, User
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db

MERGE = "/admin/people/merge/"


@pytest.fixture
def school():
    return make_organization("School")


@pytest.fixture
def pair(school):
    return [
        make_user("王小明", account_name=name, role=Role.LEARNER, organization=school) for name in ("ming", "ming2")
    ]


def test_merging_compares_first_and_merges_when_confirmed(client, pair, school):
    keep, duplicate = pair
    client.force_login(make_user(role=Role.ADMINISTRATOR, organization=school))
    assert client.get(MERGE).status_code == 200

    compared = client.post(MERGE, {"keep": "MING", "duplicate": str(duplicate.public_id)})
    assert compared.status_code == 200
    assert User.objects.get(pk=duplicate.pk).is_active

    done = client.post(MERGE, {"keep": "ming", "duplicate": "ming2", "confirmed": "yes"})
    assert (done.status_code, done["Location"]) == (302, MERGE)
    assert User.objects.get(pk=duplicate.pk).merged_into == keep


@pytest.mark.parametrize("typed", ["", "nobody", "\x00", "00000000-0000-0000-0000-000000000000", "x" * 300, "ming"])
def test_merging_refuses_what_it_cannot_find(client, pair, typed):
    client.force_login(make_superuser())
    response = client.post(MERGE, {"keep": "ming", "duplicate": typed, "confirmed": "yes"})
    assert response.status_code == 422
    assert User.objects.filter(is_active=False).count() == 0


def test_merging_never_names_people_elsewhere(client, pair, school):
    make_user("Secret Person", account_name="secret", role=Role.LEARNER, organization=make_organization("Elsewhere"))
    client.force_login(make_user(role=Role.ADMINISTRATOR, organization=school))

    response = client.post(MERGE, {"keep": "ming", "duplicate": "secret"})

    assert response.status_code == 422
    assert "Secret Person" not in response.content.decode()


def test_merging_is_closed_to_others(client, school):
    assert client.get(MERGE).status_code == 302
    client.force_login(make_user(role=Role.EDITOR, organization=school))
    assert client.get(MERGE).status_code in (302, 403)
    client.force_login(make_user(role=Role.LEARNER, organization=school))
    assert client.get(MERGE).status_code == 302
