import pytest
from django.urls import reverse
from django.utils import timezone

from classes.actions.roster_import import apply_roster, preview_roster, upload_roster
from classes.actions.roster_slips import issue_slips
from people.actions.one_time_codes import use_code
from people.models import Role, User
from people.permissions import may_issue_code
from schoolhouse.refusals import Refusal
from tests.classes.roster_files import phone, roster_file
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_organization("清水县")


@pytest.fixture
def teacher(county):
    return make_user(
        "班主任", role=Role.CLASS_TEACHER, organization=make_organization("党校", parent=county, kind="school")
    )


@pytest.fixture
def taken(county, teacher):
    training_class = make_training_class(teacher.role_assignments.get().organization)
    make_organization("河东镇", parent=county, kind="township")
    make_user("老学员", phone="+8613800130009")
    rows = [["甲", phone(1), "河东镇", ""], ["乙", phone(2), "", ""], ["老学员", phone(9), "", ""]]
    roster = upload_roster(training_class=training_class, file=roster_file(*rows), by=teacher)
    preview_roster(roster=roster, by=teacher)
    return apply_roster(roster=roster, by=teacher)


def test_slips_are_for_new_people_who_have_not_signed_in(taken, teacher):
    codes = issue_slips(roster=taken, by=teacher)
    assert sorted(one.user.full_name for one in codes) == ["乙", "甲"]
    assert use_code(code=codes[0].printed) == codes[0].user
    User.objects.update(last_login=timezone.now())
    with pytest.raises(Refusal):
        issue_slips(roster=taken, by=teacher)


def test_slips_of_somebody_who_was_made_an_editor_since_are_not_printed(taken, teacher, county):
    from people.actions.roles import grant_role

    grant_role(user=User.objects.get(full_name="甲"), role=Role.EDITOR, organization=county, by=None)
    assert [one.user.full_name for one in issue_slips(roster=taken, by=teacher)] == ["乙"]


def test_slips_come_as_pdf_and_only_to_who_runs_the_class(client, taken, teacher):
    here = reverse("classes:roster_slips", args=[taken.training_class.public_id, taken.public_id])
    client.force_login(teacher)
    response = client.post(here)
    assert (response["Content-Type"], response["Cache-Control"], response.content[:5]) == (
        "application/pdf",
        "no-store",
        b"%PDF-",
    )
    client.force_login(make_user(role=Role.LEARNER, organization=make_organization()))
    assert client.post(here).status_code == 404


def test_teacher_may_give_codes_to_learners_of_the_area_but_to_no_visitor(taken, teacher):
    assert may_issue_code(teacher, User.objects.get(full_name="甲"))
    visitor = make_user(role=Role.LEARNER, organization=make_organization("邻县"))
    make_enrollment(taken.training_class, visitor)
    assert not may_issue_code(teacher, visitor)
    assert not may_issue_code(teacher, make_user(role=Role.LEARNER, organization=make_organization()))
