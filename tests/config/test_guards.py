"""Requests that no database can answer are refused before one is asked."""

import pytest

from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/%00", "/accounts/%00/", "/?q=%00", "/accounts/login/?next=a%00b"])
def test_null_character_is_a_bad_request(client, address):
    assert client.get(address).status_code == 400


def test_null_character_in_a_form_is_a_bad_request(client):
    sent = "login=a%00b&password=c"

    response = client.post("/accounts/login/", sent, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400


@pytest.mark.parametrize("address", ["/?offset=99999999999999999999", "/?p=-9999999999999999999", f"/{'9' * 25}/"])
def test_number_beyond_64_bits_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_long_run_of_digits_may_be_searched_for(client):
    assert client.get(f"/health/live?q={'9' * 25}").status_code == 200


@pytest.mark.parametrize("address", ["/admin/choose-external-link/", "/admin/snippets/evaluations/feedbackform/add/"])
def test_half_a_form_is_a_bad_request(client, address):
    client.force_login(make_superuser())
    assert client.post(address, {}).status_code == 400
