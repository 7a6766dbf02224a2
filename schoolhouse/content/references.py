"""What unknown content points at: only its plugin can read that, so what was known of it is kept.

Wagtail's reference index says where an image or a document is used. When a page is saved whose plugin is gone, the rows
about the blocks that it keeps would go, and the image would seem to be unused. So an unknown block answers with
``Kept``, and the field replaces that by what the index has known below the block's path. Ids of blocks are the same in
a copy of a page, so that a copy finds them as well.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ReferenceIndex

from schoolhouse.content.unknown import Kept

Reference = tuple[Any, str, str, str]
"""The model pointed at, the id, the path of blocks' names, the path of blocks' ids."""


Row = tuple[str, str, int, str]
"""Of the index: the path of ids, the path of names, the content type pointed at, the id."""

_rebuilding: dict[str, list[Row]] = {}
"""While the index is made anew, its earlier rows by the outermost block that they are about."""


def resolved(field: str, found: Iterable[Reference]) -> Iterator[Reference]:
    """Give ``found`` with what stands for ``Kept``, for the field of that name; at most one query."""
    paths = []
    for reference in found:
        if reference[0] is Kept:
            paths.append(f"{field}.{reference[3]}")
        else:
            yield reference
    if paths:
        for content_path, model_path, content_type, object_id in _known_below(paths):
            model = ContentType.objects.get_for_id(content_type).model_class()
            if model is not None:
                yield model, object_id, model_path.removeprefix(f"{field}."), content_path.removeprefix(f"{field}.")


def _outermost(path: str) -> str:
    """Return the beginning of a path of ids that names the field and a block of its stream."""
    return ".".join(path.split(".", 2)[:2])


def _known_below(paths: list[str]) -> Iterable[Row]:
    if _rebuilding:
        near = chain.from_iterable(_rebuilding.get(place, ()) for place in {_outermost(path) for path in paths})
        return [row for row in near if any(f"{row[0]}.".startswith(f"{path}.") for path in paths)]
    wanted = Q(pk__in=())
    for path in paths:
        wanted |= Q(content_path=path) | Q(content_path__startswith=f"{path}.")
    rows = ReferenceIndex.objects.filter(wanted)
    return rows.values_list("content_path", "model_path", "to_content_type", "to_object_id").distinct()


@contextmanager
def remembered() -> Iterator[None]:
    """Remember the present rows about content while the whole index is made anew."""
    rows = ReferenceIndex.objects.filter(content_path__contains=".")
    for row in rows.values_list("content_path", "model_path", "to_content_type", "to_object_id"):
        _rebuilding.setdefault(_outermost(row[0]), []).append(row)
    try:
        yield
    finally:
        _rebuilding.clear()
