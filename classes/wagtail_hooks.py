"""Registers what the classes room adds to the Wagtail admin."""

from wagtail import hooks

from classes.log_actions import register_log_actions

hooks.register("register_log_actions", register_log_actions)
