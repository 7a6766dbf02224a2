"""The way from a draft to publication."""

from django.db import transaction
from django.utils.translation import gettext, pgettext
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from home.models import HomePage
from people.models import OrganizationApprovalTask


def ensure_workflow(*, home: HomePage) -> Workflow:
    """Have every page below ``home`` go through an editor or administrator of the organization that owns it.

    A home page that already has a workflow keeps it.
    """
    kept = WorkflowPage.objects.filter(page_id=home.pk).select_related("workflow").first()
    if kept:
        return kept.workflow
    with transaction.atomic():
        _retire_stock_workflow()
        task, _made = OrganizationApprovalTask.objects.get_or_create(name=gettext("Approval by an editor"))
        workflow, made = Workflow.objects.get_or_create(name=pgettext("workflow", "Editing"))
        if made:
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=home.pk))
    return workflow


def _retire_stock_workflow() -> None:
    """Switch off the workflow that Wagtail ships on the root: it asks a group in which nobody is."""
    for workflow in Workflow.objects.filter(workflow_pages__page__depth=1, active=True):
        if not any(isinstance(task.specific, OrganizationApprovalTask) for task in workflow.tasks):
            tasks = list(workflow.tasks)
            workflow.deactivate()
            for task in tasks:
                task.deactivate()
