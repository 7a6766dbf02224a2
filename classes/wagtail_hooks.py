"""Registers what the classes room adds to the Wagtail admin."""

from wagtail import hooks

from classes.admin.copying import take_over_copying
from classes.admin.pages import roster_buttons, viewing_buttons, warn_outside_class
from classes.log_actions import register_log_actions
from classes.viewsets import TrainingClassListing, class_teacher_chooser, instructor_chooser

hooks.register("register_log_actions", register_log_actions)
hooks.register("register_admin_viewset", lambda: [class_teacher_chooser, instructor_chooser])
hooks.register("register_admin_viewset", lambda: TrainingClassListing("training_classes"))
hooks.register("before_copy_page", take_over_copying)
hooks.register("register_page_header_buttons", roster_buttons)
hooks.register("register_page_header_buttons", viewing_buttons)
hooks.register("after_create_page", warn_outside_class)
hooks.register("after_edit_page", warn_outside_class)
