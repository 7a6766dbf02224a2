"""The trees of a reader: organizations whose feedback he or she reads, and the course system."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from evaluations.permissions.feedback import READING_ROLES
from evaluations.results.trees import Node, Tree
from foundation.trees import paths_to
from lessons.models import LessonCategory
from people.models import OrganizationPage, User
from people.scope import scope_of


@dataclass(frozen=True)
class Places:
    """Organizations that have a place in the page tree, and whose each page is.

    ``paths`` are the pages that are places of them; ``everything`` says that the reader reads what is nobody's, too.
    """

    tree: Tree
    owners: dict[str, str]
    paths: list[str]
    everything: bool

    def owner_of(self, path: str) -> str | None:
        """Return the key of the organization that owns the page at ``path``; ``None`` where the reader may not read
        it, empty where it is nobody's and the reader may."""
        for place in reversed(paths_to(path)):
            if place in self.owners:
                owner = self.owners[place]
                return owner if owner in self.tree.nodes else None
        return "" if self.everything else None


def places_of(user: User) -> Places:
    """Return the organizations whose feedback ``user`` reads. One query."""
    scope = scope_of(user)
    fields = ("page__path", "organization__path", "organization__public_id", "organization__name")
    rows = list(OrganizationPage.objects.order_by("organization__path", "page__path").values_list(*fields))
    read = [row for row in rows if scope.may_at(READING_ROLES, row[1])]
    by_path = {path: str(key) for _page, path, key, _name in read}
    nodes = (Node(str(key), name, _above(path, by_path)) for _page, path, key, name in read)
    owners = {page: str(key) for page, _path, key, _name in rows}
    return Places(Tree(nodes), owners, [row[0] for row in read], scope.everything)


def _above(path: str, by_path: dict[str, str]) -> str | None:
    return next((by_path[one] for one in reversed(paths_to(path)[:-1]) if one in by_path), None)


@dataclass(frozen=True)
class Categories:
    """The course system, one node for a category in all its languages; ``keys`` finds it by a category's number."""

    tree: Tree
    keys: dict[int, str]


def categories() -> Categories:
    """Return the course system, named in the language that is active where it is written in it. One query."""
    fields = ("pk", "translation_key", "name", "parent__translation_key", "locale__language_code")
    rows = list(LessonCategory.objects.order_by("sort_order", "name", "pk").values_list(*fields))
    own = get_language() or ""
    return Categories(
        Tree(_named(row[1:] for row in sorted(rows, key=lambda row: row[4] == own))),
        {pk: str(key) for pk, key, *_rest in rows},
    )


def _named(rows: Iterable[tuple[object, str, object, str]]) -> list[Node]:
    """Return one node for each key, the last name that is given, in the order of the last."""
    nodes: dict[str, Node] = {}
    for key, name, above, _language in rows:
        nodes.pop(str(key), None)
        nodes[str(key)] = Node(str(key), name, str(above) if above else None)
    return list(nodes.values())
