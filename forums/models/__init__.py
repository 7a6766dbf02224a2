"""Models of the forums room."""

from forums.models.forum import ForumPage, ForumPrompt, ForumVenue, StudyListItem
from forums.models.reading import ThreadRead
from forums.models.thread import Post, Thread

__all__ = ["ForumPage", "ForumPrompt", "ForumVenue", "Post", "StudyListItem", "Thread", "ThreadRead"]
