import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_description_is_open_to_strangers_and_names_every_operation():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    described = {(method, path) for path, one in answer.json()["paths"].items() for method in one}
    assert ("get", "/api/v1/me") in described
    assert ("post", "/api/v1/threads/{public_id}/posts") in described
    assert len(described) == 35


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_reference_loads_nothing_from_elsewhere_and_runs_nothing_inline(language):
    answer = Client(headers={"accept-language": language}).get("/api/v1/docs")
    page = answer.content.decode()
    assert ("接口" in page) == (language == "zh-hans")
    assert "//cdn" not in page
    for script in page.split("<script")[1:]:
        assert 'src="/static/' in script.split(">")[0] or script.startswith(' type="application/json"')
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_reference_stands_at_the_root():
    assert Client().get("/api/v1/")["Location"] == "/api/v1/docs"


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("nothing", 404, "not_found"),
        ("nothing/", 404, "not_found"),
        ("lessons?q=%00", 400, "unreadable"),
        ("lessons?page=" + "9" * 30, 404, "not_found"),
        ("classes/not-a-uuid", 404, "not_found"),
    ],
)
def test_what_no_operation_answers_is_json_too(address, status, code):
    answer = Client().get(f"/api/v1/{address}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_pages_outside_stay_pages():
    answer = Client().get("/nothing-here/")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


def test_every_operation_for_people_answers_a_stranger_401():
    key = "0b8f7d0e-6a3c-4b5e-9b53-0d3f1c2a4e5d"
    description = Client().get("/api/v1/openapi.json").json()
    asked = 0
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            address = path.format(public_id=key, translation_key=key, language="en", block="one")
            answer = getattr(Client(), method)(address)
            if operation.get("security"):
                assert (answer.status_code, answer.json()["code"]) == (401, "sign_in"), address
                asked += 1
            else:
                # Of what is open only a search asks for something that this does not say: what to look for.
                expected = (422,) if path.endswith("/search") else (200, 404)
                assert answer.status_code in expected, (method, address, answer.content)
    assert asked == 30
