"""The contract of a kind of quick check."""

import json
from typing import TYPE_CHECKING, Any, ClassVar

from schoolhouse.testing.contracts.base import LANGUAGES
from schoolhouse.testing.contracts.blocks import ContentBlockContract

if TYPE_CHECKING:
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School

NONSENSE: list[Any] = [None, 7, {}, [None], ["no such part"], "a\0b", "x" * 100_000]


class CheckContract(ContentBlockContract):
    """A kind of quick check judges alike whenever it is asked, refuses nonsense in words, and gives nothing away.

    ``right`` and ``wrong`` are answers to ``example``, as a program sends them. ``secret`` is a word of ``example``
    that says what is right.
    """

    right: ClassVar[Any] = None
    wrong: ClassVar[Any] = None
    secret: ClassVar[str] = ""

    def asked(self, extension: "Extension[Any]") -> Any:
        """Return the kind and the question that ``example`` makes."""
        kind = self.made(extension)
        return kind, kind.check_of(kind.normalize(kind.to_python(self.example)), "block")

    def test_it_is_a_check(self, extension: "Extension[Any]") -> None:
        """Made from CheckBlock, for lessons, with a template of its own; its answers are given."""
        from lessons.checks.base import PLACE, CheckBlock

        assert isinstance(self.made(extension), CheckBlock), "It must be made from lessons.checks.base.CheckBlock."
        assert PLACE in extension.value.places, f"It must stand in {PLACE}."
        assert getattr(self.made(extension).meta, "template", None), "It needs a template."
        assert None not in (self.right, self.wrong), "Set right and wrong to answers to the example."
        assert self.secret, "Set secret to a word of the example that says what is right."

    def test_it_judges_right_and_wrong(self, extension: "Extension[Any]") -> None:
        """Also from the copy of the question that an attempt keeps, and from the answer that is kept."""
        kind, check = self.asked(extension)
        asked = json.loads(json.dumps(check.asked))
        for answer, is_right in ((self.right, True), (self.wrong, False)):
            kept = json.loads(json.dumps(kind.accepted(asked, answer)))
            assert kind.judge(asked, kept).is_right is is_right
            assert isinstance(kind.in_words(asked, kept), str)
            assert sum(row.count for row in kind.tally(asked, [(kept, 3)])) >= 3

    def test_it_refuses_nonsense(self, extension: "Extension[Any]") -> None:
        """Whatever a program or a form sends is an answer, or refused with ``BadAnswer``."""
        from contextlib import suppress

        from django.http import QueryDict

        from lessons.checks.base import BadAnswer

        kind, check = self.asked(extension)
        for answer in NONSENSE:
            with suppress(BadAnswer):
                kind.judge(check.asked, kind.accepted(check.asked, answer))
        for form in ("", "answer=", "answer=%00", "answer=no&answer=such"):
            with suppress(BadAnswer):
                kind.accepted(check.asked, kind.read(check.asked, QueryDict(form)))

    def test_it_gives_nothing_away(self, extension: "Extension[Any]", school: "School") -> None:
        """What is right is in no page, search or API before the answer is decided."""
        from django.utils.translation import override

        from lessons.checks.base import Shown

        kind, check = self.asked(extension)
        value = kind.normalize(kind.to_python(self.example))
        for language in LANGUAGES:
            with override(language):
                seen = [str(kind.render(value)), *kind.get_searchable_content(value)]
                seen += [
                    json.dumps(kind.get_api_representation(value)),
                    json.dumps(kind.parts(check, Shown()), default=str),
                ]
                assert not [text for text in seen if self.secret in text], f"“{self.secret}” can be seen."
