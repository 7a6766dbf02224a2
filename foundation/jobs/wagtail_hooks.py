"""The report of background jobs in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from foundation.jobs.views import JobsReportView, act


class JobsMenuItem(MenuItem):
    """Shown to superusers alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether this person sees the entry."""
        return bool(getattr(request.user, "is_superuser", False))


@hooks.register("register_admin_urls")
def register_jobs_urls() -> list[URLPattern]:
    """Give the report its addresses."""
    return [
        path("reports/jobs/", JobsReportView.as_view(), name="jobs_report"),
        path("reports/jobs/results/", JobsReportView.as_view(results_only=True), name="jobs_report_results"),
        path("reports/jobs/<uuid:job_id>/retry/", act, {"action": "retry"}, name="jobs_retry"),
        path("reports/jobs/<uuid:job_id>/discard/", act, {"action": "discard"}, name="jobs_discard"),
    ]


@hooks.register("register_reports_menu_item")
def register_jobs_menu_item() -> MenuItem:
    """Put the report into the menu of reports."""
    return JobsMenuItem(_("Background jobs"), reverse("jobs_report"), name="jobs", icon_name="cogs", order=1500)


@hooks.register("register_log_actions")
def register_jobs_log_actions(actions: LogActionRegistry) -> None:
    """Name what administrators do to jobs, for the site's history."""
    actions.register_action("jobs.retry", _("Retry a background job"), _("Background job tried again"))
    actions.register_action("jobs.discard", _("Discard a background job"), _("Background job discarded"))
