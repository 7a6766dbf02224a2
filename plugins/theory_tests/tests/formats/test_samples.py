"""What an independent parser reads from the samples is what is read here."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from plugins.theory_tests.formats import read_gift, read_moodle_xml, write_gift, write_moodle_xml

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.gift"))


def test_samples_are_there():
    assert len(SAMPLES) == 26


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_parse_prints_what_the_other_parser_reads(sample):
    printed = StringIO()
    call_command("questions", "parse", str(sample), format="gift", stdout=printed)
    assert json.loads(printed.getvalue()) == json.loads(sample.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_samples_written_again_are_read_as_the_same(sample):
    items = read_gift(sample.read_bytes()).items
    assert read_gift(write_gift(items)).items == items
    as_xml = read_moodle_xml(write_moodle_xml(items))
    assert as_xml.faults == []
    assert read_moodle_xml(write_moodle_xml(as_xml.items)).items == as_xml.items


def test_parse_names_line_and_column_and_prints_the_rest(tmp_path):
    file = tmp_path / "bad.gift"
    file.write_text("Open {=a ~b\n\nSound {T}\n", encoding="utf-8")
    printed, errors = StringIO(), StringIO()
    with pytest.raises(CommandError):
        call_command("questions", "parse", str(file), format="gift", stdout=printed, stderr=errors)
    assert [shape["stem"]["text"] for shape in json.loads(printed.getvalue())] == ["Sound"]
    assert f"{file}:1:6: line 1, column 6: The brace that opens here is not closed." in errors.getvalue()


def test_parse_of_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("questions", "parse", str(tmp_path / "none.gift"), format="gift")
