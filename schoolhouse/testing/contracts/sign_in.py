"""The contract of another way to sign in."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from schoolhouse.testing.contracts.base import ExtensionContract, assert_says_something, switched_off

if TYPE_CHECKING:
    from django.test import Client

    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School


class SignInMethodContract(ExtensionContract):
    """A way to sign in lets in whom it recognizes and nobody else, and is gone while the plugin is off.

    ``answer`` makes what the other side adds to the address when somebody comes back. A way that asks another server
    answers for it in a fixture of the plugin's own tests.
    """

    point = "sign_in_methods"

    def answer(self, school: "School", person: Any) -> dict[str, str]:
        """Return the query with which ``person`` comes back, without ``state``."""
        pytest.fail("answer() must return the query with which a person comes back.")

    def forged(self, school: "School", person: Any) -> list[dict[str, str]]:
        """Return queries that must let nobody in: by default none at all, and each value of ``answer`` changed."""
        good = self.answer(school, person)
        return [{}, *({**good, name: f"{value}x"} for name, value in good.items())]

    def begun(self, client: "Client") -> dict[str, str]:
        """Begin in a browser as the button on the sign-in page does; return the ``state`` to come back with."""
        answer = client.get(f"/accounts/by/{self.name}/")
        assert answer.status_code == 302, f"The way answers {answer.status_code} where it should lead on."
        assert urlsplit(answer.headers["Location"]).path != "/accounts/login/", "Its start() failed."
        return {"state": client.session["sign_in_method"]["state"]}

    def come_back(self, client: "Client", query: dict[str, str]) -> str:
        """Come back with a query; return the key of who is signed in then, empty for nobody."""
        client.get(f"/accounts/by/{self.name}/back/?{urlencode(query)}")
        return str(client.session.get("_auth_user_id", ""))

    def test_it_has_a_name(self, extension: "Extension[Any]", school: "School") -> None:
        """It stands on the sign-in page."""
        from schoolhouse.extension_points import SignInMethod

        way = extension.value
        assert isinstance(way, SignInMethod), f"It must be a SignInMethod, not {type(way).__name__}."
        assert_says_something(way.label, "Its label")
        assert f"/accounts/by/{self.name}/" in school.client().get("/accounts/login/").content.decode()

    def test_it_leads_to_an_address_and_takes_the_way_back_along(
        self, extension: "Extension[Any]", school: "School"
    ) -> None:
        """Or whoever is asked there could not come back."""
        from schoolhouse.testing.contracts.base import request_of

        back = "https://school.example.org/accounts/by/x/back/?state=a-secret"
        address = extension.value.start(request_of(school), back)
        parts = urlsplit(address)
        assert address.startswith("/") or (parts.scheme in {"http", "https"} and parts.netloc), f"No address: {address}"
        carried = [value for values in parse_qs(parts.query).values() for value in values]
        assert any("a-secret" in value for value in carried), "start() drops the state, which must come back."

    def test_it_lets_in_who_comes_back(self, extension: "Extension[Any]", school: "School") -> None:
        """As themselves."""
        person, client = school.person(), school.client()
        assert self.come_back(client, {**self.answer(school, person), **self.begun(client)}) == str(person.pk)

    def test_it_lets_in_nobody_else(self, extension: "Extension[Any]", school: "School") -> None:
        """Not by an answer that was changed, nor in a browser in which nobody began, nor into a closed account."""
        person = school.person()
        for query in self.forged(school, person):
            client = school.client()
            assert self.come_back(client, {**query, **self.begun(client)}) == "", f"It lets in somebody with {query}."
        client = school.client()
        good = {**self.answer(school, person), "state": "guessed"}
        assert self.come_back(client, good) == ""
        self.begun(client)
        assert self.come_back(client, good) == ""
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        assert self.come_back(client, {**self.answer(school, person), **self.begun(client)}) == ""

    def test_it_is_closed_while_the_plugin_is_off(self, extension: "Extension[Any]", school: "School") -> None:
        """Also for who began before."""
        person, client = school.person(), school.client()
        query = {**self.answer(school, person), **self.begun(client)}
        with switched_off(self.plugin):
            assert self.come_back(client, query) == ""
            assert client.get(f"/accounts/by/{self.name}/").status_code == 404
