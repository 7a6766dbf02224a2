"""What stored posts carry, for rendering them anew and for showing those that wait."""

from collections.abc import Iterable, Sequence

from forums.models import HeldPost, Post, PostFile, PostMention
from forums.writing.parts import FileShown, Parts


def parts_of(posts: Sequence[Post]) -> dict[int, Parts]:
    """Return what each of ``posts`` names and shows, by its key. A query for each kind of thing."""
    keys = [post.pk for post in posts]
    names: dict[int, set[str]] = {key: set() for key in keys}
    for post, written in PostMention.objects.filter(post__in=keys, stands=True).values_list("post_id", "written"):
        names[post].add(written)
    files = _shown(PostFile.objects.filter(post__in=keys), "post_id")
    return {key: Parts(frozenset(names[key]), files.get(key, {})) for key in keys}


def parts_of_held(held: Sequence[HeldPost]) -> dict[int, Parts]:
    """Return what each of ``held`` shows, by its key; one that was published before also what that showed. Two."""
    waiting = _shown(PostFile.objects.filter(held__in=[one.pk for one in held]), "held_id")
    before = _shown(PostFile.objects.filter(post__in=[one.post_id for one in held if one.post_id]), "post_id")
    return {
        one.pk: Parts(files={**waiting.get(one.pk, {}), **(before.get(one.post_id, {}) if one.post_id else {})})
        for one in held
    }


def _shown(rows: Iterable[PostFile], by: str) -> dict[int, dict[str, FileShown]]:
    found: dict[int, dict[str, FileShown]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), {})[str(row.public_id)] = FileShown(row.width, row.height)
    return found
