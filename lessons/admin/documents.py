"""A lesson from a Word document: upload, look, take or drop."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from foundation.word.faults import UnreadableDocument
from lessons.actions.document_import import begin_lesson, discard_document, upload_document
from lessons.admin.access import own_lists
from lessons.authoring.losses import say_fault, say_loss
from lessons.authoring.tables import shown_table
from lessons.models import DocumentImport, DocumentState, LessonIndexPage
from people.views.current import person_of
from schoolhouse.refusals import Refusal

EARLIER_SHOWN = 10


class DocumentForm(forms.Form):
    """The file, and the list that the lesson is to stand in. An empty file gets through to who says it better."""

    parent = forms.ChoiceField(label=gettext_lazy("Lesson list"))
    file = forms.FileField(
        label=gettext_lazy("Word document"),
        help_text=gettext_lazy("A .docx of at most 30 MB. WPS: save as “Word document (.docx)”."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, lists: list[LessonIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists = {str(one.pk): one for one in lists}
        self.fields["parent"].choices = [(key, _place(one)) for key, one in self.lists.items()]  # type: ignore[attr-defined]

    def clean_parent(self) -> LessonIndexPage:
        """Return the list."""
        return self.lists[self.cleaned_data["parent"]]


def _place(parent: Any) -> str:
    return f"{parent.title} · {parent.owner_shown} · {parent.locale}"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a document; below it, those of before."""
    lists = own_lists(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*sent, lists=lists, initial={"parent": request.GET.get("list", "")})
    if request.method == "POST" and form.is_valid():
        try:
            kept = upload_document(
                file=form.cleaned_data["file"], parent=form.cleaned_data["parent"], by=person_of(request)
            )
            return redirect("lessons_document", kept.public_id)
        except UnreadableDocument as refused:
            form.add_error("file", str(refused))
        except Refusal as refusal:
            form.add_error("parent", str(refusal))
    earlier = _uploads(request).defer("blocks")[:EARLIER_SHOWN]
    context = {"form": form, "earlier": earlier}
    return render(request, "lessons/admin/document_upload.html", context, status=422 if form.errors else 200)


@require_GET
def preview(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    """Show what was understood of a document and what not; of one that was taken, what became of it."""
    kept = get_object_or_404(_uploads(request).select_related("lesson", "parent"), public_id=document)
    said = [say_loss(code, detail) for code, detail in kept.losses]
    context = {
        "upload": kept,
        "is_read": kept.state == DocumentState.READ,
        "losses": [one for one in said if one],
        "blocks": [_shown(block, kept.pictures) for block in kept.blocks],
        "fault": say_fault(kept.fault),
    }
    return render(request, "lessons/admin/document_preview.html", context)


@require_POST
def make(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    """Make a draft of it."""
    kept = get_object_or_404(_uploads(request), public_id=document)
    title = request.POST.get("title", "").replace("\x00", "")
    try:
        made = begin_lesson(upload=kept, title=title, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("lessons_document", document)
    if made.lesson_id is None:
        return redirect("lessons_document", document)
    messages.success(
        request, _("“%(title)s” is a draft now. Look it through before you publish it.") % {"title": made.title}
    )
    return redirect("wagtailadmin_pages:edit", made.lesson_id)


@require_POST
def discard(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    """Drop it."""
    kept = get_object_or_404(_uploads(request), public_id=document)
    try:
        discard_document(upload=kept, by=person_of(request))
        messages.success(request, _("The document was discarded; nothing was made."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("lessons_documents")


def _uploads(request: HttpRequest) -> QuerySet[DocumentImport]:
    return DocumentImport.objects.filter(uploaded_by=person_of(request))


def _shown(block: dict[str, Any], pictures: dict[str, Any]) -> dict[str, Any]:
    kind, value = block["type"], block["value"]
    if kind == "image":
        facts = pictures[value["image"]]
        return {"kind": kind, **{name: facts[name] for name in ("width", "height", "alt_text")}}
    if kind == "table":
        return {"kind": kind, "value": shown_table(value)}
    # Our own converter wrote it, from escaped text.
    return {"kind": kind, "value": mark_safe(value) if kind == "text" else value}
