"""What the front door registers with Wagtail."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from home.access import may_open
from home.admin.autosave import waiting_script
from home.admin.menu import hide_server_reports, keep_help_inside
from home.admin.words import mending_script, mending_style


@hooks.register("before_serve_page", order=-50)
def check_the_reader(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Serve a page to its audience: strangers are sent to sign in, for others it does not exist."""
    if may_open(request.user, page):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404


hooks.register("construct_help_menu", keep_help_inside)
hooks.register("construct_reports_menu", hide_server_reports)
hooks.register("insert_global_admin_js", mending_script)
hooks.register("insert_global_admin_css", mending_style)
hooks.register("insert_editor_js", waiting_script)
