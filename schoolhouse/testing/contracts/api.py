"""The contract of a plugin's router in the API."""

import json
from typing import TYPE_CHECKING, Any

from schoolhouse.testing.contracts.base import ExtensionContract, switched_off

if TYPE_CHECKING:
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School


class ApiRouterContract(ExtensionContract):
    """A router answers below its plugin's address, is described, and shows nobody an error.

    ``reader`` makes somebody who may read everything there. ``paths`` fills the addresses that hold names in braces.
    """

    point = "api_routers"

    def reader(self, school: "School") -> Any:
        """Return somebody who may read it."""
        return school.person()

    def paths(self, school: "School", reader: Any) -> dict[str, str]:
        """Return the values of names in addresses that ``reader`` may read, such as ``{"training_class": "…"}``."""
        return {}

    def operations(self, school: "School") -> list[tuple[str, str, dict[str, Any]]]:
        """Return method, address and description of everything that the router answers."""
        answer = school.client().get("/api/v1/openapi.json")
        assert answer.status_code == 200
        found = [
            (method, address, operation)
            for address, methods in json.loads(answer.content)["paths"].items()
            if address.startswith(f"/api/v1/plugins/{self.name}/")
            for method, operation in methods.items()
        ]
        assert found, f"The API's description holds nothing below /api/v1/plugins/{self.name}/."
        return found

    def test_it_is_described(self, extension: "Extension[Any]", school: "School") -> None:
        """Each operation says what it does and what it answers."""
        for method, address, operation in self.operations(school):
            assert operation.get("description"), f"{method} {address} needs a docstring."
            good = [status for status in operation["responses"] if status.startswith("2")]
            assert good, f"{method} {address} must declare what it answers (response=…)."

    def test_it_answers_without_errors(self, extension: "Extension[Any]", school: "School") -> None:
        """A reader gets 2xx; a stranger may be asked to sign in; each answer is JSON."""
        person = self.reader(school)
        values, reader = self.paths(school, person), school.client(person)
        for method, address, _operation in self.operations(school):
            if method != "get":
                continue
            url = address.format_map(values)
            answer = reader.get(url)
            assert 200 <= answer.status_code < 300, f"GET {url} answers {answer.status_code} to its reader."
            for client in (reader, school.client()):
                answer = client.get(url)
                assert answer.status_code < 500
                assert answer.headers["Content-Type"].startswith("application/json"), f"GET {url} is no JSON."

    def test_strangers_change_nothing(self, extension: "Extension[Any]", school: "School") -> None:
        """What changes something is for people who signed in, or asks for something else that a stranger lacks."""
        values = self.paths(school, self.reader(school))
        for method, address, _operation in self.operations(school):
            if method != "get":
                url = address.format_map(values)
                answer = school.client().generic(method.upper(), url, "{}", content_type="application/json")
                assert 400 <= answer.status_code < 500, f"{method} {url} answers {answer.status_code} to a stranger."

    def test_it_answers_nothing_while_the_plugin_is_off(self, extension: "Extension[Any]", school: "School") -> None:
        """404, as if it had never been installed."""
        person = self.reader(school)
        values, client = self.paths(school, person), school.client(person)
        with switched_off(self.plugin):
            for method, address, _operation in self.operations(school):
                url = address.format_map(values)
                answer = client.generic(method.upper(), url, "{}", content_type="application/json")
                assert answer.status_code == 404, f"{method} {url} answers {answer.status_code} while off."
