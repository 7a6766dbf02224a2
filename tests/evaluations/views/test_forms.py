from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluations.models import FeedbackAnswer, FeedbackFile
from tests.evaluations.answering import close
from tests.evaluations.views.test_feedback import signed_in
from tests.factories.class_life import make_photo
from tests.factories.documents import make_pdf
from tests.factories.evaluations import make_form, make_survey, question, section

OVERALL = question("scale", ("All in all?", "总的来说？"), name="overall", is_required=True)
WHY = question("text", ("Why?", "为什么？"), only_if=("overall", "at_most", "2"), is_required=True)
STAY = question("matrix", ("Stay", "食宿"), rows=[("Room", "房间"), ("Food", "伙食")], columns=["Bad", "Good"])
PICTURE = question("file", "Picture")


def field(one: Any) -> str:
    return f"question_{one['id']}"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def opened(lecture: Any, *content: Any, **form: Any) -> Any:
    survey = make_survey(lecture.live_class, form=make_form(content=list(content), **form))
    return survey, reverse("evaluations:survey", args=[survey.public_id])


def test_form_is_read_in_the_readers_language(lecture: Any) -> None:
    _survey, address = opened(lecture, OVERALL, section(("Stay", "住宿"), [STAY]), title_zh="评价表")
    client = signed_in(lecture.learners[0])
    for language, words in {"en": ["All in all?", "Food"], "zh-hans": ["评价表", "总的来说？", "住宿", "伙食"]}.items():
        text = client.get(address, headers={"accept-language": language}).content.decode()
        assert [word for word in words if word not in text] == []


def test_conditional_question_says_what_it_waits_for_and_is_not_required_by_the_browser(lecture: Any) -> None:
    _survey, address = opened(lecture, OVERALL, WHY)
    answer = signed_in(lecture.learners[0]).get(address, headers={"accept-language": "en"})
    page = BeautifulSoup(answer.content, "html.parser")
    part = page.select_one("[data-survey-target=part]")
    assert (part["data-field"], part["data-test"], part["data-value"]) == (field(OVERALL), "at_most", "2")
    assert "All in all?" in part.select_one("[data-survey-target=hint]").text
    assert not part.select_one("textarea").has_attr("required")
    assert page.select_one(f"input[name={field(OVERALL)}]").has_attr("required")


def test_conditional_question_is_asked_by_the_server_where_it_applies(lecture: Any) -> None:
    _survey, address = opened(lecture, OVERALL, WHY, is_anonymous=False)
    client = signed_in(lecture.learners[0])
    answer = client.post(address, {field(OVERALL): "1"})
    assert answer.status_code == 400
    assert b"field__error" in answer.content
    assert client.post(address, {field(OVERALL): "4", field(WHY): "x" * 5000}).status_code == 302
    assert [row.number for row in FeedbackAnswer.objects.all()] == [4]


def test_matrix_is_answered_row_by_row(lecture: Any) -> None:
    _survey, address = opened(lecture, {**STAY, "value": {**STAY["value"], "is_required": True}}, is_anonymous=False)
    client = signed_in(lecture.learners[0])
    assert client.post(address, {f"{field(STAY)}_0": "2"}).status_code == 400
    assert client.post(address, {f"{field(STAY)}_0": "2", f"{field(STAY)}_1": "9"}).status_code == 400
    assert client.post(address, {f"{field(STAY)}_0": "2", f"{field(STAY)}_1": "1"}).status_code == 302
    rows = FeedbackAnswer.objects.order_by("part").values_list("part", "number")
    assert list(rows) == [("1", 2), ("2", 1)]


def test_picture_of_an_anonymous_form_keeps_no_name_and_is_for_those_who_read(lecture: Any) -> None:
    survey, address = opened(lecture, PICTURE)
    for learner in lecture.learners:
        sent = make_photo()
        sent.name = "zhang-san.jpg"
        assert signed_in(learner).post(address, {field(PICTURE): sent}).status_code == 302
    close(survey)
    file = FeedbackFile.objects.first()
    assert (file.name, file.is_image) == ("", True)
    fetch = reverse("evaluations:file", args=[file.pk])
    seen = {person: signed_in(person).get(fetch).status_code for person in (lecture.instructor, lecture.learners[0])}
    assert seen == {lecture.instructor: 200, lecture.learners[0]: 404}
    summary = signed_in(lecture.instructor).get(reverse("evaluations:summary", args=[survey.public_id]))
    assert fetch in summary.content.decode()


def test_picture_stays_closed_while_few_have_answered(lecture: Any) -> None:
    _survey, address = opened(lecture, PICTURE)
    signed_in(lecture.learners[0]).post(address, {field(PICTURE): make_photo()})
    fetch = reverse("evaluations:file", args=[FeedbackFile.objects.get().pk])
    assert signed_in(lecture.instructor).get(fetch).status_code == 404


@pytest.mark.parametrize(("is_anonymous", "status"), [(True, 400), (False, 302)])
def test_document_is_taken_only_where_names_are(lecture: Any, is_anonymous: bool, status: int) -> None:
    _survey, address = opened(lecture, PICTURE, is_anonymous=is_anonymous)
    sent = SimpleUploadedFile("homework.pdf", make_pdf("Homework"), content_type="application/pdf")
    answer = signed_in(lecture.learners[0]).post(address, {field(PICTURE): sent})
    assert answer.status_code == status
    assert FeedbackFile.objects.count() == (0 if is_anonymous else 1)


def test_page_that_calls_itself_a_picture_is_refused_by_name(lecture: Any) -> None:
    _survey, address = opened(lecture, PICTURE)
    sent = SimpleUploadedFile("a.jpg", b"<html><script>", content_type="image/jpeg")
    answer = signed_in(lecture.learners[0]).post(address, {field(PICTURE): sent})
    assert answer.status_code == 400
    assert not FeedbackAnswer.objects.exists()


def test_file_of_another_answer_is_not_taken_over(lecture: Any) -> None:
    from evaluations.actions.feedback.answers import check_answers
    from schoolhouse.refusals import Refusal

    survey, address = opened(lecture, PICTURE, is_anonymous=False)
    signed_in(lecture.learners[0]).post(address, {field(PICTURE): make_photo()})
    with pytest.raises(Refusal) as refused:
        check_answers(survey, {PICTURE["id"]: str(FeedbackFile.objects.get().pk)})
    assert refused.value.code == "missing"
