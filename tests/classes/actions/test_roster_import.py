from time import process_time

import pytest

from classes.actions.roster_import import (
    NewOrganization,
    apply_roster,
    choose_extra,
    create_roster_organizations,
    discard_roster,
    preview_roster,
    upload_roster,
)
from classes.models import Enrollment, EnrollmentTransition, RosterImport
from foundation.sheets.faults import UnreadableSheet
from foundation.sheets.imports import ImportState
from people.models import Organization, Role, RoleAssignment, User
from schoolhouse.refusals import Refusal
from tests.classes.roster_files import HEADINGS, csv_file, phone, roster_file
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_organization("清水县", kind="county")


@pytest.fixture
def township(county):
    return make_organization("河东镇", parent=county, kind="township", code="QS-01")


@pytest.fixture
def teacher(county):
    return make_user("班主任", role=Role.CLASS_TEACHER, organization=county)


@pytest.fixture
def training_class(county, township):
    return make_training_class(county)


def take(training_class, teacher, file):
    roster = upload_roster(training_class=training_class, file=file, by=teacher)
    preview_roster(roster=roster, by=teacher)
    return apply_roster(roster=roster, by=teacher)


def plan_of(training_class, teacher, file):
    roster = upload_roster(training_class=training_class, file=file, by=teacher)
    return preview_roster(roster=roster, by=teacher)


def said(plan):
    return [(issue.code, issue.row, issue.column) for issue in plan.issues]


def test_roster_makes_learners_without_passwords_and_enrolls_them(training_class, teacher, township):
    headings = [*HEADINGS, "序号", "性别", "饮食"]
    file = roster_file(["王 芳", 13800138000.0, "河东镇", "科员", 1, "女", "清真"], headings=headings)
    roster = take(training_class, teacher, file)
    enrollment = Enrollment.objects.select_related("learner", "organization").get()
    learner = enrollment.learner
    assert (learner.full_name, learner.phone, learner.has_usable_password()) == ("王芳", "+8613800138000", False)
    assert (enrollment.organization, enrollment.post, enrollment.state) == (township, "科员", "enrolled")
    assert enrollment.extra == {"性别": "女", "饮食": "清真"}
    assert RoleAssignment.objects.filter(user=learner).values_list("role", "organization")[0] == (
        Role.LEARNER,
        township.pk,
    )
    assert EnrollmentTransition.objects.get().by == teacher
    assert (roster.state, roster.rows, roster.result["users"]) == (ImportState.APPLIED, [], [learner.pk])


def test_same_file_twice_makes_no_duplicates(training_class, teacher):
    rows = [
        ["王芳", phone(1), "河东镇", ""],
        ["李雷", "", "河东镇", ""],
        ["韩梅", phone(2), "", ""],
        ["赵刚", phone(2), "", ""],
    ]
    for _time in range(3):
        take(training_class, teacher, roster_file(*rows))
    assert Enrollment.objects.count() == 4
    assert User.objects.exclude(pk=teacher.pk).filter(is_superuser=False).count() == 4


def test_same_file_while_open_gives_the_same_import(training_class, teacher):
    first, second = (
        upload_roster(training_class=training_class, file=csv_file("姓名,手机\n王芳,1\n"), by=teacher) for _ in range(2)
    )
    assert first.pk == second.pk


def test_two_people_with_one_phone_stay_two_and_neither_signs_in_by_it(training_class, teacher):
    file = roster_file(["王芳", phone(1), "", ""], ["李雷", phone(1), "", ""])
    plan = plan_of(training_class, teacher, file)
    assert said(plan) == [("contact_shared", 2, "B"), ("contact_shared", 3, "B")]
    assert plan.errors == 0
    assert "2、3" in plan.issues[0].message
    take(training_class, teacher, file)
    enrollments = Enrollment.objects.select_related("learner").order_by("pk")
    assert [(one.learner.full_name, one.learner.phone, one.extra) for one in enrollments] == [
        ("王芳", None, {"contact": "+8613800130001"}),
        ("李雷", None, {"contact": "+8613800130001"}),
    ]


def test_phone_of_somebody_with_another_name_makes_a_new_person_without_it(training_class, teacher):
    owner = make_user("张三", phone="+8613800130001")
    plan = plan_of(training_class, teacher, file := roster_file(["李雷", phone(1), "", ""]))
    assert said(plan) == [("contact_taken", 2, "B")]
    assert "张三" not in plan.issues[0].message
    take(training_class, teacher, file)
    enrollment = Enrollment.objects.select_related("learner").get()
    assert (enrollment.learner.phone, enrollment.extra["contact"]) == (None, "+8613800130001")
    assert enrollment.learner != owner


@pytest.mark.parametrize("contact", ["13800130001", "zhang@example.com"])
def test_existing_account_is_enrolled_and_never_changed(training_class, teacher, contact):
    person = make_user("张三", phone="+8613800130001", email="zhang@example.com")
    before = User.objects.filter(pk=person.pk).values().get()
    row = ["张\u3000三", contact, "河东镇", "镇长"]
    take(training_class, teacher, roster_file(row))
    assert User.objects.filter(pk=person.pk).values().get() == before
    assert not RoleAssignment.objects.filter(user=person).exists()
    assert Enrollment.objects.get().learner == person


def test_phone_and_address_of_two_accounts_is_an_error(training_class, teacher):
    make_user("张三", phone="+8613800130001")
    make_user("张三", email="zhang@example.com")
    file = roster_file(["张三", phone(1), "zhang@example.com"], headings=["姓名", "手机", "邮箱"])
    assert said(plan_of(training_class, teacher, file)) == [("two_accounts", 2, "B")]


def test_closed_account_is_an_error(training_class, teacher):
    make_user("张三", phone="+8613800130001", is_active=False)
    assert said(plan_of(training_class, teacher, roster_file(["张三", phone(1), "", ""]))) == [
        ("account_closed", 2, "A")
    ]


def test_same_person_twice_in_a_file_is_taken_once(training_class, teacher):
    file = roster_file(["王芳", phone(1), "", ""], ["王芳", phone(1), "", ""])
    assert said(plan_of(training_class, teacher, file)) == [("repeated", 3, "")]
    take(training_class, teacher, file)
    assert Enrollment.objects.count() == 1


def test_two_people_of_one_name_without_contact_stay_two(training_class, teacher):
    take(training_class, teacher, roster_file(["张伟", "", "", ""], ["张伟", "", "", ""]))
    assert Enrollment.objects.values("learner").distinct().count() == 2


def test_every_fault_is_named_by_row_and_column_and_nothing_is_taken(training_class, teacher):
    file = roster_file(
        ["", phone(1), "", ""],
        ["甲", "138", "", ""],
        ["乙", "1.38E+10", "", ""],
        ["丙", "a@b", "不存在镇", "x" * 101],
        ["丁", "=1+1", "", ""],
        ["戊", phone(2), "河东镇", "合并"],
        ["己", phone(3), "河东镇", ""],
        change=lambda page: page.merge_cells("D7:D8"),
    )
    roster = upload_roster(training_class=training_class, file=file, by=teacher)
    plan = preview_roster(roster=roster, by=teacher)
    assert [entry for entry in said(plan) if entry[0] != "contact_missing"] == [
        ("name_missing", 2, "A"),
        ("phone_invalid", 3, "B"),
        ("phone_shortened", 4, "B"),
        ("email_invalid", 5, "B"),
        ("organization_unknown_yet", 5, "C"),
        ("value_long", 5, "D"),
        ("formula", 6, "B"),
        ("merged", 7, "D"),
    ]
    assert all("%" not in issue.message for issue in plan.issues)
    with pytest.raises(Refusal) as refused:
        apply_roster(roster=roster, by=teacher)
    assert refused.value.code == "roster_faulty"
    assert not Enrollment.objects.exists()


def test_one_row_that_fails_in_the_database_takes_none(training_class, teacher, monkeypatch):
    roster = upload_roster(
        training_class=training_class, file=roster_file(["甲", phone(1), "", ""], ["乙", phone(2), "", ""]), by=teacher
    )
    preview_roster(roster=roster, by=teacher)
    from people.queries.contacts import Accounts

    monkeypatch.setattr("classes.queries.roster_plan.accounts_with", lambda *_given: Accounts({}, {}))
    make_user("丙", phone="+8613800130002")
    with pytest.raises(Refusal) as refused:
        apply_roster(roster=roster, by=teacher)
    assert refused.value.code == "identifier_taken"
    assert not Enrollment.objects.exists()
    assert not User.objects.filter(full_name="甲").exists()
    assert RosterImport.objects.get().state == ImportState.PREVIEWED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_every_encoding_is_taken(training_class, teacher, encoding):
    text = "学员姓名；,联系电话,所属单位\n王芳,13800138000,清水县／河东镇\n".replace("；", "")
    take(training_class, teacher, csv_file(text, encoding=encoding))
    assert Enrollment.objects.get().organization.name == "河东镇"


def test_million_rows_are_refused(training_class, teacher):
    with pytest.raises(UnreadableSheet) as refused:
        upload_roster(training_class=training_class, file=csv_file("姓名,手机\n" + "甲,1\n" * 1_000_000), by=teacher)
    assert refused.value.fault.code == "too_many_rows"


@pytest.mark.parametrize(
    "text", ["QS-01", "qs-01", "清水县/河东镇", "清水县 ＞ 河东镇", "清水县河东镇", "河 东 镇", ""]
)
def test_organization_is_known_by_code_name_and_path(training_class, teacher, county, township, text):
    plan = plan_of(training_class, teacher, roster_file(["王芳", phone(1), text, ""]))
    assert plan.rows[0].node.pk == (township.pk if text else county.pk)


def test_organization_name_that_two_have_asks_for_the_path(training_class, teacher, county):
    for name in ("甲县", "乙县"):
        make_organization("城关镇", parent=make_organization(name, parent=county))
    plan = plan_of(
        training_class, teacher, roster_file(["王芳", phone(1), "城关镇", ""], ["李雷", phone(2), "乙县/城关镇", ""])
    )
    assert said(plan) == [("organization_several", 2, "C")]
    assert "清水县 / 甲县 / 城关镇" in plan.issues[0].message
    assert plan.rows[1].node.full_name == "清水县 / 乙县 / 城关镇"


def test_organization_of_another_county_is_not_known(training_class, teacher):
    make_organization("邻县", kind="county")
    assert said(plan_of(training_class, teacher, roster_file(["王芳", phone(1), "邻县", ""]))) == [
        ("organization_unknown", 2, "C")
    ]


def test_school_of_a_county_knows_the_county(county, township):
    school = make_organization("县党校", parent=county, kind="school")
    teacher = make_user(role=Role.CLASS_TEACHER, organization=school)
    training_class = make_training_class(school)
    plan = plan_of(training_class, teacher, file := roster_file(["王芳", phone(1), "河东镇", ""]))
    assert plan.rows[0].node.pk == township.pk
    take(training_class, teacher, file)
    assert RoleAssignment.objects.get(user__full_name="王芳").organization == township


def test_unknown_organization_is_created_from_the_preview(training_class, teacher, county):
    roster = upload_roster(
        training_class=training_class, file=roster_file(["王芳", phone(1), "清水县/新桥镇", ""]), by=teacher
    )
    plan = preview_roster(roster=roster, by=teacher)
    assert [(one.name, one.parent.pk, one.rows) for one in plan.unknown] == [("新桥镇", county.pk, 1)]
    new = NewOrganization("清水县/新桥镇", "新桥镇", "township", county)
    assert create_roster_organizations(roster=roster, wanted=[new], by=teacher) == 1
    roster.refresh_from_db()
    assert preview_roster(roster=roster, by=teacher).errors == 0
    apply_roster(roster=roster, by=teacher)
    assert Enrollment.objects.get().organization.name == "新桥镇"


def test_organization_of_a_faulty_sheet_is_not_created(training_class, teacher, county):
    file = roster_file(["王芳", phone(1), "新", ""], change=lambda sheet: sheet.merge_cells("C2:C3"))
    roster = upload_roster(training_class=training_class, file=file, by=teacher)
    with pytest.raises(Refusal) as refused:
        create_roster_organizations(roster=roster, wanted=[NewOrganization("新", "新", "township", county)], by=teacher)
    assert refused.value.code == "sheet_faults"
    assert not Organization.objects.filter(name="新").exists()


def test_organization_outside_the_teachers_scope_is_not_created(training_class, teacher):
    other = make_organization("邻县")
    roster = upload_roster(training_class=training_class, file=roster_file(["王芳", phone(1), "新", ""]), by=teacher)
    with pytest.raises(Refusal) as refused:
        create_roster_organizations(roster=roster, wanted=[NewOrganization("新", "新", "township", other)], by=teacher)
    assert refused.value.status == 403
    assert not Organization.objects.filter(name="新").exists()


def test_teacher_of_another_class_may_do_nothing(training_class, county):
    stranger = make_user(role=Role.CLASS_TEACHER, organization=make_organization("邻县"))
    with pytest.raises(Refusal) as refused:
        upload_roster(training_class=training_class, file=roster_file(["王芳", phone(1), "", ""]), by=stranger)
    assert refused.value.status == 403


def test_who_left_the_class_returns(training_class, teacher):
    person = make_user("王芳", phone="+8613800130001")
    enrollment = make_enrollment(training_class, person, state="withdrawn")
    take(training_class, teacher, roster_file(["王芳", phone(1), "", ""]))
    enrollment.refresh_from_db()
    transition = enrollment.transitions.get()
    assert (enrollment.state, transition.from_state, transition.to_state) == ("enrolled", "withdrawn", "enrolled")


def test_chosen_columns_alone_are_kept(training_class, teacher):
    file = roster_file(["王芳", phone(1), "女", "301"], headings=["姓名", "手机", "性别", "房间"])
    roster = upload_roster(training_class=training_class, file=file, by=teacher)
    choose_extra(roster=roster, headings=["房间", "没有"], by=teacher)
    roster.refresh_from_db()
    preview_roster(roster=roster, by=teacher)
    apply_roster(roster=roster, by=teacher)
    assert Enrollment.objects.get().extra == {"房间": "301"}


def test_discarded_import_forgets_its_rows_and_cannot_be_taken(training_class, teacher):
    roster = upload_roster(training_class=training_class, file=roster_file(["王芳", phone(1), "", ""]), by=teacher)
    discard_roster(roster=roster, by=teacher)
    roster.refresh_from_db()
    assert (roster.state, roster.rows) == (ImportState.DISCARDED, [])
    for action in (apply_roster, discard_roster):
        with pytest.raises(Refusal):
            action(roster=roster, by=teacher)


def test_import_that_nobody_looked_at_cannot_be_taken(training_class, teacher):
    roster = upload_roster(training_class=training_class, file=roster_file(["王芳", phone(1), "", ""]), by=teacher)
    with pytest.raises(Refusal):
        apply_roster(roster=roster, by=teacher)


def test_five_hundred_rows_are_quick_and_cost_few_queries(training_class, teacher, django_assert_max_num_queries):
    file = roster_file(*[[f"学员{number}", phone(number), "河东镇", "科员"] for number in range(500)])
    began = process_time()
    roster = upload_roster(training_class=training_class, file=file, by=teacher)
    preview_roster(roster=roster, by=teacher)
    with django_assert_max_num_queries(60):
        apply_roster(roster=roster, by=teacher)
    assert Enrollment.objects.count() == 500
    assert process_time() - began < 5


def test_superuser_takes_a_roster_too(training_class):
    take(training_class, make_superuser(), roster_file(["王芳", phone(1), "", ""]))
    assert Enrollment.objects.count() == 1
