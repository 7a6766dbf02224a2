"""Which pages may stand below a home page.

No page type points up, so the lower rooms cannot name ``HomePage`` as a parent; left alone, their index pages could be
made under the root or under a class.
"""

from classes.models import TrainingClassIndexPage
from forums.models import ForumPage
from lessons.models import LessonIndexPage


def settle_parents() -> None:
    """Let index pages and salons stand directly below a home page."""
    LessonIndexPage.parent_page_types = ["home.HomePage"]
    TrainingClassIndexPage.parent_page_types = ["home.HomePage"]
    ForumPage.parent_page_types = ["home.HomePage", "classes.TrainingClassPage"]
