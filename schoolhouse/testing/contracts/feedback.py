"""The contract of a kind of questions of feedback forms."""

import json
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from schoolhouse.testing.contracts.base import LANGUAGES, ExtensionContract, assert_says_something, at_most

if TYPE_CHECKING:
    from schoolhouse.extension_points import Extension
    from schoolhouse.feedback import Question
    from schoolhouse.testing.school import School

NONSENSE: tuple[Any, ...] = (
    "", "x", "\0", "9" * 400, 0, -1, 10**9, 1.5, True, [], ["x"], [[]], {}, {"1": "x"}, {"x": 1}, [None], "\ud800",
)  # fmt: skip


class QuestionKindContract(ExtensionContract):
    """A kind is written, frozen, asked, checked, stored and summed up in both languages, and bears nonsense.

    ``set_up`` is what an editor set in the kind's own fields, ``given`` an answer as the field gives it or JSON.
    """

    point = "question_kinds"
    set_up: ClassVar[dict[str, Any]] = {}
    given: ClassVar[Any] = None

    def question(self, extension: "Extension[Any]") -> "Question":
        """Return a question as it was frozen and read back."""
        from schoolhouse.feedback import Question

        settings = json.loads(json.dumps(extension.value.freeze(self.set_up)))
        return Question("key", extension.name, {"en": "Really?", "zh": "真的吗？"}, settings=settings)

    def test_answer_is_given(self) -> None:
        """Without one nothing below is tried."""
        assert self.given is not None, "Set given to an answer."

    def test_it_is_declared(self, extension: "Extension[Any]") -> None:
        """Editors choose it by its name."""
        from evaluations.questions.conditions import Test
        from schoolhouse.feedback import FeedbackQuestionKind

        kind = extension.value
        assert isinstance(kind, FeedbackQuestionKind), f"It must be a FeedbackQuestionKind, not {type(kind).__name__}."
        assert extension.name.split(".")[0] == self.plugin, f"Its name must be or begin with “{self.plugin}”."
        assert_says_something(kind.label, "Its label")
        assert set(kind.tests) <= set(Test.values), f"Of {kind.tests} some are no tests."

    def test_editors_can_open_it(self, extension: "Extension[Any]", school: "School") -> None:
        """Its fields are new blocks each time, in both languages."""
        from django.utils.translation import override
        from wagtail.admin.telepath import JSContext

        from evaluations.questions.blocks import QuestionBlock
        from schoolhouse.content import keeping

        first, second = extension.value.fields(), extension.value.fields()
        assert not [name for name in first if first[name] is second[name]], "fields() must return new blocks."
        for language in LANGUAGES:
            with override(language):
                block = keeping(QuestionBlock(extension))
                block.set_name("try")
                json.dumps(JSContext().pack(block))
                block.get_form_state(block.get_default())

    def test_it_is_asked_and_answered(self, extension: "Extension[Any]", school: "School") -> None:
        """What was given is checked, kept as JSON, stored in parts of its own and counted, without a query."""
        from django.forms import Form
        from django.utils.translation import override

        from schoolhouse.feedback import Counted, QuestionResult

        kind, question = extension.value, self.question(extension)
        for language in LANGUAGES:
            with override(language), at_most(0, "A question"):
                form = type("F", (Form,), {"asked": kind.ask(question)})()
                assert "<" in str(form["asked"]), "Its field shows nothing."
                answer = kind.check(question, self.given)
                assert answer is not None, "Of what was given there is no answer."
                assert kind.check(question, json.loads(json.dumps(answer))) == answer, "It does not take its own JSON."
                parts = list(kind.parts(question, answer))
                assert parts, "Of an answer nothing is stored."
                assert len({one.part for one in parts}) == len(parts), "Parts of one answer must differ in part."
                assert all(len(one.part) <= 40 for one in parts), "A part has at most 40 characters."
                assert all(one.amount is None or isinstance(one.amount, Decimal) for one in parts)
                result = kind.sum_up(question, [Counted(one, 3) for one in parts])
                assert isinstance(result, QuestionResult), "sum_up() must return a QuestionResult."
                assert isinstance(kind.sum_up(question, []), QuestionResult), "It cannot sum up no answers."

    def test_it_bears_nonsense(self, extension: "Extension[Any]", school: "School") -> None:
        """Answers come from anybody: each is refused by ValidationError, or is one."""
        from django.core.exceptions import ValidationError

        kind, question = extension.value, self.question(extension)
        assert kind.check(question, None) is None, "No answer must be None."
        for value in NONSENSE:
            with suppress(ValidationError):
                answer = kind.check(question, value)
                if answer is not None:
                    json.dumps(answer)
                    list(kind.parts(question, answer))
