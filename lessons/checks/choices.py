"""Questions with given choices: one of them, several of them, true or false."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail import blocks

from lessons.checks.base import AFTER, BadAnswer, Check, CheckBlock, Outcome, Shown, StableListBlock, Tally, names_of
from schoolhouse.content import StructBlock


class ChoiceBlock(StructBlock):
    """One of the choices."""

    text = blocks.CharBlock(label=gettext_lazy("Choice"), max_length=300)
    is_right = blocks.BooleanBlock(label=gettext_lazy("is right"), required=False)
    feedback = blocks.CharBlock(label=gettext_lazy("Said to those who choose it"), required=False, max_length=300)


class ChoosingBlock(CheckBlock):
    """What questions with choices share; ``asked`` has ``choices``, each with ``id``, ``text`` and ``right``."""

    is_single = True
    has_few_answers = True

    def _choices(self, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the choices in the order of the editor."""
        return list(asked["choices"])

    def read(self, asked: Mapping[str, Any], form: QueryDict) -> Any:
        """Read the boxes that were ticked."""
        return form.getlist("answer")

    def accepted(self, asked: Mapping[str, Any], answer: Any) -> list[str]:
        """Take names of choices, in the order of the editor."""
        order = [choice["id"] for choice in self._choices(asked)]
        chosen = names_of([answer] if isinstance(answer, str) else answer, order)
        if not chosen:
            raise BadAnswer(_("Choose an answer first."))
        if self.is_single and len(chosen) > 1:
            raise BadAnswer(_("Choose only one answer."))
        return sorted(chosen, key=order.index)

    def judge(self, asked: Mapping[str, Any], answer: Any) -> Outcome:
        """Right is who chose all that is right and nothing else."""
        right = {choice["id"] for choice in self._choices(asked) if choice["right"]}
        return Outcome(set(answer) == right, {one: one in right for one in answer})

    def parts(self, check: Check, shown: Shown) -> dict[str, Any]:
        """Give the choices with what was chosen, how that was judged, and the remarks on it."""
        choices, chosen = self._choices(check.asked), shown.answer or ()
        rows = [
            {
                "id": choice["id"],
                "text": choice["text"],
                "is_chosen": choice["id"] in chosen,
                "is_right": shown.is_right(choice["id"]),
                "is_missed": shown.is_solved and choice["right"] and choice["id"] not in chosen,
                "remark": check.told["parts"].get(choice["id"]) if shown.is_right(choice["id"]) is not None else "",
            }
            for choice in (check.shuffled(choices, shown.seed) if check.is_shuffled else choices)
        ]
        return {"choices": rows, "is_single": self.is_single}

    def public(self, check: Check, seed: int) -> dict[str, Any]:
        """Give the names and words of the choices."""
        choices = self._choices(check.asked)
        order = check.shuffled(choices, seed) if check.is_shuffled else choices
        return {"choices": [{"id": choice["id"], "text": choice["text"]} for choice in order]}

    def in_words(self, asked: Mapping[str, Any], answer: Any) -> str:
        """Give the words of what was chosen."""
        texts = {choice["id"]: choice["text"] for choice in self._choices(asked)}
        return " · ".join(texts.get(one, "–") for one in answer)

    def tally(self, asked: Mapping[str, Any], answers: Sequence[tuple[Any, int]]) -> list[Tally]:
        """Count how often each choice was chosen, those that nobody chose as well."""
        return [
            Tally(choice["text"], sum(count for answer, count in answers if choice["id"] in answer), choice["right"])
            for choice in self._choices(asked)
        ]

    def visible(self, asked: Mapping[str, Any]) -> list[str]:
        """Return the words of the choices."""
        return [choice["text"] for choice in self._choices(asked)]


class ChoicesBlock(ChoosingBlock):
    """What single and multiple choice share: a list of choices."""

    choices = StableListBlock(ChoiceBlock(), label=gettext_lazy("Choices"), min_num=2, max_num=12)
    shuffle = blocks.BooleanBlock(
        label=gettext_lazy("mix the order"),
        required=False,
        help_text=gettext_lazy("Each learner has another order at each attempt."),
    )

    def asks(self, value: Any) -> dict[str, Any]:
        """Return the choices."""
        items = value["choices"].bound_blocks
        return {
            "choices": [
                {"id": str(item.id), "text": item.value["text"], "right": bool(item.value["is_right"])}
                for item in items
            ]
        }

    def tells(self, value: Any) -> dict[str, str]:
        """Return the remarks on choices."""
        items = value["choices"].bound_blocks
        return {str(item.id): item.value["feedback"] for item in items if item.value["feedback"]}

    def clean(self, value: Any) -> Any:
        """Ask for something that is right, exactly one where only one can be chosen."""
        value = super().clean(value)
        choices = [item.value for item in value["choices"].bound_blocks]
        right = sum(bool(choice["is_right"]) for choice in choices)
        texts = {choice["text"].strip() for choice in choices}
        fault = ""
        if self.is_single and right != 1:
            fault = _("Mark exactly one choice as right.")
        elif not right:
            fault = _("Mark at least one choice as right.")
        elif len(texts) < len(choices):
            fault = _("Two choices say the same.")
        self.refuse(choices=fault)
        return value


LAYOUT = ["question", "choices", "shuffle", *AFTER]


class SingleChoiceBlock(ChoicesBlock):
    """One of several choices is right."""

    class Meta:
        icon = "radio-full"
        label = gettext_lazy("Single choice")
        template = "lessons/checks/single_choice.html"
        place = "lessons.check_single"
        form_layout = LAYOUT


class MultipleChoiceBlock(ChoicesBlock):
    """Each of several choices is right or wrong."""

    is_single = False

    class Meta:
        icon = "tasks"
        label = gettext_lazy("Multiple choice")
        template = "lessons/checks/multiple_choice.html"
        place = "lessons.check_multiple"
        form_layout = LAYOUT


class TrueFalseBlock(ChoosingBlock):
    """A statement that is true or false."""

    is_true = blocks.ChoiceBlock(
        label=gettext_lazy("The statement is"),
        choices=[("true", pgettext_lazy("statement", "True")), ("false", pgettext_lazy("statement", "False"))],
        default="true",
    )
    true_feedback = blocks.CharBlock(
        label=gettext_lazy("Said to those who choose “true”"), required=False, max_length=300
    )
    false_feedback = blocks.CharBlock(
        label=gettext_lazy("Said to those who choose “false”"), required=False, max_length=300
    )

    def asks(self, value: Any) -> dict[str, Any]:
        """Return what is right."""
        return {"right": "true" if value["is_true"] == "true" else "false"}

    def tells(self, value: Any) -> dict[str, str]:
        """Return the remarks on both."""
        told = {"true": value.get("true_feedback"), "false": value.get("false_feedback")}
        return {name: text for name, text in told.items() if text}

    def _choices(self, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return both, named in the reader's language."""
        texts = {"true": pgettext("statement", "True"), "false": pgettext("statement", "False")}
        return [{"id": name, "text": text, "right": name == asked["right"]} for name, text in texts.items()]

    def visible(self, asked: Mapping[str, Any]) -> list[str]:
        """Nobody looks for “true”."""
        return []

    class Meta:
        icon = "check"
        label = gettext_lazy("True or false")
        template = "lessons/checks/true_false.html"
        place = "lessons.check_true_false"
        form_layout = ["question", "is_true", "true_feedback", "false_feedback", *AFTER]
