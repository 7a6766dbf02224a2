"""Taking questions from a file: upload, look, take all or nothing, undo."""

from io import BytesIO
from typing import IO, Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.files.keys import content_digest
from foundation.sheets.imports import OPEN_STATES, ImportState
from people.models import User
from plugins.theory_tests.content import content_from, fingerprint_of, problems_of
from plugins.theory_tests.formats import READERS
from plugins.theory_tests.formats.content import Category, Kind, Question
from plugins.theory_tests.formats.decoding import MOST_BYTES
from plugins.theory_tests.formats.faults import Fault, Reading
from plugins.theory_tests.formats.school.sheet import read_question_sheet
from plugins.theory_tests.formats.school.word import read_word
from plugins.theory_tests.models import BankAnswer, BankQuestion, QuestionCategory, QuestionImport, QuestionVersion
from plugins.theory_tests.models.bank import LONGEST_PATH
from plugins.theory_tests.models.question_import import FileKind
from plugins.theory_tests.permissions import may_edit
from plugins.theory_tests.queries.bank import known_fingerprints
from schoolhouse.refusals import Refusal

_BATCH = 500
_LIMITS = {"title": 150, "id_number": 100, "tags": 250}
_PLACES = frozenset({"", "top", "$course$", "$module$", "$category$", "$system$"})


@transaction.atomic
def upload_questions(*, file: IO[bytes] | Any, file_kind: str, below: QuestionCategory, by: User) -> QuestionImport:
    """Read ``file`` and keep what it holds for a preview; the same file while it is open gives the same import.

    Raises ``Refusal`` for somebody who edits nothing there. What cannot be read stands in the import's faults.
    """
    _check(by, below)
    digest = content_digest(file)
    kept = QuestionImport.objects.filter(
        uploaded_by=by, digest=digest, below=below, file_kind=file_kind, state__in=OPEN_STATES
    ).first()
    if kept:
        return kept
    reading = _read(file, file_kind)
    rows, faults = _rows(reading)
    return QuestionImport.objects.create(
        uploaded_by=by,
        file_name=str(getattr(file, "name", "") or "")[-200:],
        digest=digest,
        below=below,
        file_kind=file_kind,
        rows=rows,
        faults=[[fault.line, fault.column, fault.message, fault.is_loss] for fault in faults],
        state=ImportState.PREVIEWED,
    )


def _read(file: IO[bytes] | Any, file_kind: str) -> Reading:
    file.seek(0)
    if file_kind == FileKind.SHEET:
        return read_question_sheet(file)
    if file_kind == FileKind.WORD:
        return read_word(file)
    return READERS[file_kind](BytesIO(file.read(MOST_BYTES + 1)).getvalue())


def _rows(reading: Reading) -> tuple[list[dict[str, Any]], list[Fault]]:
    rows, faults, path = [], list(reading.faults), ""
    for item in reading.items:
        if isinstance(item, Category):
            path = "/".join(part for part in map(str.strip, item.path.split("/")) if part not in _PLACES)
            if len(path) > LONGEST_PATH // 2 or any(len(part) > 100 for part in path.split("/")):
                faults.append(Fault(item.line, item.column, _("The name of this category is too long.")))
        elif item.kind == Kind.DESCRIPTION:
            faults.append(Fault(item.line, item.column, _("A text without a question is not kept."), is_loss=True))
        else:
            row, found = _row(item, path)
            rows.append(row)
            faults += found
    return rows, sorted(faults, key=lambda fault: (fault.line, fault.column))


def _row(question: Question, path: str) -> tuple[dict[str, Any], list[Fault]]:
    content = content_from(question)
    row: dict[str, Any] = {
        "path": path,
        "line": question.line,
        "column": question.column,
        "title": " ".join((question.title or "").split()),
        "id_number": question.id or "",
        "tags": ", ".join(filter(None, map(str.strip, question.tags))),
        "difficulty": question.difficulty or 2,
        "content": content,
    }
    messages = problems_of(content)
    messages += [
        _("“%(text)s” is too long.") % {"text": row[name][:40]}
        for name, most in _LIMITS.items()
        if len(row[name]) > most
    ]
    longest = max([len(content["text"]), *(len(answer["text"]) * 4 for answer in content["answers"])])
    if longest > 20_000 or any(len(answer["match"]) > 500 for answer in content["answers"]):
        messages.append(_("A text of this question is too long."))
    faults = [Fault(question.line, question.column, message) for message in messages]
    files = [one.name for text in _with_files(question) for one in text.files]
    faults += [
        Fault(question.line, question.column, _("The file “%(name)s” is not kept.") % {"name": name[:60]}, is_loss=True)
        for name in files
    ]
    return row, faults


def _with_files(question: Question) -> list[Any]:
    texts = [question.stem, question.general_feedback, question.right, question.wrong]
    texts += [text for choice in question.choices for text in (choice.text, choice.feedback)]
    texts += [pair.left for pair in question.pairs]
    return [text for text in texts if text is not None]


@transaction.atomic
def discard_questions(*, upload: QuestionImport, by: User) -> None:
    """Drop an upload without taking it. Raises ``Refusal`` when that is too late."""
    upload = _locked(upload, by)
    if not upload.may_become(ImportState.DISCARDED):
        raise _closed()
    upload.close(ImportState.DISCARDED)
    upload.save()


@transaction.atomic
def apply_questions(*, upload: QuestionImport, by: User) -> QuestionImport:
    """Put every question of the file into the bank, or none; those that are there already stay as they are.

    Raises ``Refusal`` while something must be mended, or when the file was taken or discarded meanwhile.
    """
    upload = _locked(upload, by)
    if not upload.may_become(ImportState.APPLIED):
        raise _closed()
    below = upload.below
    if below is None:
        raise Refusal(_("The category is gone. Upload the file again."), code="category_gone")
    _check(by, below)
    if not upload.rows or any(not fault[3] for fault in upload.faults):
        raise Refusal(_("The file cannot be taken yet: something in it must be mended first."), code="file_faulty")
    made, categories = _make(upload.rows, below, by)
    upload.result = {"questions": made, "categories": categories, "known": len(upload.rows) - len(made)}
    upload.applied_at = timezone.now()
    upload.close(ImportState.APPLIED)
    upload.save()
    return upload


def _make(rows: list[dict[str, Any]], below: QuestionCategory, by: User) -> tuple[list[int], list[int]]:
    prints = [fingerprint_of(row["content"]) for row in rows]
    known = known_fingerprints(below, prints)
    places: dict[str, QuestionCategory] = {"": below}
    made_categories: list[int] = []
    new: list[tuple[BankQuestion, dict[str, Any], str]] = []
    for row, fingerprint in zip(rows, prints, strict=True):
        if fingerprint in known:
            continue
        known.add(fingerprint)
        category = _place(row["path"], places, made_categories)
        new.append((_question(row, category), row["content"], fingerprint))
    questions = BankQuestion.objects.bulk_create([question for question, _content, _print in new], batch_size=_BATCH)
    answers = [
        BankAnswer(question_id=question.pk, sort_order=at, **answer)
        for question, (_made, content, _print) in zip(questions, new, strict=True)
        for at, answer in enumerate(content["answers"])
    ]
    BankAnswer.objects.bulk_create(answers, batch_size=_BATCH)
    versions = [
        QuestionVersion(question=question, number=1, content=content, fingerprint=fingerprint, created_by=by)
        for question, (_made, content, fingerprint) in zip(questions, new, strict=True)
    ]
    QuestionVersion.objects.bulk_create(versions, batch_size=_BATCH)
    return [question.pk for question in questions], made_categories


def _question(row: dict[str, Any], category: QuestionCategory) -> BankQuestion:
    content = row["content"]
    said = {name: content[name] for name in ("kind", "text", "format", "is_true", "right", "wrong", "explanation")}
    own = {name: row[name] for name in ("title", "id_number", "tags", "difficulty")}
    return BankQuestion(category=category, **said, **own)


def _place(path: str, places: dict[str, QuestionCategory], made: list[int]) -> QuestionCategory:
    """Return the category at ``path`` below the chosen one; what is missing is made."""
    if path not in places:
        above, _slash, name = path.rpartition("/")
        parent = _place(above, places, made)
        if len(parent.path) + 1 + len(name) > LONGEST_PATH:
            said = _("The names of the categories above are too long together.")
            raise Refusal(said, code="path_too_long", status=400)
        category, is_new = QuestionCategory.objects.get_or_create(
            organization=parent.organization,
            path=f"{parent.path}/{name}",
            defaults={"parent": parent, "name": name},
        )
        made += [category.pk] if is_new else []
        places[path] = category
    return places[path]


@transaction.atomic
def undo_questions(*, upload: QuestionImport, by: User) -> tuple[int, int]:
    """Delete what the file made and nobody has changed since or put on a paper.

    Returns how many questions went and how many stay.
    """
    upload = _locked(upload, by)
    if not upload.may_become(ImportState.UNDONE):
        raise Refusal(_("Only a file that was taken can be undone."), code="file_not_taken")
    if upload.below is not None:
        _check(by, upload.below)
    made = BankQuestion.objects.filter(pk__in=upload.result.get("questions", []))
    untouched = made.annotate(count=Count("versions")).filter(count=1)
    # What stands on a paper, or was set by one, stays as well.
    free = untouched.filter(on_papers=None).exclude(versions__pinned__isnull=False)
    going, all_made = list(free.values_list("pk", flat=True)), made.count()
    BankQuestion.objects.filter(pk__in=going).delete()
    for pk in reversed(upload.result.get("categories", [])):
        QuestionCategory.objects.filter(pk=pk, questions__isnull=True, children__isnull=True).delete()
    upload.result["undone"] = {"questions": len(going), "kept": all_made - len(going)}
    upload.close(ImportState.UNDONE)
    upload.save()
    return len(going), all_made - len(going)


def _check(by: User, below: QuestionCategory) -> None:
    if not may_edit(by, below):
        raise Refusal(_("You may not add questions there."), code="category_not_yours", status=403)


def _locked(upload: QuestionImport, by: User) -> QuestionImport:
    found = QuestionImport.objects.select_for_update(of=("self",)).filter(pk=upload.pk, uploaded_by=by).first()
    if found is None:
        raise Refusal(_("This upload is somebody else's."), code="not_yours", status=403)
    return found


def _closed() -> Refusal:
    return Refusal(_("This file was taken or discarded already."), code="file_closed")
