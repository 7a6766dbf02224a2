"""The pages about closing a class."""

import datetime
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page, Site

from classes.actions.closing import close_class, reopen_class
from classes.permissions import is_closed
from people.models import Role
from tests.classes.queries_counted import count_queries
from tests.factories.classes import make_enrollment, make_live_class, make_training_class
from tests.factories.people import make_organization, make_superuser, make_user
from tests.factories.reflections import make_reflection

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def county():
    return make_organization("East county")


@pytest.fixture
def teacher(county):
    return make_user("Teacher", role=Role.CLASS_TEACHER, organization=county)


@pytest.fixture(autouse=True)
def site():
    """A site whose root is the root of the tree, so that every page has an address."""
    Site.objects.all().delete()
    return Site.objects.create(hostname="testserver", root_page=Page.get_first_root_node(), is_default_site=True)


@pytest.fixture
def training_class(county):
    return make_training_class(county, starts_on=timezone.localdate() - datetime.timedelta(days=6))


def address(training_class, rest="closing/"):
    return f"/classes/{training_class.public_id}/{rest}"


def test_page_lists_what_is_missing_with_counts_and_ways_there(client, teacher, training_class):
    make_enrollment(training_class, state="waiting")
    make_live_class(training_class, starts_at=timezone.now())
    client.force_login(teacher)

    response = client.get(address(training_class), headers=ENGLISH)

    found = {(gap.text, gap.count, gap.url) for gap in response.context["gaps"]}
    assert found == {
        ("learners who still wait for a seat", 1, address(training_class, "roster/")),
        ("live classes that are not over yet", 1, training_class.get_url()),
    }
    assert "2 things are still missing" in response.content.decode()


def test_closing_with_exceptions_leads_to_the_results(client, teacher, training_class):
    done, failed = (
        make_enrollment(training_class, make_user("Zhao")),
        make_enrollment(training_class, make_user("Qian")),
    )
    client.force_login(teacher)

    response = client.post(address(training_class), {"not_completed": [failed.public_id]})

    assert response.url == address(training_class, "results/")
    page = client.get(response.url, headers=ENGLISH)
    assert [(row.facts["name"], str(row.outcome)) for row in page.context["rows"]] == [
        ("Zhao", "completed"),
        ("Qian", "not_completed"),
    ]
    assert client.get(address(training_class)).url == address(training_class, "results/")
    assert client.post(address(training_class), {}).url == address(training_class, "results/")
    assert client.post(f"/classes/enrollments/{done.public_id}/reinstate/").status_code == 302
    done.refresh_from_db()
    assert done.state == "completed"


def test_bad_input_is_explained_and_closes_nothing(client, teacher, training_class):
    make_enrollment(training_class, state="waiting")
    elsewhere = make_enrollment(make_training_class())
    client.force_login(teacher)

    for data in ({}, {"not_completed": ["x"]}, {"not_completed": [elsewhere.public_id]}, {"reason": "x" * 251}):
        response = client.post(address(training_class), data, headers=ENGLISH)
        assert response.status_code in (400, 409), data
        assert 'role="alert"' in response.content.decode()
    assert not is_closed(training_class)


def test_reopening_asks_for_a_reason(client, teacher, training_class, county):
    close_class(training_class=training_class, by=teacher)
    client.force_login(make_user(role=Role.ADMINISTRATOR, organization=county))

    assert client.get(address(training_class, "closing/reopen/")).status_code == 200
    assert client.post(address(training_class, "closing/reopen/"), {"reason": ""}).status_code == 400
    sent = client.post(address(training_class, "closing/reopen/"), {"reason": "A mistake"})
    assert sent.url == address(training_class, "results/")
    assert client.post(address(training_class, "closing/reopen/"), {"reason": "Again"}).status_code == 409
    text = client.get(sent.url, headers=ENGLISH).content.decode()
    assert "A mistake" in text
    assert "opened again since" in text


def test_results_of_each_version_can_be_read_and_taken_along(client, teacher, training_class):
    row = make_enrollment(training_class, make_user("=Zhao"))
    close_class(training_class=training_class, by=teacher, not_completed=[row.pk])
    reopen_class(training_class=training_class, by=make_superuser(), reason="Late")
    close_class(training_class=training_class, by=teacher)
    client.force_login(teacher)

    for query, outcome in (("", "completed"), ("?version=1", "not_completed"), ("?version=x", "completed")):
        page = client.get(address(training_class, f"results/{query}"))
        assert [str(one.outcome) for one in page.context["rows"]] == [outcome]
    sheet = client.get(address(training_class, "results/xlsx/?version=1"), headers=ENGLISH)
    rows = list(load_workbook(io.BytesIO(b"".join(sheet.streaming_content))).active.values)
    assert rows[1][:5] == ("=Zhao", None, None, None, "Not completed")
    assert client.get(address(training_class, "results/pdf/")).content.startswith(b"%PDF")
    assert client.get(address(training_class, "results/csv/")).status_code == 404


def test_heads_read_results_and_others_find_nothing(client, teacher, training_class, county):
    learner = make_enrollment(training_class).learner
    close_class(training_class=training_class, by=teacher)
    head = make_user(role=Role.HEAD, organization=county)
    strangers = [learner, make_user(role=Role.HEAD, organization=make_organization())]
    client.force_login(head)
    assert client.get(address(training_class, "results/")).status_code == 200
    assert client.get(address(training_class, "results/xlsx/")).status_code == 200
    for path in ("closing/", "closing/reopen/"):
        assert client.get(address(training_class, path)).status_code == 404
    for person in strangers:
        client.force_login(person)
        for path in ("results/", "results/xlsx/", "closing/", "closing/reopen/"):
            assert client.get(address(training_class, path)).status_code == 404


def test_class_page_and_roster_lead_to_closing_and_then_to_results(client, teacher, training_class):
    make_enrollment(training_class)
    client.force_login(teacher)
    pages = (training_class.get_url(), address(training_class, "roster/"))
    for page in pages:
        assert address(training_class) in client.get(page).content.decode()

    close_class(training_class=training_class, by=teacher)

    for page in pages:
        text = client.get(page).content.decode()
        assert address(training_class, "results/") in text
        assert address(training_class, "roster/import/") not in text


def test_queries_are_the_same_for_1_30_and_300_learners(client, teacher, training_class):
    client.force_login(teacher)
    client.get(address(training_class))
    counts, frozen = [], []
    for number in (1, 29, 270):
        for _number in range(number):
            make_reflection(make_enrollment(training_class, make_user(password=None)))
        counts.append(count_queries(client, address(training_class)))
        close_class(training_class=training_class, by=teacher, reason="Counted")
        frozen.append(count_queries(client, address(training_class, "results/")))
        reopen_class(training_class=training_class, by=make_superuser(), reason="Counted")
        training_class.enrollments.update(state="enrolled")

    assert counts == [counts[0]] * 3
    assert frozen == [frozen[0]] * 3
