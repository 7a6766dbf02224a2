"""Admin addresses of the lessons room."""

from django.urls import path

from lessons.admin import co_authors, documents, quality, suggestions, templates

_LESSON = "lesson-tools/<int:page_id>"
_DOCUMENT = "lesson-tools/documents/<uuid:document>"

admin_urls = [
    path("lesson-tools/documents/", documents.upload, name="lessons_documents"),
    path(f"{_DOCUMENT}/", documents.preview, name="lessons_document"),
    path(f"{_DOCUMENT}/make/", documents.make, name="lessons_document_make"),
    path(f"{_DOCUMENT}/discard/", documents.discard, name="lessons_document_discard"),
    path("lesson-tools/templates/", templates.templates, name="lessons_templates"),
    path("lesson-tools/quality/", quality.report, name="lessons_quality_report"),
    path(f"{_LESSON}/quality/", quality.panel, name="lessons_quality"),
    path(f"{_LESSON}/co-authors/", co_authors.co_authors, name="lessons_co_authors"),
    path(f"{_LESSON}/co-authors/<uuid:person>/drop/", co_authors.drop, name="lessons_co_author_drop"),
    path(f"{_LESSON}/suggestions/", suggestions.listing, name="lessons_suggestions"),
    path(f"{_LESSON}/suggestions/<int:suggestion>/decide/", suggestions.decide, name="lessons_suggestion_decide"),
]
