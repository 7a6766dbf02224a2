import io
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from classes.models import Enrollment, RosterImport
from foundation.sheets.reader import read_sheet
from people.models import Organization, Role
from people.scope import forget
from tests.classes.roster_files import csv_file, phone, roster_file
from tests.factories.classes import make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_organization("清水县")


@pytest.fixture
def training_class(county):
    return make_training_class(county, seats=2)


@pytest.fixture
def teacher(client, county):
    user = make_user("班主任", role=Role.CLASS_TEACHER, organization=county)
    client.force_login(user)
    return user


def address(name, training_class, *more):
    return reverse(f"classes:{name}", args=[training_class.public_id, *more])


def send(client, training_class, file):
    return client.post(address("roster_import", training_class), {"file": file})


def uploaded(client, training_class, file):
    response = send(client, training_class, file)
    assert response.status_code == 302
    return RosterImport.objects.get(public_id=response.url.rstrip("/").rpartition("/")[2])


def test_roster_walks_from_upload_to_enrollment_and_back(client, teacher, training_class):
    roster = uploaded(client, training_class, roster_file(*[[f"学员{n}", phone(n), "", ""] for n in range(3)]))
    here = address("roster_preview", training_class, roster.public_id)
    page = client.get(here).content.decode()
    assert "13800130002" in page
    assert address("roster_apply", training_class, roster.public_id) in page
    response = client.post(address("roster_apply", training_class, roster.public_id), follow=True)
    assert Enrollment.objects.count() == 3
    assert address("roster_undo", training_class, roster.public_id) in response.content.decode()
    client.post(address("roster_undo", training_class, roster.public_id))
    assert not Enrollment.objects.exists()
    assert client.get(here).status_code == 200


def test_preview_with_errors_offers_no_enrolling(client, teacher, training_class):
    roster = uploaded(client, training_class, roster_file(["甲", "138", "", ""]))
    page = client.get(address("roster_preview", training_class, roster.public_id)).content.decode()
    assert address("roster_apply", training_class, roster.public_id) not in page
    client.post(address("roster_apply", training_class, roster.public_id))
    assert not Enrollment.objects.exists()


def test_cells_are_escaped(client, teacher, training_class):
    roster = uploaded(client, training_class, roster_file(["<script>x</script>", phone(1), "<b>", "<i>"]))
    page = client.get(address("roster_preview", training_class, roster.public_id)).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


@pytest.mark.parametrize(
    "file",
    [
        csv_file(""),
        csv_file("a,b\n1,2\n"),
        csv_file("姓名,手机\n" + "甲,1\n" * 6000),
        csv_file("%PDF-1.7", name="roster.xlsx"),
        csv_file("\x00" * 100, name="roster.xlsx"),
    ],
)
def test_bad_file_gets_a_message(client, teacher, training_class, file):
    file.seek(0)
    response = send(client, training_class, file)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not RosterImport.objects.exists()


def test_upload_without_a_file_gets_a_message(client, teacher, training_class):
    assert client.post(address("roster_import", training_class)).status_code == 422


def test_unknown_organization_is_created_by_ticking_it(client, teacher, county, training_class):
    roster = uploaded(client, training_class, roster_file(["甲", phone(1), "新桥镇", ""]))
    form = client.get(address("roster_preview", training_class, roster.public_id)).context["organization_forms"][0]
    data = {
        form.add_prefix("create"): "on",
        form.add_prefix("name"): "新桥镇",
        form.add_prefix("kind"): "township",
        form.add_prefix("parent"): str(county.public_id),
    }
    here = address("roster_organizations", training_class, roster.public_id)
    assert client.post(here, {**data, form.add_prefix("name"): " "}).status_code == 422
    assert client.post(here, {**data, form.add_prefix("parent"): str(uuid.uuid4())}).status_code == 422
    assert client.post(here, data).status_code == 302
    assert Organization.objects.get(name="新桥镇").get_parent() == county
    assert client.post(here, {}).status_code == 302


def test_faulty_sheet_offers_no_organization_to_create(client, teacher, training_class):
    rows = (["甲", phone(1), "新村合", ""], ["乙", "=1+1", "新村合", ""])
    roster = uploaded(client, training_class, roster_file(*rows))
    create = address("roster_organizations", training_class, roster.public_id)

    page = client.get(address("roster_preview", training_class, roster.public_id), headers={"accept-language": "en"})

    assert "This cell holds a formula" in page.content.decode()
    assert "once the file is mended" in page.content.decode()
    assert create not in page.content.decode()
    client.post(create, {})
    assert not Organization.objects.filter(name__startswith="新村").exists()


def test_columns_are_chosen(client, teacher, training_class):
    roster = uploaded(client, training_class, roster_file(["甲", "女", "301"], headings=["姓名", "性别", "房间"]))
    here = address("roster_extra", training_class, roster.public_id)
    assert client.post(here, {"extra": ["房间"]}).status_code == 302
    roster.refresh_from_db()
    assert roster.options == {"extra": ["房间"]}
    client.post(here, {"extra": ["nonsense"]})
    roster.refresh_from_db()
    assert roster.options == {"extra": ["房间"]}


def test_empty_sheet_has_headings_that_are_understood(client, teacher, training_class):
    response = client.get(address("roster_template", training_class))
    sheet = read_sheet(io.BytesIO(b"".join(response.streaming_content)))
    response.close()
    assert [cell.value for cell in sheet.rows[0].cells.values()] == ["姓名", "手机号", "邮箱", "单位", "职务", "小组"]


ADDRESSES = ["preview", "extra", "organizations", "apply", "discard", "undo"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_who_does_not_run_the_class_finds_nothing(client, teacher, training_class, name):
    roster = uploaded(client, training_class, roster_file(["甲", phone(1), "", ""]))
    here = address(f"roster_{name}", training_class, roster.public_id)
    method = client.get if name == "preview" else client.post
    other_county = make_organization("邻县")
    for role, place in ((Role.CLASS_TEACHER, other_county), (Role.LEARNER, training_class_owner(training_class))):
        client.force_login(make_user(role=role, organization=place))
        assert method(here).status_code == 404
        assert client.get(address("roster_import", training_class)).status_code == 404
        assert client.get(address("roster_template", training_class)).status_code == 404
    client.logout()
    assert method(here).status_code == 302
    roster.refresh_from_db()
    assert roster.state == "uploaded"


def training_class_owner(training_class):
    from people.queries.ownership import organization_of

    return organization_of(training_class)


def test_import_of_another_class_is_not_found(client, teacher, county, training_class):
    roster = uploaded(client, training_class, roster_file(["甲", phone(1), "", ""]))
    other = make_training_class(index=training_class.get_parent())
    assert client.get(address("roster_preview", other, roster.public_id)).status_code == 404


def queries_of_preview(client, training_class, count):
    names = [make_organization(f"镇{count}-{n}", parent=Organization.objects.get(name="清水县")).name for n in range(5)]
    rows = [[f"学员{count}-{n}", phone(n), names[n % 5], ""] for n in range(count)]
    make_user("学员" + str(count), phone=None)
    roster = uploaded(client, training_class, roster_file(*rows))
    client.get(address("roster_preview", training_class, roster.public_id))
    cache.clear()
    forget()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address("roster_preview", training_class, roster.public_id))
    return len(captured)


def test_preview_costs_the_same_queries_for_every_length(client, teacher, training_class):
    counts = {queries_of_preview(client, training_class, count) for count in (1, 30, 300)}
    assert len(counts) == 1


def test_list_of_imports_costs_the_same_queries_for_every_length(client, teacher, training_class):
    counts = []
    for _time in range(3):
        for _again in range(6):
            RosterImport.objects.create(
                training_class=training_class, uploaded_by=make_user(), file_name="x.csv", digest="0"
            )
        cache.clear()
        forget()
        with CaptureQueriesContext(connection) as captured:
            client.get(address("roster_import", training_class))
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_class_page_leads_the_teacher_to_the_import_and_nobody_else(client, teacher, training_class):
    here = address("roster_import", training_class)
    place = training_class.get_parent().get_parent()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": place})
    url, roster = training_class.get_url(), address("roster", training_class)
    assert roster in client.get(url).content.decode()
    assert here in client.get(roster).content.decode()
    client.force_login(make_user())
    assert roster not in client.get(url).content.decode()
