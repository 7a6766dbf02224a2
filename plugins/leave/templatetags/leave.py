"""Shares, lengths and states in templates."""

from fractions import Fraction

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from design.templatetags.design import pill
from design.templatetags.design import progress as bar
from plugins.leave import saying
from plugins.leave.minutes import Absence, tenths_of_percent
from plugins.leave.models import Leave, LeaveState

register = template.Library()

_COLORS = {
    LeaveState.DRAFT: "plain",
    LeaveState.SUBMITTED: "lamp",
    LeaveState.ENDORSED: "lamp",
    LeaveState.APPEALED: "lamp",
    LeaveState.APPROVED: "ok",
    LeaveState.REFUSED: "bad",
    LeaveState.TAKEN: "",
    LeaveState.REPORTED_BACK: "ok",
    LeaveState.CLOSED: "plain",
    LeaveState.CANCELLED: "plain",
}


@register.filter
def percent(share: Fraction) -> str:
    """Say a share in percent."""
    return saying.percent(share)


@register.filter
def length(minutes: int) -> str:
    """Say minutes as hours and minutes."""
    return saying.length(minutes)


@register.filter
def fraction(share: Fraction) -> str:
    """Write a fraction as people do."""
    return f"{share.numerator}/{share.denominator}"


@register.simple_tag
def leave_state(leave: Leave) -> SafeString:
    """Show where leave stands."""
    return pill(leave.get_state_display(), _COLORS[LeaveState(leave.state)])


@register.simple_tag
def toward_limit(absence: Absence, limit: Fraction) -> SafeString:
    """Show as a bar how much of the limit is used up."""
    return bar(tenths_of_percent(absence.share / limit) / 10, _("Part of the limit that is used"))
