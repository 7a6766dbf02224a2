"""What the lessons room registers with Wagtail."""

from wagtail.snippets.models import register_snippet

from lessons.viewsets import LessonCategoryViewSet

register_snippet(LessonCategoryViewSet)
