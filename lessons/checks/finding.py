"""The quick checks of a lesson, and the blocks that know how to ask and judge them."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

from django.utils.translation import gettext as _

from foundation.fragments import kept_value
from lessons.checks.base import Check, CheckBlock
from lessons.models import LessonPage
from people.published import published_version
from schoolhouse.activation import is_active
from schoolhouse.extension_points import content_blocks
from schoolhouse.faults import shielded
from schoolhouse.refusals import Refusal


def checks_in(lesson: LessonPage) -> tuple[Check, ...]:
    """Return the checks of a published lesson; read once for each version of what is published."""
    name = ("lessons.checks", lesson.pk, published_version())
    return kept_value(name, lambda: read_checks(lesson))  # type: ignore[no-any-return]


def read_checks(lesson: LessonPage) -> tuple[Check, ...]:
    """Return the checks of a lesson as it stands, published or not, without those of plugins that are off there."""
    return tuple(check for check in checks_of(lesson.body) if _is_on(check.kind, lesson))


def checks_of(body: Any) -> list[Check]:
    """Return the checks of a lesson's body, in order; one whose plugin cannot read it is left out."""
    found: dict[str, Check] = {}
    for number, child in enumerate(body):
        if isinstance(child.block, CheckBlock):
            with _guard(child.block_type):
                check = child.block.check_of(child.value, str(child.id or f"new-{number}"))
                found.setdefault(check.block, check)
                check.version  # noqa: B018  # computed once, and kept with it
    return list(found.values())


def check_in(lesson: LessonPage, block: str) -> Check | None:
    """Return the check in the block with this id, if the published lesson has it."""
    return next((check for check in checks_in(lesson) if check.block == block), None)


def checks_asked(lesson: LessonPage, *, is_draft: bool = False) -> frozenset[str]:
    """Return the blocks of those checks that the lesson's rule asks for; none if it asks for none."""
    if not lesson.needs_checks:
        return frozenset()
    return frozenset(check.block for check in (read_checks(lesson) if is_draft else checks_in(lesson)))


def versions_in(key: uuid.UUID) -> Mapping[tuple[str, str], str]:
    """Return the version of each check as it is published now, by language and block: what is asked at present."""

    def read() -> dict[tuple[str, str], str]:
        pages = LessonPage.objects.live().filter(translation_key=key).select_related("locale")
        return {(page.locale.language_code, one.block): one.version for page in pages for one in read_checks(page)}

    return kept_value(("lessons.checks.versions", key, published_version()), read)  # type: ignore[no-any-return]


def kind_of(kind: str) -> CheckBlock | None:
    """Return the block that knows questions of a ``kind``; ``None`` where its plugin is gone."""
    block = LessonPage._meta.get_field("body").stream_block.child_blocks.get(kind)  # type: ignore[union-attr]
    return block if isinstance(block, CheckBlock) else None


@contextmanager
def asking(kind: str) -> Iterator[CheckBlock]:
    """Give the block that knows a ``kind`` of question.

    Raises ``Refusal`` where its plugin is gone, or fails: that is logged under the plugin's name.
    """
    block = kind_of(kind)
    if block is not None:
        with _guard(kind, answers=(Refusal,)):
            yield block
            return
    raise Refusal(_("This question cannot be answered at the moment."), code="unavailable")


def _guard(kind: str, answers: tuple[type[Exception], ...] = ()) -> Any:
    owner = _plugin(kind)
    return shielded(owner, f"content_blocks: {kind}", answers=answers) if owner else nullcontext()


def _plugin(kind: str) -> str | None:
    """Return which plugin brings a kind; blocks of plugins are stored as ``plugin__block``."""
    if "__" not in kind:
        return None
    extension = content_blocks.extension(kind.replace("__", ".", 1))
    return extension.plugin if extension else None


def _is_on(kind: str, lesson: LessonPage) -> bool:
    plugin = _plugin(kind)
    return plugin is None or is_active(plugin, lesson)
