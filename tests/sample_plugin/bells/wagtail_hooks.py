"""The plugin's section of the admin, and a hook that is asked again and again."""

from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList, PageChooserPanel
from wagtail.snippets.models import register_snippet

from bells.models import Bell
from people.roles import EDITING_ROLES
from people.viewsets.scoped import ScopedViewSet


class BellViewSet(ScopedViewSet):
    """Bells of the classes in one's own organizations."""

    model = Bell
    page_lookup = "training_class"
    roles = EDITING_ROLES
    icon = "warning"
    add_to_admin_menu = True
    list_display = ["text", "training_class"]
    edit_handler = ObjectList([PageChooserPanel("training_class", "classes.TrainingClassPage"), FieldPanel("text")])


register_snippet(BellViewSet)


@hooks.register("insert_global_admin_css")
def bells_css() -> str:
    """Leave a mark in every page of the admin."""
    return "<!-- bells -->"
