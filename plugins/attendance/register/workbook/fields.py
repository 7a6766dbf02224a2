"""The placeholders that a form may hold, in English and in Chinese."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")

SESSION_FIELDS: dict[str, tuple[str, str | Promise]] = {
    "number": ("序号", _("Number of the line, from 1")),
    "title": ("名称", _("What was held")),
    "class": ("培训班", _("Name of the class")),
    "organization": ("单位", _("Who held it")),
    "place": ("地点", _("The learning point, or who held it")),
    "source": ("来源", _("Roll, head count, or held outside")),
    "date": ("日期", _("The day")),
    "start": ("开始", _("When it began")),
    "end": ("结束", _("When it ended")),
    "hours": ("时长", _("How long it lasted, in hours by the clock")),
    "sessions": ("场次", _("How many sessions the line stands for")),
    "expected": ("应到", _("How many were asked")),
    "person_times": ("人次", _("How many were there")),
    "at_point": ("学点人次", _("How many of them at learning points")),
    "online": ("在线人次", _("How many of them online")),
    "unverified": ("待核实", _("Of how many nothing is known")),
    "person_hours": ("人时", _("Hours that all of them attended together")),
}
"""By name: the Chinese name and what it stands for. They repeat with each session."""
WHOLE_FIELDS: dict[str, tuple[str, str | Promise]] = {
    "total.sessions": ("合计.场次", _("All sessions")),
    "total.hours": ("合计.时长", _("Hours of all sessions")),
    "total.person_times": ("合计.人次", _("Person-times of all sessions")),
    "total.at_point": ("合计.学点人次", _("Person-times at learning points")),
    "total.person_hours": ("合计.人时", _("Hours that all attended together")),
    "register.name": ("台账.名称", _("The organization or the class")),
    "register.year": ("台账.年度", _("The year")),
    "register.made_on": ("台账.制表日期", _("The day on which it is filled in")),
}
"""By name: the Chinese name and what it stands for. They stand anywhere."""

_NAMES = {
    written: name
    for name, (chinese, _said) in {**SESSION_FIELDS, **WHOLE_FIELDS}.items()
    for written in (name, chinese)
}


def field_named(written: str) -> str | None:
    """Return the name of the field that a placeholder means, ``None`` where nobody knows it."""
    return _NAMES.get(written.strip().lower())
