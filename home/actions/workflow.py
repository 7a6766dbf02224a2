"""The way from a draft to publication."""

from django.db import transaction
from django.utils.translation import gettext
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
        task, _made = OrganizationApprovalTask.objects.get_or_create(name=gettext("Approval by an editor"))
        workflow, made = Workflow.objects.get_or_create(name=gettext("Editing"))
        if made:
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=home.pk))
    return workflow
