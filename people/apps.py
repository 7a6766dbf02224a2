"""App configuration of the people room."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.core.management import call_command
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.signals import post_page_move
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    default = True

    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Make the shared cache's table with every ``migrate``; let records follow people and rights follow pages."""
        from people import extension_points, published  # noqa: F401  # declares places in pages
        from people.actions import media_jobs  # noqa: F401  # declares the jobs of sound and film
        from people.context_processors import mark_viewing
        from people.merging.rules import register_rules
        from people.middleware import end_with_sign_out
        from people.models import DocumentPage, Organization, OrganizationPage, SchoolDocument, SchoolImage, SchoolMedia
        from people.models.media import MediaRendition, MediaUpload, MediaUploadPart, delete_file
        from people.notifications import registering as notifications
        from people.paging.jobs import read_new_file  # declares the jobs of documents as well

        for model in (MediaRendition, MediaUpload, MediaUploadPart, DocumentPage):
            post_delete.connect(delete_file, sender=model, dispatch_uid="people.delete_media_file")
        post_save.connect(read_new_file, sender=SchoolDocument, dispatch_uid="people.read_new_file")
        user_logged_out.connect(end_with_sign_out, dispatch_uid="people.end_viewing")
        register_rules()
        notifications.register()
        mark_viewing()
        published.connect()
        published.renew_with(SchoolImage, SchoolDocument, SchoolMedia, Organization, OrganizationPage)
        post_migrate.connect(_make_cache_table, sender=self, dispatch_uid="people.cache_table")
        post_migrate.connect(_sync_groups, sender=self, dispatch_uid="people.groups")
        post_page_move.connect(_follow_page, dispatch_uid="people.follow_moved_page")


def _follow_page(instance: Any, **kwargs: Any) -> None:
    from people.actions.places import follow_moved_page

    follow_moved_page(page=instance)


def _make_cache_table(using: str, **kwargs: Any) -> None:
    call_command("createcachetable", database=using, verbosity=0)


def _sync_groups(apps: Any = None, **kwargs: Any) -> None:
    from people.actions.groups import sync_groups
    from people.models import OrganizationGroup

    if apps is None or "organizationgroup" not in apps.all_models["people"]:
        return  # emptied by ``flush``, or migrated back to before there were any
    sync_groups(OrganizationGroup.objects.select_related("group", "organization"))


class ScopedUsersConfig(WagtailUsersAppConfig):
    """Wagtail's sections of people and groups, within the organizations of who asks."""

    user_viewset = "people.viewsets.people.ScopedUserViewSet"
    group_viewset = "people.viewsets.groups.ClosedGroupViewSet"

    def ready(self) -> None:
        """Register our permission policies in place of Wagtail's."""
        from people.admin.named_pages import register_policy
        from people.admin.policies import register_account_policies

        register_account_policies()
        register_policy()
