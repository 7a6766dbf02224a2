"""What the indexes of both databases do alike: tokens of our own, and one cheap write per batch."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.encoding import force_str
from modelsearch.index import BaseField
from modelsearch.utils import get_content_type_pk

from foundation.search.tokens import index_text

TYPICAL_TITLE_TOKENS = 12
"""A title of this many tokens weighs as much as the text; a shorter one more, a longer one less."""


class TokenIndexer(ABC):
    """Mixin for modelsearch's ``ObjectIndexer``: values become tokens, and each field is read once.

    (The stock indexers ask every field of a page three or four times, and a long page's text is costly.)
    """

    obj: Model

    def prepare_value(self, value: object) -> str:
        # Lists and dicts come back here with each of their items, so only a leaf is made into tokens.
        if isinstance(value, (list, dict)):
            return super().prepare_value(value)  # type: ignore[misc]
        return index_text(force_str(value))

    @cached_property
    def _prepared(self) -> dict[int, list[tuple[Any, ...]]]:
        return {}

    def prepare_field(self, obj: Model, field: BaseField) -> Iterator[tuple[Any, ...]]:
        if obj is not self.obj:
            yield from super().prepare_field(obj, field)  # type: ignore[misc]
            return
        if id(field) not in self._prepared:
            self._prepared[id(field)] = list(super().prepare_field(obj, field))  # type: ignore[misc]
        yield from self._prepared[id(field)]

    @abstractmethod
    def title_tokens(self) -> int:
        """Count the tokens of the title."""


class TokenIndex:
    """Mixin for modelsearch's database indexes: a batch is one upsert, whatever the size of the index.

    The stock indexes weigh a title by its length against the mean of all titles, and read the whole index at
    every save to know that mean. It is one factor for all pages, so a fixed one serves as well.
    """

    indexer_class: ClassVar[type[Any]]
    backend: Any
    entries: Any
    write_connection: Any

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        if not model.get_search_fields():  # type: ignore[attr-defined]
            return
        content_type_pk = get_content_type_pk(model)
        indexers = {indexer.id: indexer for indexer in (self.indexer_class(obj, self.backend) for obj in objs)}
        entries = [
            self.entries.model(
                content_type_id=content_type_pk,
                object_id=object_id,
                title=indexer.title,
                autocomplete=indexer.autocomplete,
                body=indexer.body,
                title_norm=TYPICAL_TITLE_TOKENS / (indexer.title_tokens() or TYPICAL_TITLE_TOKENS),
            )
            for object_id, indexer in indexers.items()
        ]
        self.entries.using(self.write_connection.alias).bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "autocomplete", "body", "title_norm"],
        )

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Do nothing: the weight of a title is written with it."""
