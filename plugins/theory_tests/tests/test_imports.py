"""Questions from a file and to a file."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.sheets.reader import read_sheet
from people.models import Role
from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.actions.question_import import apply_questions, discard_questions, undo_questions
from plugins.theory_tests.formats import read_gift, read_moodle_xml
from plugins.theory_tests.models import BankQuestion, QuestionCategory, QuestionImport
from plugins.theory_tests.tests.bank_things import GIFT, file_of, make_category, make_question, uploaded
from schoolhouse.refusals import Refusal
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_organization()


@pytest.fixture
def category(county):
    return make_category(county)


@pytest.fixture
def editor(client, county):
    person = make_user(role=Role.EDITOR, organization=county)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(person)
    return person


def test_file_is_taken_as_a_whole_with_its_categories(category, editor):
    upload = uploaded(category, editor)
    assert upload.faults == []
    apply_questions(upload=upload, by=editor)
    truth, choice = BankQuestion.objects.order_by("pk")
    assert choice.category.path == "Cooking/Knives/Care"
    assert (truth.kind, truth.is_true, choice.title) == ("true_false", True, "Blunt")
    assert [(one.text, one.percent, one.feedback) for one in choice.answers.all()] == [
        ("a", 100, "yes"),
        ("b", 0, ""),
        ("c", 0, ""),
    ]
    version = record_version(question=choice, by=editor)
    assert version.number == 1
    upload.refresh_from_db()
    assert upload.rows == []


def test_file_with_a_fault_is_not_taken_at_all(category, editor):
    upload = uploaded(category, editor, "One {T}\n\nTwo {=a =b ~c}\n\nThree {=a\n")
    assert [fault[:2] for fault in upload.faults] == [[3, 1], [5, 7]]
    with pytest.raises(Refusal, match="mended"):
        apply_questions(upload=upload, by=editor)
    assert not BankQuestion.objects.exists()


def test_what_is_in_the_bank_already_is_not_taken_twice(category, editor):
    apply_questions(upload=uploaded(category, editor), by=editor)
    again = apply_questions(upload=uploaded(category, editor, GIFT + "\nNew? {F}\n\nNew? {F}\n"), by=editor)
    assert BankQuestion.objects.count() == 3
    assert again.result["known"] == 3


def test_same_file_while_it_is_open_is_the_same_upload(category, editor):
    assert uploaded(category, editor) == uploaded(category, editor)


def test_undoing_takes_out_what_nobody_has_changed(category, editor):
    upload = apply_questions(upload=uploaded(category, editor), by=editor)
    changed = BankQuestion.objects.get(title="Blunt")
    changed.text = "Which one?"
    changed.save()
    record_version(question=changed, by=editor)
    assert undo_questions(upload=upload, by=editor) == (1, 1)
    assert list(BankQuestion.objects.all()) == [changed]
    with pytest.raises(Refusal):
        undo_questions(upload=upload, by=editor)


def test_undoing_takes_out_the_categories_that_it_made(category, editor):
    upload = apply_questions(upload=uploaded(category, editor), by=editor)
    undo_questions(upload=upload, by=editor)
    assert list(QuestionCategory.objects.all()) == [category]


def test_upload_is_taken_once_and_by_whoever_uploaded_it(category, editor, county):
    upload = uploaded(category, editor)
    other = make_user(role=Role.EDITOR, organization=county)
    for action in (apply_questions, discard_questions, undo_questions):
        with pytest.raises(Refusal, match="somebody else"):
            action(upload=upload, by=other)
    apply_questions(upload=upload, by=editor)
    for action in (apply_questions, discard_questions):
        with pytest.raises(Refusal, match="already"):
            action(upload=upload, by=editor)


def test_nobody_brings_questions_into_another_organization(editor):
    with pytest.raises(Refusal, match="may not"):
        uploaded(make_category(make_organization()), editor)


def test_editor_uploads_looks_takes_and_undoes_by_pages(client, category, editor):
    data = {"below": category.pk, "file_kind": "gift", "file": file_of()}
    answer = client.post(reverse("plugins:theory_tests:import"), data)
    upload = QuestionImport.objects.get()
    page = reverse("plugins:theory_tests:preview", args=[upload.public_id])
    assert answer.url == page
    shown = client.get(page).content.decode()
    assert "2 questions can be taken" in shown
    assert "line 3, column 1" in shown
    for act, said in (("apply", "2 questions taken"), ("undo", "This file was undone")):
        client.post(reverse(f"plugins:theory_tests:{act}", args=[upload.public_id]))
        assert said in client.get(page).content.decode()


@pytest.mark.parametrize("kind", ["sheet", "word", "gift", "moodle-xml"])
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04" + b"\xff" * 50, b"<quiz>" * 50])
@pytest.mark.usefixtures("editor")
def test_any_bytes_are_named_on_the_page(client, category, kind, content):
    data = {"below": category.pk, "file_kind": kind, "file": SimpleUploadedFile("x", content)}
    answer = client.post(reverse("plugins:theory_tests:import"), data, follow=True)
    assert answer.status_code == 200
    assert answer.context["errors"] >= 1 or not answer.context["taking"]


@pytest.mark.usefixtures("editor")
def test_form_without_a_file_or_for_another_county_is_refused(client, category):
    elsewhere = make_category(make_organization("Elsewherecanary"), "Elsewherecanary")
    for data in ({"below": category.pk}, {"below": elsewhere.pk, "file_kind": "gift", "file": file_of()}):
        answer = client.post(reverse("plugins:theory_tests:import"), data)
        assert answer.status_code == 422
        assert "Elsewherecanary" not in answer.content.decode()
    assert not QuestionImport.objects.exists()


@pytest.mark.parametrize(("name", "read"), [("gift", read_gift), ("moodle-xml", read_moodle_xml)])
def test_what_is_exported_is_taken_by_another_county_as_the_same(client, category, editor, name, read):
    apply_questions(upload=uploaded(category, editor), by=editor)
    make_question(make_category(make_organization()), "Othercanary")
    answer = client.get(reverse("plugins:theory_tests:export", args=[name]), {"category": category.pk})
    assert b"Othercanary" not in answer.content
    assert "attachment" in answer["Content-Disposition"]
    reading = read(answer.content)
    assert reading.faults == []
    assert len(reading.items) == 3
    there = make_category(make_organization())
    person = make_user(role=Role.EDITOR, organization=there.organization)
    upload = uploaded(there, person, answer.content.decode()) if name == "gift" else None
    if upload is not None:
        apply_questions(upload=upload, by=person)
        copies = BankQuestion.objects.filter(category__organization=there.organization)
        assert sorted(copies.values_list("kind", "text")) == [("single", "Which?"), ("true_false", "Sharp?")]


@pytest.mark.parametrize("asked", ["x", "0", "99999999999999999999"])
@pytest.mark.usefixtures("editor")
def test_export_of_no_category_is_not_found(client, asked):
    address = reverse("plugins:theory_tests:export", args=["gift"])
    assert client.get(address, {"category": asked}).status_code == 404
    assert client.get(reverse("plugins:theory_tests:export", args=["pdf"])).status_code == 404


@pytest.mark.usefixtures("editor")
def test_empty_sheet_has_the_headings_that_are_read(client):
    answer = client.get(reverse("plugins:theory_tests:template"))
    sheet = read_sheet(BytesIO(b"".join(answer.streaming_content)))
    assert len(sheet.rows[0].cells) == 13
