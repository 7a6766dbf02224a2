"""Who may fetch a file of a post."""

from forums.models import HeldState, PostFile
from forums.permissions import standing_of
from forums.queries.thread import must_answer_first
from people.models import User

FILE_WITH = ("post__thread__forum", "post__thread__prompt", "held__forum", "forum")
"""What ``may_fetch`` looks at."""


def may_fetch(user: User, file: PostFile) -> bool:
    """Say whether ``user`` may have ``file``: who sees its post, or may look at it while it waits for a moderator.

    Before it was sent it is its owner's alone.
    """
    if file.post is None:
        forum = file.held.forum if file.held is not None else file.forum
        standing = standing_of(user, forum)
        if file.uploaded_by_id == user.pk:
            return standing.reads
        return file.held is not None and standing.moderates
    post = file.post
    standing = standing_of(user, post.thread.forum)
    if not standing.reads or must_answer_first(post.thread, user, standing):
        return False
    if not post.is_hidden or standing.moderates:
        return True
    # It went back to its author, who reads on.
    waiting = (HeldState.HELD, HeldState.RETURNED)
    return post.author_id == user.pk and post.held_posts.filter(state__in=waiting).exists()
