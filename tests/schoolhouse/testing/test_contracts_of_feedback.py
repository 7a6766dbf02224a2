"""The contract of kinds of questions."""

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks

from schoolhouse import testing
from schoolhouse.feedback import AnswerPart, FeedbackQuestionKind, QuestionResult
from tests.schoolhouse.testing.contracts_run import contract_of, faults, point_named, registered

pytestmark = pytest.mark.django_db
ONE = blocks.CharBlock()


def check(question, value):
    if value is None:
        return None
    if value != "tea":
        raise ValidationError("No tea.")
    return value


KIND = {
    "label": "Tea",
    "fields": lambda: {"sort": blocks.CharBlock()},
    "freeze": lambda value: {"sort": value.get("sort") or "green"},
    "ask": lambda question: forms.CharField(label=question.text),
    "check": check,
    "parts": lambda question, answer: [AnswerPart(text=answer)],
    "sum_up": lambda question, parts: QuestionResult(texts=[one.part.text for one in parts]),
}


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({}, None),
        ({"label": ""}, "test_it_is_declared"),
        ({"tests": ("smells",)}, "test_it_is_declared"),
        ({"fields": lambda: {"sort": ONE}}, "test_editors_can_open_it"),
        ({"freeze": lambda value: {"at": Decimal(1)}}, "test_it_is_asked_and_answered"),
        ({"check": lambda question, value: None}, "test_it_is_asked_and_answered"),
        ({"parts": lambda question, answer: []}, "test_it_is_asked_and_answered"),
        ({"parts": lambda question, answer: [AnswerPart(), AnswerPart()]}, "test_it_is_asked_and_answered"),
        ({"sum_up": lambda question, parts: [one.part.text for one in parts]}, "test_it_is_asked_and_answered"),
        ({"sum_up": lambda question, parts: QuestionResult(mean=parts[0].count)}, "test_it_is_asked_and_answered"),
        ({"check": lambda question, value: value and value.strip()}, "test_it_bears_nonsense"),
    ],
)
def test_question_kind_contract(school, changes, failing):
    kind = FeedbackQuestionKind(**{**KIND, **changes})
    name = "try_me.tea"
    contract = contract_of(testing.QuestionKindContract, name=name, set_up={"sort": "black"}, given="tea")
    with registered(point_named("question_kinds"), kind, name=name):
        found = faults(contract, school)
    assert (failing in found) if failing else found == {}
