"""What the lessons room registers with Wagtail."""

from wagtail import hooks
from wagtail.contrib.settings.models import register_setting
from wagtail.snippets.models import register_snippet

from lessons.admin.buttons import header_buttons
from lessons.admin.editor import LessonPageViewSet
from lessons.admin.quality import menu_item, refuse_bulk_remarks
from lessons.admin.report import report_menu_item, report_urls
from lessons.admin.urls import admin_urls
from lessons.authoring.rights import refuse_bulk_to_helpers, refuse_to_helpers
from lessons.log_actions import register_log_actions
from lessons.models import LessonSettings, QualitySettings
from lessons.viewsets import LessonCategoryViewSet, LessonListing, LessonSeriesViewSet, answers_button

hooks.register("register_log_actions", register_log_actions)
hooks.register("register_page_header_buttons", answers_button)
hooks.register("register_admin_urls", lambda: admin_urls)
hooks.register("register_admin_viewset", lambda: LessonListing("lesson_pages"))
hooks.register("register_admin_viewset", lambda: LessonPageViewSet("lesson_page"))
hooks.register("register_page_header_buttons", header_buttons)
hooks.register("register_reports_menu_item", menu_item)
hooks.register("before_delete_page", refuse_to_helpers)
hooks.register("before_move_page", refuse_to_helpers)
hooks.register("before_bulk_action", refuse_bulk_to_helpers)
hooks.register("before_bulk_action", refuse_bulk_remarks)
register_snippet(LessonCategoryViewSet)
register_snippet(LessonSeriesViewSet)
register_setting(LessonSettings, icon="openquote")
register_setting(QualitySettings, icon="check")
hooks.register("register_admin_urls", report_urls)
hooks.register("register_reports_menu_item", report_menu_item)
