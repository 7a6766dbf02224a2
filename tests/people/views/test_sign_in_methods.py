"""Ways to sign in that plugins bring: closed wherever they are not sure."""

from urllib.parse import parse_qs, urlsplit

import pytest

from schoolhouse import faults
from schoolhouse.extension_points import SignInMethod, sign_in_methods
from schoolhouse.models import PluginFault
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

BEGIN, BACK = "/accounts/by/county.card/", "/accounts/by/county.card/back/"
ASKED = "https://county.example.org/who?back="


@pytest.fixture
def way(monkeypatch):
    """Register a way to sign in, made by a function; what it answers may be changed."""
    monkeypatch.setattr(faults, "_written", {})

    class Way:
        label = "County card"

        def start(self, request, back):
            self.back = back
            return ASKED + back.replace("&", "%26")

        def person(self, request):
            return None

    made = Way()
    method = SignInMethod(
        made.label, lambda request, back: made.start(request, back), lambda request: made.person(request)
    )
    sign_in_methods.register("county", "county.card", method)
    yield made
    sign_in_methods.withdraw("county")


def signed_in(client):
    return client.session.get("_auth_user_id")


def begin(client, way, **query):
    answer = client.get(BEGIN, query)
    assert answer.headers["Location"].startswith(ASKED)
    return {"state": parse_qs(urlsplit(way.back).query)["state"][0]}


def test_sign_in_page_offers_it_and_keeps_where_one_wanted_to_go(client, way):
    page = client.get("/accounts/login/?next=/lessons/").content.decode()
    assert f'href="{BEGIN}?next=/lessons/"' in page
    assert "County card" in page


def test_person_whom_it_recognizes_is_signed_in_and_led_on(client, way):
    person = make_user()
    way.person = lambda request: person
    state = begin(client, way, next="/lessons/")
    answer = client.get(BACK, state)
    assert answer.headers["Location"] == "/lessons/"
    assert signed_in(client) == str(person.pk)


def test_way_out_of_the_house_is_not_taken(client, way):
    person = make_user()
    way.person = lambda request: person
    state = begin(client, way, next="https://evil.example.org/")
    assert client.get(BACK, state).headers["Location"] == "/learn/"


def bang(*args):
    raise RuntimeError("bang")


@pytest.mark.parametrize("person", [bang, lambda request: "admin", lambda request: 1, lambda request: True])
def test_failure_lets_nobody_in_and_is_named(client, way, person):
    way.person = person
    answer = client.get(BACK, begin(client, way), follow=True)
    assert signed_in(client) is None
    assert answer.redirect_chain[-1][0] == "/accounts/login/"
    assert "没能用这种方式登录" in answer.content.decode() or "could not be signed in" in answer.content.decode()
    assert PluginFault.objects.get().plugin == "county"


@pytest.mark.parametrize("start", [bang, lambda request, back: None, lambda request, back: "javascript:alert(1)"])
def test_way_that_leads_nowhere_ends_at_the_sign_in_page(client, way, start):
    way.start = start
    assert client.get(BEGIN).headers["Location"] == "/accounts/login/"
    assert PluginFault.objects.get().place == "sign_in_methods"


def test_nobody_comes_back_who_did_not_begin_here_or_comes_twice(client, way):
    person = make_user()
    way.person = lambda request: person
    for query in ({}, {"state": ""}, {"state": "guessed"}):
        client.get(BACK, query)
        assert signed_in(client) is None
    state = begin(client, way)
    client.get(BACK, {"state": "guessed"})
    client.get(BACK, state)
    assert signed_in(client) is None


def test_closed_account_stays_closed(client, way):
    person = make_user(is_active=False)
    way.person = lambda request: person
    client.get(BACK, begin(client, way))
    assert signed_in(client) is None


def test_unknown_way_is_not_found(client, way):
    assert client.get("/accounts/by/other/").status_code == 404
    assert client.get("/accounts/by/other/back/").status_code == 404
    assert client.post(BEGIN).status_code == 405
