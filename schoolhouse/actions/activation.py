"""Switching plugins on and off, and setting them."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from foundation import stamps
from schoolhouse.activation import STAMP
from schoolhouse.models import PluginActivation, PluginFault, PluginState
from schoolhouse.plugins import PluginConfig
from schoolhouse.refusals import Refusal


def decide(
    *,
    plugin: PluginConfig,
    page: Page | None,
    state: str,
    settings: Mapping[str, Any],
    by: AbstractBaseUser | None,
) -> PluginActivation:
    """Set where ``plugin`` is on: at ``page`` and below, or on the whole server where ``page`` is ``None``.

    ``settings`` are the values set here, of the plugin's settings form; what is not among them is inherited. Raises
    ``Refusal`` where the plugin's scope does not reach down to pages, and for an unknown state.
    """
    if state not in PluginState.values:
        raise Refusal(_("Choose one of the states."))
    if page is not None and plugin.scope == "server":
        raise Refusal(_("This plugin can only be switched for the whole server."))
    plain = json.loads(json.dumps(dict(settings), cls=DjangoJSONEncoder))
    with transaction.atomic():
        row, _created = PluginActivation.objects.update_or_create(
            plugin=plugin.label,
            page=page,
            defaults={"state": state, "settings": plain, "changed_at": timezone.now()},
        )
        log(instance=row, action="schoolhouse.decide", user=by, data={"state": state, "settings": plain})
        stamps.bump(STAMP)
    return row


def ask_again(*, fault: PluginFault, by: AbstractBaseUser | None) -> None:
    """Let a plugin that was too slow at a place be asked there again, and forget what it did wrong there."""
    with transaction.atomic():
        log(instance=fault, action="schoolhouse.ask_again", user=by, data={"place": fault.place})
        fault.delete()
        stamps.bump(STAMP)
