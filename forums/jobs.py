"""What the forums room does by itself."""

from datetime import timedelta

from django.utils import timezone

from forums.actions.parts.files import clear_unsent_files
from forums.actions.rendering import render_anew
from foundation.jobs.registry import job, schedule


@schedule("forums.render_anew", every=timedelta(hours=6))
@job("forums.render_anew", time_limit=timedelta(hours=1))
def render_posts_anew() -> None:
    """Render posts that an older version of the software rendered; after an upgrade, most likely."""
    render_anew()


@schedule("forums.clear_unsent_files", at="03:20")
@job("forums.clear_unsent_files", time_limit=timedelta(minutes=10))
def clear_unsent() -> None:
    """Delete pictures and files that were uploaded for posts which nobody sent."""
    clear_unsent_files(now=timezone.now())
