"""What the lessons room registers with Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from lessons.viewsets import LessonCategoryViewSet, LessonListing

hooks.register("register_admin_viewset", lambda: LessonListing("lesson_pages"))
register_snippet(LessonCategoryViewSet)
