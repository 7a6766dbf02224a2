import pytest
from django.test import Client

from people.models import Role
from tests.factories.counties import make_counties
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


def test_me_names_the_person_and_their_roles_by_public_id():
    east = make_counties().east
    client = Client(headers={"accept-language": "en"})
    client.force_login(east.editor)
    answer = client.get(ME)
    assert answer.json() == {
        "public_id": str(east.editor.public_id),
        "full_name": "Eastcanary editor",
        "language": "en",
        "roles": [
            {
                "role": Role.EDITOR,
                "organization": {"public_id": str(east.organization.public_id), "name": "Eastcanary county"},
            }
        ],
    }


@pytest.mark.parametrize(("language", "said"), [("en", "Please sign in first."), ("zh-hans", "请先登录。")])
def test_me_answers_a_stranger_401_in_their_language(language, said):
    answer = Client(headers={"accept-language": language}).get(ME)
    assert (answer.status_code, answer.json()) == (401, {"code": "sign_in", "message": said})


def test_me_of_a_closed_account_is_401():
    person = make_user()
    client = Client()
    client.force_login(person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(ME).status_code == 401
