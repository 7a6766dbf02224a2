from time import process_time

import pytest

from foundation.sheets.imports import ImportState
from people.actions.organization_import import (
    apply_organizations,
    discard_organizations,
    preview_organizations,
    undo_organizations,
    upload_organizations,
)
from people.actions.roles import grant_role
from people.models import Organization, OrganizationImport, Role
from schoolhouse.refusals import Refusal
from tests.classes.roster_files import csv_file, roster_file
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db
HEADINGS = ["名称", "类型", "代码", "上级单位"]


@pytest.fixture
def county():
    return make_organization("清水县", kind="county", code="QS")


@pytest.fixture
def administrator(county):
    return make_user(role=Role.ADMINISTRATOR, organization=county)


def sheet(*rows):
    return roster_file(*rows, headings=HEADINGS, name="organizations.xlsx")


def plan_of(by, *rows):
    return preview_organizations(upload=upload_organizations(file=sheet(*rows), by=by), by=by)


def take(by, *rows):
    upload = upload_organizations(file=sheet(*rows), by=by)
    preview_organizations(upload=upload, by=by)
    return apply_organizations(upload=upload, by=by)


def said(plan):
    return [(issue.code, issue.row, issue.column) for issue in plan.issues]


def tree():
    return [("-" * one.depth + one.name, one.kind, one.code) for one in Organization.objects.all()]


ROWS = [
    ["下河村", "村", "", "清水县/河东镇"],
    ["河东镇", "乡镇", "QS-01", "清水县"],
    ["河西镇", "Township", "", "QS"],
    ["县党校", "学校", "", ""],
    ["村学点", "学点", "", "QS-01"],
]


def test_tree_is_made_in_any_order_by_name_code_and_path(administrator):
    take(administrator, *ROWS)
    assert tree() == [
        ("-清水县", "county", "QS"),
        ("--河东镇", "township", "QS-01"),
        ("---下河村", "village", None),
        ("---村学点", "learning_point", None),
        ("--河西镇", "township", None),
        ("--县党校", "school", None),
    ]


def test_same_file_twice_makes_no_duplicates(administrator):
    take(administrator, *ROWS)
    before = tree()
    plan = plan_of(administrator, *ROWS)
    assert (plan.order, plan.counts["exists"]) == ([], 5)
    take(administrator, *ROWS)
    assert tree() == before


def test_every_fault_is_named_by_row_and_column(administrator, county):
    make_organization("外县", code="OUT")
    closed = make_organization("旧镇", parent=county, is_active=False)
    for name in ("甲镇", "乙镇"):
        make_organization("中心村", parent=make_organization(name, parent=county))
    plan = plan_of(
        administrator,
        ["", "村", "", "清水县"],
        ["甲", "部落", "", "清水县"],
        ["乙", "", "", "清水县"],
        ["丙", "村", "", "外县"],
        ["丁", "村", "OUT", "清水县"],
        ["戊", "村", "A1", "清水县"],
        ["己", "村", "A1", "清水县"],
        ["庚", "村", "", "中心村"],
        ["辛", "村", "", closed.name],
        ["壬", "村", "", "癸"],
        ["癸", "村", "", "壬"],
        ["戊", "村", "", "清水县"],
    )
    assert said(plan) == [
        ("name_missing", 2, "A"),
        ("kind_unknown", 3, "B"),
        ("kind_missing", 4, "B"),
        ("parent_unknown", 5, "D"),
        ("code_taken", 6, "C"),
        ("code_repeated", 8, "C"),
        ("parent_several", 9, "D"),
        ("parent_closed", 10, "D"),
        ("parent_unknown", 11, "D"),
        ("parent_unknown", 12, "D"),
        ("repeated", 13, ""),
    ]
    assert all(issue.message and "%(" not in issue.message for issue in plan.issues)


def test_sheet_with_a_fault_makes_nothing(administrator):
    upload = upload_organizations(file=sheet(["河东镇", "乡镇", "", ""], ["甲", "部落", "", ""]), by=administrator)
    preview_organizations(upload=upload, by=administrator)
    with pytest.raises(Refusal):
        apply_organizations(upload=upload, by=administrator)
    assert Organization.objects.count() == 1


def test_administrator_of_two_counties_must_say_below_which(administrator):
    grant_role(user=administrator, role=Role.ADMINISTRATOR, organization=make_organization("外县"), by=None)
    assert said(plan_of(administrator, ["河东镇", "乡镇", "", ""])) == [("parent_missing", 2, "D")]


def test_superuser_founds_a_tree():
    take(make_superuser(), ["青山市", "市", "", ""], ["清水县", "县", "", "青山市"])
    assert [name for name, _kind, _code in tree()] == ["-青山市", "--清水县"]


def test_who_administers_nothing_is_refused(county):
    teacher = make_user(role=Role.CLASS_TEACHER, organization=county)
    with pytest.raises(Refusal) as refused:
        upload_organizations(file=sheet(*ROWS), by=teacher)
    assert refused.value.status == 403


def test_undo_deletes_what_nobody_uses(administrator):
    upload = take(administrator, *ROWS)
    make_user(role=Role.LEARNER, organization=Organization.objects.get(name="下河村"))
    gone, stay = undo_organizations(upload=upload, by=administrator)
    assert (gone, sorted(stay)) == (3, ["下河村", "河东镇"])
    assert [name for name, _kind, _code in tree()] == ["-清水县", "--河东镇", "---下河村"]
    assert Organization.objects.get(name="清水县").numchild == 1
    with pytest.raises(Refusal):
        undo_organizations(upload=upload, by=administrator)


def test_discarded_sheet_cannot_be_taken(administrator):
    upload = upload_organizations(file=csv_file("名称,类型\n甲,村\n", encoding="gb18030"), by=administrator)
    discard_organizations(upload=upload, by=administrator)
    assert OrganizationImport.objects.get().state == ImportState.DISCARDED
    with pytest.raises(Refusal):
        apply_organizations(upload=upload, by=administrator)


def test_a_city_of_townships_is_quick(administrator):
    rows = [[f"镇{number}", "乡镇", f"T{number}", "清水县"] for number in range(150)]
    began = process_time()
    upload = take(administrator, *rows)
    undo_organizations(upload=upload, by=administrator)
    assert process_time() - began < 8
    assert Organization.objects.count() == 1
