"""Finding what a text names, before it is rendered, and keeping it with the post."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forums.actions.parts.files import bind_files, files_for
from forums.actions.parts.mentions import Named, keep_mentions, people_in
from forums.models import ForumPage, HeldPost, Post, PostFile
from forums.writing.parts import FileShown, Parts, files_named_in
from forums.writing.rendering import render_post
from people.models import User
from schoolhouse.refusals import Refusal


@dataclass(frozen=True)
class Gathered:
    """What a text names, and the text as it shows it."""

    html: str
    named: list[Named] = field(default_factory=list)
    files: list[PostFile] = field(default_factory=list)


def gather(body: str, forum: ForumPage, *, by: User, post: Post | None = None, is_anonymous: bool = False) -> Gathered:
    """Render ``body`` with the people that it names and the pictures and files that it may show.

    ``post`` is the one that already says something else. No query where ``body`` names nothing. Raises ``Refusal``
    where it shows too many files, or in an anonymous post one that may say whose it is.
    """
    author = post.author if post is not None else by
    named = people_in(body, forum, by=author)
    ids = files_named_in(body)
    files = files_for(ids, forum, by=by, post=post) if ids else []
    if (post.is_anonymous if post is not None else is_anonymous) and not all(one.is_image for one in files):
        said = _("A file often says inside who made it: a post without your name takes pictures alone.")
        raise Refusal(said, code="named", status=400)
    shown = {str(one.public_id): FileShown(one.width, one.height) for one in files}
    parts = Parts(frozenset(one.written for one in named), shown)
    return Gathered(render_post(body, parts), named, files)


def keep_parts(post: Post, forum: ForumPage, gathered: Gathered) -> None:
    """Keep with ``post`` what its text names; to be called in the transaction that writes it."""
    if gathered.named or post.version > 1:
        keep_mentions(post, forum, gathered.named)
    bind_files(gathered.files, post=post)


def keep_parts_held(held: HeldPost, gathered: Gathered) -> None:
    """Keep with a post that waits for a moderator the files that it shows."""
    bind_files(gathered.files, held=held)
