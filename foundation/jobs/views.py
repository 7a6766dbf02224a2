"""The administrators' report of background jobs."""

import uuid
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log

from foundation.jobs import queue, registry
from foundation.jobs.health import health
from foundation.jobs.models import Job, JobState

ACTIONS = {"retry": queue.retry, "discard": queue.discard}


class JobFilterSet(WagtailFilterSet):
    """Narrows the report."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=JobState.choices)
    name = django_filters.CharFilter(label=_("Name contains"), lookup_expr="icontains")

    class Meta:
        model = Job
        fields = ["state", "name"]


class CellColumn(Column):
    """A column with a template of its own, which may hold a form."""

    def __init__(self, name: str, template: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = template

    def get_cell_context_data(self, instance: Job, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add what the form and the row's notes need."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["csrf_token"] = get_token(context["request"])
        context["is_known"] = instance.name in registry.jobs
        return context


class JobsReportView(ReportView):
    """All background jobs, newest first. For superusers: errors may quote anybody's data."""

    page_title = _("Background jobs")
    header_icon = "cogs"
    model = Job
    filterset_class = JobFilterSet
    results_template_name = "jobs/report_results.html"
    index_url_name = "jobs_report"
    index_results_url_name = "jobs_report_results"
    default_ordering = "-created_at"
    columns = [
        CellColumn("title", "jobs/title_cell.html", label=_("Job"), classname="title"),
        CellColumn("state", "jobs/state_cell.html", label=_("State"), sort_key="state"),
        NumberColumn("attempts", label=_("Attempts"), sort_key="attempts"),
        DateColumn("created_at", label=_("Enqueued"), sort_key="created_at"),
        DateColumn("run_after", label=_("Not before"), sort_key="run_after"),
        CellColumn("actions", "jobs/actions_cell.html", label=_("Actions")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to anybody but superusers."""
        _superuser_or_404(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Job]:
        """Return every job."""
        return Job.objects.all()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add whether anybody is at work."""
        return super().get_context_data(*args, health=health(), no_results_message=_("No jobs."), **kwargs)


@require_POST
def act(request: HttpRequest, job_id: uuid.UUID, action: str) -> HttpResponse:
    """Retry or discard one job, and note who did."""
    _superuser_or_404(request)
    job = get_object_or_404(Job, pk=job_id)
    if ACTIONS[action](job_id):
        log(instance=job, action=f"jobs.{action}", user=request.user)
        said = {"retry": gettext("%(job)s will be tried again."), "discard": gettext("%(job)s was discarded.")}
        messages.success(request, said[action] % {"job": job.title})
    else:
        messages.error(request, gettext("%(job)s has moved on meanwhile; nothing was changed.") % {"job": job.title})
    return redirect(reverse("jobs_report") + (f"?{request.GET.urlencode()}" if request.GET else ""))


def _superuser_or_404(request: HttpRequest) -> None:
    if not getattr(request.user, "is_superuser", False):
        raise Http404
