"""Every address of the admin, by who is let in to what is their own county's; see ``test_who_may_in_admin``."""

# Editors, class teachers and administrators.
WHO_WORKS_THERE = """
    admin_account
    lessons_documents
    lessons_quality_report
    lessons_templates
    wagtailadmin_account
    wagtailadmin_choose_page
    wagtailadmin_choose_page_anchor_link
    wagtailadmin_choose_page_child
    wagtailadmin_choose_page_chosen_multiple
    wagtailadmin_choose_page_email_link
    wagtailadmin_choose_page_external_link
    wagtailadmin_choose_page_phone_link
    wagtailadmin_choose_page_search
    wagtailadmin_dismissibles
    wagtailadmin_explore
    wagtailadmin_explore_results
    wagtailadmin_home
    wagtailadmin_tag_autocomplete
    class_teacher_chooser: choose choose_results chosen chosen_multiple
    instructor_chooser: choose choose_results chosen chosen_multiple
    lesson_pages: index index_results
    people_chooser: choose choose_results chosen chosen_multiple
    training_classes: index index_results
    wagtailadmin_api:documents: detail listing
    wagtailadmin_api:images: detail listing
    wagtailadmin_api:pages: detail listing
    wagtailadmin_pages: add confirm_workflow_cancellation move_confirm preview_on_add search search_results type_use
        type_use_results
    wagtailadmin_reports: aging_pages aging_pages_results site_history site_history_results workflow
        workflow_results workflow_tasks workflow_tasks_results
    wagtailadmin_workflows: task_chooser task_chooser_create task_chooser_results
    wagtaildocs: add add_multiple index index_results
    wagtaildocs_chooser: choose choose_results chosen chosen_multiple create
    wagtailembeds: chooser chooser_upload
    wagtailforms: index index_results
    wagtailimages: add add_multiple index index_results
    wagtailimages_chooser: choose choose_results chosen chosen_multiple create select_format
    wagtailmedia: add chooser chooser_typed chooser_upload index media_chosen media_usage
    wagtailsnippetchoosers_evaluations_assessmentscheme: choose choose_results chosen chosen_multiple
    wagtailsnippetchoosers_evaluations_feedbackform: choose choose_results chosen chosen_multiple
    wagtailsnippetchoosers_evaluations_feedbacksurvey: choose choose_results chosen chosen_multiple
    wagtailsnippetchoosers_forums_listedword: choose choose_results chosen chosen_multiple
    wagtailsnippetchoosers_lessons_lessoncategory: choose choose_results chosen_multiple
    wagtailsnippetchoosers_lessons_lessonseries: choose choose_results chosen_multiple
    wagtailsnippetchoosers_people_organization: choose choose_results chosen chosen_multiple
    wagtailsnippets_evaluations_assessmentscheme: inspect list list_results
    wagtailsnippets_evaluations_feedbackform: inspect list list_results versions
    wagtailsnippets_evaluations_feedbacksurvey: add delete edit history history_results inspect list list_results
        usage
    wagtailsnippets_forums_listedword: add copy delete edit history history_results inspect list list_results usage
"""

# Editors and administrators.
EDITORS = """
    lessons_co_authors
    lessons_quality
    lessons_report
    lessons_report_results
    lessons_suggestions
    people_media_state
    simple_translation: submit_page_translation
    wagtailadmin_pages: copy delete edit history history_results move preview_on_edit revisions_compare
        revisions_revert revisions_unschedule revisions_view set_privacy unpublish usage view_draft workflow_history
    wagtailadmin_reports: locked_pages locked_pages_results
    wagtaildocs: delete document_usage edit
    wagtailimages: delete edit image_usage preview
    wagtailmedia: delete edit
    wagtailsnippetchoosers_lessons_lessoncategory: chosen
    wagtailsnippetchoosers_lessons_lessonseries: chosen
    wagtailsnippets_evaluations_assessmentscheme: add copy delete edit history history_results usage
    wagtailsnippets_evaluations_feedbackform: add copy delete edit history history_results preview_on_add
        preview_on_edit templates unpublish usage
    wagtailsnippets_lessons_lessoncategory: add copy delete edit history history_results inspect list list_results
        usage
    wagtailsnippets_lessons_lessonseries: add copy delete edit history history_results inspect list list_results
        usage
"""

# Administrators.
ADMINISTRATORS = """
    people_merge
    wagtailsnippets_people_organization: add delete edit history history_results inspect list list_results usage
    wagtailusers_users: add edit history history_results index index_results usage
"""

# None of them: the whole server's, what takes no such question, and what stands behind nothing of the school's.
NOBODY = """
    class_teacher_chooser: create
    instructor_chooser: create
    jobs_discard
    jobs_report
    jobs_report_results
    jobs_retry
    lessons_co_author_drop
    lessons_document
    lessons_document_discard
    lessons_document_make
    lessons_suggestion_decide
    people_document_retry
    people_document_state
    people_media_retry
    people_media_upload
    people_media_uploads
    schoolhouse_ask_again
    schoolhouse_page_plugin
    schoolhouse_page_plugins
    schoolhouse_plugin
    schoolhouse_plugins
    wagtail_bulk_action
    wagtailadmin_block_preview
    wagtailadmin_error_test
    wagtailadmin_explore_root
    wagtailadmin_tag_model_autocomplete
    lesson_pages: choose_parent
    people_chooser: create
    simple_translation: submit_snippet_translation
    training_classes: choose_parent
    wagtailadmin_api:documents: find
    wagtailadmin_api:images: find
    wagtailadmin_api:pages: action find
    wagtailadmin_collections: add delete edit index set_privacy
    wagtailadmin_editing_sessions: ping release
    wagtailadmin_pages: add_subpage choose_parent collect_workflow_action_data convert_alias lock revisions_index
        set_page_position unlock workflow_action workflow_history_detail workflow_preview
    wagtailadmin_reports: page_types_usage page_types_usage_results
    wagtailadmin_workflows: add add_task disable disable_task edit edit_task enable enable_task index index_results
        remove select_task_type task_chosen task_index task_index_results usage usage_results
    wagtaildocs: create_multiple_from_uploaded_document delete_multiple delete_upload_multiple edit_multiple
    wagtailforms: delete_submissions list_submissions list_submissions_results
    wagtailimages: create_multiple_from_uploaded_image delete_multiple delete_upload_multiple edit_multiple
        url_generator url_generator_output
    wagtaillocales: add delete edit history history_results index index_results usage
    wagtailredirects: add delete edit index index_results process_import start_import
    wagtailsettings: edit preview_on_edit
    wagtailsites: add copy delete edit history history_results index index_results usage
    wagtailsnippetchoosers_evaluations_assessmentscheme: create
    wagtailsnippetchoosers_evaluations_feedbackform: create
    wagtailsnippetchoosers_evaluations_feedbacksurvey: create
    wagtailsnippetchoosers_forums_listedword: create
    wagtailsnippetchoosers_lessons_lessoncategory: create
    wagtailsnippetchoosers_lessons_lessonseries: create
    wagtailsnippetchoosers_people_organization: create
    wagtailsnippets: index
    wagtailsnippets_evaluations_feedbackform: revisions_compare revisions_revert revisions_unschedule revisions_view
        version
    wagtailusers_groups: add delete edit history history_results index index_results usage
    wagtailusers_users: delete
"""


def _names(text: str) -> list[str]:
    found = []
    for line in text.split("\n"):
        if not line.startswith("     "):
            space, _colon, rest = line.strip().rpartition(": ")
            line = rest
        found += [f"{space}:{name}" if space else name for name in line.split()]
    return found


ADMIN: dict[str, frozenset[str]] = {
    **dict.fromkeys(_names(WHO_WORKS_THERE), frozenset({"editor", "class_teacher", "administrator"})),
    **dict.fromkeys(_names(EDITORS), frozenset({"editor", "administrator"})),
    **dict.fromkeys(_names(ADMINISTRATORS), frozenset({"administrator"})),
    **dict.fromkeys(_names(NOBODY), frozenset()),
}
"""Who of the three roles that work in the admin is let in, by the name of the address."""
