"""How editors write a form: a stream of questions and sections, with the kinds that there are."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from evaluations.questions.conditions import Test
from evaluations.questions.languages import BilingualBlock
from schoolhouse.content import StreamBlock, StructBlock, keeping
from schoolhouse.content.blocks import KeepsUnknownBlocks
from schoolhouse.content.unknown import KnownBlocks
from schoolhouse.extension_points import Extension, question_kinds
from schoolhouse.faults import shielded
from schoolhouse.feedback import FeedbackQuestionKind

MOST_QUESTIONS = 100
KindExtension = Extension[FeedbackQuestionKind]


class ConditionBlock(StructBlock):
    """Under which answer to an earlier question something is asked; empty: always."""

    question = blocks.CharBlock(
        label=gettext_lazy("Only after the question"),
        required=False,
        max_length=40,
        validators=[validate_slug],
        help_text=gettext_lazy("The short name of an earlier question; empty: it is always asked."),
    )
    test = blocks.ChoiceBlock(
        label=pgettext_lazy("condition", "whose answer"), choices=Test.choices, default=Test.EQUALS
    )
    value = blocks.CharBlock(
        label=gettext_lazy("this"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("A number of a scale, or one of the choices in either language."),
    )

    class Meta:
        icon = "resubmit"
        form_classname = "struct-block condition"


class QuestionBlock(StructBlock):
    """A question of one kind: what all questions have, and what the kind adds."""

    def __init__(self, extension: KindExtension, **kwargs: Any) -> None:
        """Make the block of a registered kind."""
        self.extension = extension
        own = extension.value.fields()
        self.own_names = list(own)
        shared = {
            "text": BilingualBlock(label=gettext_lazy("Question")),
            "help": BilingualBlock(label=gettext_lazy("What is said about it"), required=False, lines=True),
            "is_required": blocks.BooleanBlock(label=gettext_lazy("Must be answered"), required=False, default=False),
            "name": blocks.CharBlock(
                label=gettext_lazy("Short name"),
                required=False,
                max_length=40,
                validators=[validate_slug],
                help_text=gettext_lazy("Letters and digits, for conditions of later questions. Readers do not see it."),
            ),
            "only_if": ConditionBlock(label=gettext_lazy("Condition")),
        }
        layout = BlockGroup(["text", *own, "is_required"], settings=["help", "name", "only_if"])
        super().__init__(
            [*shared.items(), *own.items()],
            label=extension.value.label,
            icon=extension.value.icon,
            group=pgettext_lazy("feedback", "Questions"),
            form_layout=layout,
            label_format="{text}",
            **kwargs,
        )

    def own_values(self, value: Any) -> dict[str, Any]:
        """Return what the kind's own fields hold."""
        return {name: value.get(name) for name in self.own_names}

    def clean(self, value: Any) -> Any:
        """Ask the kind whether this can be asked."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            place = f"question_kinds: {self.extension.name}"
            try:
                with shielded(self.extension.plugin, place, answers=(ValidationError,)):
                    self.extension.value.freeze(self.own_values(cleaned))
            except ValidationError as fault:
                raise StructBlockValidationError(non_block_errors=fault.messages) from fault
        return cleaned


class KindsBlock(StreamBlock):
    """A stream that takes a question of every kind there is, those of plugins too."""

    def _children(self) -> KnownBlocks:
        own = self.__dict__["child_blocks"]
        made_of, known = self.__dict__.get("_kinds", (None, own))
        if made_of != question_kinds.generation:
            kinds = {type_name(one.name): block for one in question_kinds.extensions() if (block := _made(one))}
            for name, block in kinds.items():
                block.set_name(name)
            known = KnownBlocks({**kinds, **own})
            self.__dict__["_kinds"] = question_kinds.generation, known
        return known

    child_blocks = property(_children, KeepsUnknownBlocks.child_blocks.fset)  # type: ignore[assignment, attr-defined]


def type_name(name: str) -> str:
    """Return the type in the data of a kind registered as ``name``: ``bells.strokes`` → ``bells__strokes``."""
    return name.replace(".", "__")


def _made(extension: KindExtension) -> blocks.Block | None:
    with shielded(extension.plugin, f"question_kinds: {extension.name}"):
        return keeping(QuestionBlock(extension))
    return None


class SectionBlock(StructBlock):
    """Questions under one heading, perhaps once for each instructor."""

    title = BilingualBlock(label=gettext_lazy("Heading"))
    intro = BilingualBlock(label=gettext_lazy("What is said about it"), required=False, lines=True, max_length=1000)
    per_instructor = blocks.BooleanBlock(
        label=gettext_lazy("Once for each instructor"),
        required=False,
        help_text=gettext_lazy("Each instructor of the live class reads what was said of him or her alone."),
    )
    questions = KindsBlock(label=pgettext_lazy("feedback", "Questions"))
    only_if = ConditionBlock(label=gettext_lazy("Condition"))

    class Meta:
        icon = "list-ol"
        label = pgettext_lazy("feedback", "Section")
        label_format = "{title}"
        form_layout = BlockGroup(["title", "intro", "per_instructor", "questions"], settings=["only_if"])


class FormContentBlock(KindsBlock):
    """All that a form asks."""

    section = SectionBlock(group=pgettext_lazy("feedback", "Sections"))

    def clean(self, value: Any) -> Any:
        """Say which condition asks for what is not there; a draft may be unfinished."""
        from evaluations.questions.freezing import Unfit, frozen

        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            try:
                frozen(cleaned)
            except Unfit as fault:
                raise StreamBlockValidationError(non_block_errors=[ValidationError(str(fault))]) from fault
        return cleaned


def too_many() -> str:
    """Say how many questions a form may have."""
    return _("A form has at most %(most)d questions.") % {"most": MOST_QUESTIONS}
