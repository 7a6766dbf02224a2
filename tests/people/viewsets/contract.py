"""The contract of every ``ScopedViewSet``: subclass it, say which section and how to make a row, and run it.

::

    class TestCategories(ScopedViewSetContract):
        viewset_class = CategoryViewSet

        def make_object(self, organization, canary):
            return make_category(organization=organization, name=canary)
"""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Role
from people.viewsets.scoped import ScopedViewSet
from tests.factories.people import make_organization, make_superuser, make_user

OWN, OTHER = "Owncanary", "Othercanary"


@pytest.mark.django_db
class ScopedViewSetContract:
    """Every address of a section, for each role, with own rows and another organization's."""

    viewset_class: type[ScopedViewSet]
    deletable = True

    def make_object(self, organization: Any, canary: str) -> Any:
        """Make a row of ``organization`` that shows ``canary`` wherever it is listed."""
        pytest.fail("make_object() must make a row of the organization.")

    def organization_of(self, obj: Any) -> Any:
        """Return the organization that owns ``obj``."""
        for name in filter(None, self.viewset_class.organization_lookup.split("__")):
            obj = getattr(obj, name)
        return obj

    @pytest.fixture
    def viewset(self) -> ScopedViewSet:
        return self.viewset_class.model.snippet_viewset

    @pytest.fixture
    def rows(self) -> dict[str, Any]:
        city = make_organization("City", kind="city")
        own, other = make_organization("Own county", parent=city), make_organization("Other county", parent=city)
        return {"own": self.make_object(own, OWN), "other": self.make_object(other, OTHER), "at": own}

    @pytest.fixture
    def worker(self, rows: dict[str, Any]) -> Client:
        return self._client(sorted(self.viewset_class.roles)[0], rows)

    def _client(self, role: str, rows: dict[str, Any]) -> Client:
        client = Client()
        client.force_login(make_user(role=role, organization=rows["at"]))
        return client

    def _addresses(self, viewset: Any, pk: Any) -> list[tuple[str, str, bool]]:
        """Each address of ``viewset`` as (name, address, whether it names only the row)."""
        found = []
        for pattern in viewset.get_urlpatterns():
            names = list(pattern.pattern.regex.groupindex)
            kwargs = {name: pk if name == "pk" else 1 for name in names}
            if "action_name" in kwargs:
                kwargs["action_name"] = "approve"
            if "revision_id_a" in kwargs:
                kwargs.update(revision_id_a="earliest", revision_id_b="latest")
            found.append(
                (pattern.name, reverse(viewset.get_url_name(pattern.name), kwargs=kwargs or None), names == ["pk"])
            )
        return found

    def _naming(self, viewset: ScopedViewSet, pk: Any) -> list[tuple[str, str, bool]]:
        every = self._addresses(viewset, pk) + self._addresses(viewset.chooser_viewset, pk)
        without = self._addresses(viewset, "0") + self._addresses(viewset.chooser_viewset, "0")
        return [item for item, other in zip(every, without, strict=True) if item[1] != other[1]]

    def test_every_address_of_another_organizations_row_is_not_found(self, viewset, rows, worker):
        for name, address, _plain in self._naming(viewset, rows["other"].pk):
            assert worker.get(address).status_code == 404, name
            assert worker.post(address, {}).status_code in (404, 405), name
        rows["other"].refresh_from_db()

    def test_every_address_of_an_own_row_is_found(self, viewset, rows, worker):
        refused = {"add": "copy", "change": "edit", "delete": "delete"}
        closed = {refused[action] for action in self.viewset_class.refused}
        for name, address, plain in self._naming(viewset, rows["own"].pk):
            if plain and name not in closed and not name.startswith(("lock", "unlock", "reorder")):
                assert worker.get(address).status_code == 200, name

    def test_copy_is_sent_to_the_address_for_new_rows(self, viewset, rows, worker):
        """What is sent to the copy's own address would be saved as the original."""
        copies = [address for name, address, _plain in self._naming(viewset, rows["own"].pk) if name == "copy"]
        if "add" not in self.viewset_class.refused:
            assert [worker.post(address, {}).status_code for address in copies] == [405] * len(copies)

    def test_every_address_is_closed_to_other_roles(self, viewset, rows):
        allowed = self.viewset_class.roles | self.viewset_class.readers
        for role in set(Role.values) - allowed:
            client = self._client(role, rows)
            for name, address, _plain in self._addresses(viewset, rows["own"].pk):
                if self.viewset_class.shared and name in ("list", "list_results"):
                    continue
                response = client.get(address)
                assert response.status_code == 404 or _turned_away(response), (role, name)

    def test_every_address_sends_a_stranger_to_sign_in(self, viewset, rows, client):
        for name, address, _plain in self._addresses(viewset, rows["own"].pk):
            response = client.get(address)
            assert response.status_code == 302, name
            assert "login" in response.url, name

    def test_list_search_and_export_show_own_rows_only(self, viewset, rows, worker):
        for query in ({}, {"q": "canary"}, {"export": "csv"}, {"export": "xlsx"}):
            for name in ("list", "list_results"):
                response = worker.get(reverse(viewset.get_url_name(name)), query)
                assert response.status_code == 200
                assert OTHER not in _text(response), (name, query)
        assert OWN in _text(worker.get(reverse(viewset.get_url_name("list"))))

    def test_chooser_offers_own_rows_only(self, viewset, rows, worker):
        chooser = viewset.chooser_viewset
        for name in ("choose", "choose_results"):
            text = _text(worker.get(reverse(chooser.get_url_name(name))))
            assert OWN in text
            assert OTHER not in text
        many = worker.get(reverse(chooser.get_url_name("chosen_multiple")), {"id": [rows["own"].pk, rows["other"].pk]})
        assert OTHER not in _text(many)

    def test_bulk_action_takes_up_own_rows_only(self, viewset, rows, worker):
        meta = viewset.model._meta
        address = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, "delete"])
        for ids in ([rows["other"].pk], [rows["own"].pk, rows["other"].pk]):
            query = "&".join(f"id={pk}" for pk in ids)
            assert worker.get(f"{address}?{query}").status_code == 404
            assert worker.post(f"{address}?{query}").status_code == 404
        assert OTHER not in _text(worker.get(f"{address}?id=all"))
        worker.post(f"{address}?id=all")
        rows["other"].refresh_from_db()

    def test_forms_offer_own_organizations_only(self, viewset, rows, worker):
        outside = make_organization("Outsidecanary", parent=rows["at"].get_parent())
        for address in (
            reverse(viewset.get_url_name("add")),
            reverse(viewset.get_url_name("edit"), args=[rows["own"].pk]),
            reverse(viewset.get_url_name("list")),
        ):
            response = worker.get(address)
            assert response.status_code in (200, 404)
            assert "Outsidecanary" not in _text(response), address
        assert not outside.role_assignments.exists()

    def test_superuser_sees_every_row(self, viewset, rows, client):
        client.force_login(make_superuser())
        text = _text(client.get(reverse(viewset.get_url_name("list"))))
        assert OWN in text
        assert OTHER in text


def _turned_away(response: Any) -> bool:
    return response.status_code == 302 and re.search(r"/admin/$|login", response.url) is not None


def _text(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        from io import BytesIO

        from openpyxl import load_workbook

        rows = load_workbook(BytesIO(content)).active.values
        return "\n".join(str(cell) for row in rows for cell in row)
    return content.decode()
