"""Registers what the people room adds to the Wagtail admin."""

from wagtail import hooks

from people.log_actions import register_log_actions
from people.views.merging import admin_urls

hooks.register("register_log_actions", register_log_actions)
hooks.register("register_admin_urls", lambda: admin_urls)
