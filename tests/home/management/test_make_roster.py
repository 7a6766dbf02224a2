from io import StringIO
from time import process_time

import pytest
from django.core.management import CommandError, call_command

from classes.actions.roster_import import apply_roster, preview_roster, upload_roster
from classes.models import Enrollment
from foundation.sheets.reader import read_sheet
from tests.factories.classes import make_training_class
from tests.factories.people import make_organization, make_superuser

pytestmark = pytest.mark.django_db


def make(path, *flags):
    out = StringIO()
    call_command("make_roster", str(path), *flags, stdout=out)
    return out.getvalue()


def rows(path):
    with path.open("rb") as file:
        return [[cell.text for cell in row.cells.values()] for row in read_sheet(file).rows]


def test_roster_is_the_same_for_the_same_seed(tmp_path):
    for name, seed in (("a.xlsx", "1"), ("b.xlsx", "1"), ("c.xlsx", "2"), ("d.csv", "1")):
        make(tmp_path / name, "--scale", "0.03", "--seed", seed)
    first, second, other, csv = (rows(tmp_path / name) for name in ("a.xlsx", "b.xlsx", "c.xlsx", "d.csv"))
    assert len(first) == 31
    assert first == second == csv
    assert first[1:] != other[1:]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_roster_of_five_hundred_is_taken_without_a_fault_in_five_seconds(tmp_path, settings, language):
    settings.LANGUAGE_CODE = language
    city = make_organization("城", kind="city")
    for name in ("甲县", "乙县"):
        make_organization("城关镇", parent=make_organization(name, parent=city), kind="township")
    make(tmp_path / "roster.xlsx", "--scale", "0.5")
    training_class, teacher = make_training_class(city), make_superuser()
    began = process_time()
    with (tmp_path / "roster.xlsx").open("rb") as file:
        roster = upload_roster(training_class=training_class, file=file, by=teacher)
    assert preview_roster(roster=roster, by=teacher).issues == []
    apply_roster(roster=roster, by=teacher)
    assert Enrollment.objects.count() == 500
    assert process_time() - began < 5
    assert len(Enrollment.objects.first().extra) >= 3


@pytest.mark.parametrize(("name", "scale"), [("roster.pdf", "1"), ("roster.xlsx", "0"), ("none/roster.xlsx", "0.01")])
def test_what_cannot_be_written_is_said(tmp_path, name, scale):
    with pytest.raises(CommandError):
        make(tmp_path / name, "--scale", scale)
