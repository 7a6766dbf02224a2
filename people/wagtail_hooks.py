"""Registers what the people room adds to the Wagtail admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from people.admin.api import scope_admin_api
from people.admin.bulk_actions import SCOPED_ACTIONS
from people.admin.links import ask_before_edit_links
from people.admin.media_chooser import open_chooser
from people.admin.pages import hide_server_reports, limit_page_chooser, refuse_copy_to_nowhere, refuse_move_outside
from people.admin.people_actions import PEOPLE_ACTIONS
from people.log_actions import register_log_actions
from people.paging.views import admin_urls as document_urls
from people.views.media import admin_urls as media_urls
from people.views.merging import admin_urls
from people.viewsets.chooser import PersonChooserViewSet
from people.viewsets.organizations import OrganizationViewSet
from people.viewsets.pages import ScopedPageViewSet

hooks.register("register_log_actions", register_log_actions)
hooks.register("register_admin_urls", lambda: [*admin_urls, *media_urls, *document_urls])
hooks.register("construct_page_chooser_queryset", limit_page_chooser)
hooks.register("construct_reports_menu", hide_server_reports)
hooks.register("before_move_page", refuse_move_outside)
# After the rooms that copy pages of theirs in their own way.
hooks.register("before_copy_page", refuse_copy_to_nowhere, order=100)
hooks.register("register_admin_viewset", lambda: PersonChooserViewSet("people_chooser", url_prefix="people/choose"))
hooks.register("register_admin_viewset", lambda: ScopedPageViewSet("people_pages"))
hooks.register("construct_admin_api", scope_admin_api, order=100)
register_snippet(OrganizationViewSet)
open_chooser()
ask_before_edit_links()

# After Wagtail's own: for one model and one kind of action the last one counts.
for action in [*SCOPED_ACTIONS, *PEOPLE_ACTIONS]:
    hooks.register("register_bulk_action", action, order=100)
