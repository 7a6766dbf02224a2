"""One's own notes as pages: on one lesson, on all of them, to change, to delete, to take along."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lessons.actions import notes as actions
from lessons.forms.notes import NoteForm
from lessons.models import LessonNote, LessonPage, NoteKind
from lessons.notes.anchors import Anchor
from lessons.notes.documents import MOST_NOTES, markdown, pdf
from lessons.queries.notes import NoteFilter, notes_of, notes_on, with_lessons
from lessons.views.access import readable_lesson
from people.models import User
from people.views.current import oneself
from schoolhouse.refusals import Refusal

NOTES_PER_PAGE = 30
KINDS = {"md": "text/markdown; charset=utf-8", "pdf": "application/pdf"}


@require_GET
@login_required
@never_cache
def my_notes(request: HttpRequest) -> HttpResponse:
    """List one's own notes on all lessons, by words and lesson; ``?deleted=1`` shows what can be taken back."""
    user, wanted = oneself(request), NoteFilter.from_query(request.GET)
    page = Paginator(notes_of(user, wanted), NOTES_PER_PAGE).get_page(request.GET.get("page"))
    rows = with_lessons(list(page.object_list), user)
    taken_back = _own(user, request.GET.get("undo", ""))
    context = {
        "page_obj": page,
        "rows": rows,
        "wanted": wanted,
        "lesson_title": rows[0].title if wanted.lesson and rows else "",
        "taken_back": taken_back if taken_back and taken_back.deleted_at else None,
        "query": urlencode({"q": wanted.words, "lesson": wanted.lesson}),
    }
    return render(request, "lessons/notes/mine.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def lesson_notes(request: HttpRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """Show one's notes on a lesson with a plain form for another, for those who read without scripts."""
    lesson, user = readable_lesson(request, translation_key, language), oneself(request)
    form, status = NoteForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid() and (written := _write(form, lesson, user)):
            if written.deleted_at:
                messages.warning(request, _("You have deleted this note meanwhile. You can take it back."))
                return redirect(f"{reverse('lessons:my_notes')}?undo={written.public_id}")
            messages.success(request, _("Noted."))
            return redirect("lessons:notes", translation_key, language)
        status = 400
    context = {
        "lesson": lesson,
        "lesson_url": lesson.get_url(request),
        "language": language,
        "form": form,
        "rows": with_lessons(list(notes_on(user, translation_key)), user),
    }
    return render(request, "lessons/notes/lesson.html", context, status=status)


def _write(form: NoteForm, lesson: LessonPage, user: User) -> LessonNote | None:
    key, body = form.cleaned_data["client_key"], form.cleaned_data["body"]
    try:
        note = actions.write_note(lesson=lesson, body=body, client_key=key, anchor=Anchor(), by=user)
        # A form that was taken up again after it was sent: what was added goes into the same note.
        return actions.change_note(note=note, body=body, version=1, by=user)
    except Refusal as refusal:
        form.add_error("body", str(refusal))
        return None


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def note(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a note. What was written elsewhere meanwhile is shown beside one's own words, never overwritten."""
    user = oneself(request)
    found = get_object_or_404(LessonNote, public_id=public_id, author=user)
    if found.deleted_at and request.method == "GET":
        raise Http404
    start = {"body": found.body, "version": found.version, "client_key": found.client_key}
    needs_words = found.kind != NoteKind.PASSAGE
    form, status, theirs = NoteForm(request.POST or None, initial=start, needs_words=needs_words), 200, None
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                data = form.cleaned_data
                actions.change_note(note=found, body=data["body"], version=data["version"], by=user)
            except actions.NoteConflict as conflict:
                theirs, status = conflict.note, conflict.status
                form = NoteForm(initial={**start, "body": data["body"], "version": theirs.version})
            except Refusal as refusal:
                form.add_error("body", str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("lessons:my_notes")
    row = with_lessons([found], user)[0]
    return render(request, "lessons/notes/note.html", {"form": form, "row": row, "theirs": theirs}, status=status)


@require_POST
@login_required
def delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Delete a note and offer to take that back."""
    user = oneself(request)
    actions.delete_note(note=get_object_or_404(LessonNote, public_id=public_id, author=user), by=user)
    return redirect(f"{reverse('lessons:my_notes')}?undo={public_id}")


@require_POST
@login_required
def restore(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a deleted note back."""
    user = oneself(request)
    actions.restore_note(note=get_object_or_404(LessonNote, public_id=public_id, author=user), by=user)
    messages.success(request, _("The note is back."))
    return redirect("lessons:my_notes")


@require_GET
@login_required
@never_cache
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Offer one's own notes for saving, as Markdown or to print; words and a lesson narrow them."""
    user, wanted = oneself(request), NoteFilter.from_query(request.GET)
    if kind not in KINDS:
        raise Http404
    rows = with_lessons(list(notes_of(user, wanted)[:MOST_NOTES]), user)
    title = rows[0].title if wanted.lesson and rows else _("My notes")
    text = markdown(rows, title=title) if kind == "md" else pdf(rows, title=title, language=get_language() or "")
    name = _("My notes") if title == _("My notes") else _("Notes on %(lesson)s") % {"lesson": title}
    disposition = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    return HttpResponse(text, content_type=KINDS[kind], headers={"Content-Disposition": disposition})


def _own(user: User, public_id: str) -> LessonNote | None:
    try:
        return LessonNote.objects.filter(author=user, public_id=uuid.UUID(public_id)).first()
    except ValueError:
        return None
