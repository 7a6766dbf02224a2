"""The headers that every answer carries."""

import pytest
from django.test import Client


def directives(response):
    return dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere(client):
    policy = directives(client.get("/health/live"))

    assert policy["default-src"] == "'self'"
    assert "script-src" not in policy
    assert policy["object-src"] == "'none'"
    assert policy.get("connect-src", "'self'") == "'self'"
    assert policy["frame-ancestors"] == "'self'"


@pytest.mark.django_db
def test_admin_policy_allows_its_own_inline_scripts(client):
    assert directives(client.get("/admin/"))["script-src"] == "'self' 'unsafe-inline'"


def test_answer_carries_the_other_security_headers(client):
    response = client.get("/health/live")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "same-origin"


def test_unknown_host_is_a_bad_request(settings):
    settings.ALLOWED_HOSTS = ["school.example"]

    assert Client().get("/health/live", headers={"host": "evil.example"}).status_code == 400
