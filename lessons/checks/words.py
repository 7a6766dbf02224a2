"""A question that is answered in a few words."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from lessons.checks.base import AFTER, BadAnswer, Check, CheckBlock, Outcome, Shown, text_of
from lessons.checks.spelling import WILDCARD, fits, plain


class ShortAnswerBlock(CheckBlock):
    """A few words or a number; several spellings may be right."""

    answers = blocks.ListBlock(
        blocks.CharBlock(label=gettext_lazy("Right answer"), max_length=150),
        label=gettext_lazy("Right answers"),
        min_num=1,
        max_num=20,
        help_text=gettext_lazy(
            "The first is shown as the right one. Case, width, punctuation and spaces do not matter; * stands for any"
            " letters."
        ),
    )

    def asks(self, value: Any) -> dict[str, Any]:
        """Return all spellings that are right."""
        return {"answers": [str(answer) for answer in value["answers"]]}

    def clean(self, value: Any) -> Any:
        """Refuse spellings of which nothing is left, and those that everything fits."""
        value = super().clean(value)
        empty = [one for one in value["answers"] if not plain(one).replace(WILDCARD, "").strip()]
        self.refuse(
            answers=_("“%(text)s” has no letters that could be compared.") % {"text": empty[0]} if empty else ""
        )
        return value

    def read(self, asked: Mapping[str, Any], form: QueryDict) -> Any:
        """Read the field."""
        return form.get("answer", "")

    def accepted(self, asked: Mapping[str, Any], answer: Any) -> str:
        """Take text."""
        text = text_of(answer).strip()
        if not text:
            raise BadAnswer(_("Write an answer first."))
        return text

    def judge(self, asked: Mapping[str, Any], answer: Any) -> Outcome:
        """Compare with each spelling."""
        return Outcome(any(fits(answer, accepted) for accepted in asked["answers"]))

    def parts(self, check: Check, shown: Shown) -> dict[str, Any]:
        """Give what was written, and the first right answer."""
        return {"text": shown.answer or "", "right": check.asked["answers"][0] if shown.is_solved else ""}

    def public(self, check: Check, seed: int) -> dict[str, Any]:
        """There is nothing to choose from."""
        return {}

    def in_words(self, asked: Mapping[str, Any], answer: Any) -> str:
        """Give what was written."""
        return str(answer)

    class Meta:
        icon = "edit"
        label = gettext_lazy("Short answer")
        template = "lessons/checks/short_answer.html"
        place = "lessons.check_short"
        form_layout = ["question", "answers", *AFTER]
