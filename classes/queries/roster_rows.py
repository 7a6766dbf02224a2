"""Reads the rows of a roster: cleans, normalizes and checks each one by itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.queries.roster_issues import Issue
from foundation.sheets.tables import Column, Record, header_key
from people.accounts.identifiers import normalize_email, parse_phone

NAME_LENGTH, POST_LENGTH, GROUP_LENGTH, EMAIL_LENGTH = 150, 100, 50, 254
CONTACT = "contact"
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_SHORTENED = re.compile(r"\d(\.\d+)?e\+?\d+", re.IGNORECASE)
_COUNTERS = {header_key(name) for name in ("序号", "编号", "no", "no.", "#", "s/n", "number")}

COLUMNS = [
    Column(
        "name",
        pgettext_lazy("person", "Name"),
        ("姓名", "学员姓名", "学员", "名字", "full name", "learner", "student"),
        required=True,
    ),
    Column(
        "phone",
        _("phone"),
        (
            "手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "手机或邮箱", "手机/邮箱",
            "mobile", "telephone", "tel", "phone number", "phone or e-mail", "phone/e-mail",
        ),
    ),
    Column("email", _("e-mail"), ("邮箱", "电子邮箱", "电子邮件", "邮件", "email", "mail", "e-mail", "e-mail address")),
    Column(
        "organization",
        _("organization"),
        ("单位", "所在单位", "工作单位", "单位名称", "组织", "所属单位", "部门", "unit", "department", "workplace"),
    ),
    Column("post", pgettext_lazy("job", "post"), ("职务", "岗位", "职位", "职务职称", "position", "job", "title")),
    Column("group", _("group"), ("小组", "组别", "分组", "group name")),
]  # fmt: skip


@dataclass(slots=True)
class RosterRow:
    """One learner of the file, with what is wrong so far. ``phone`` is in E.164."""

    number: int
    name: str
    phone: str | None = None
    email: str | None = None
    organization: str = ""
    post: str = ""
    group: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def has_error(self) -> bool:
        """Whether something must be mended first."""
        return any(issue.is_error for issue in self.issues)


def offered_extra(headings: Iterable[str]) -> list[str]:
    """Return the headings of the school's own columns; a mere row counter is none."""
    return [heading for heading in headings if header_key(heading) not in _COUNTERS]


def read_row(record: Record, letters: dict[str, str], extra: Iterable[str]) -> RosterRow:
    """Check one record by itself; ``extra`` are the headings to keep."""
    values = record.values
    row = RosterRow(
        number=record.row,
        name=_HAN_GAP.sub("", values.get("name", "")),
        organization=values.get("organization", ""),
        post=values.get("post", ""),
        group=values.get("group", ""),
        extra={heading: record.extra[heading] for heading in extra if record.extra.get(heading)},
    )
    if not row.name:
        row.issues.append(Issue("name_missing", row.number, letters.get("name", "")))
    for key, text, limit in (
        ("name", row.name, NAME_LENGTH),
        ("post", row.post, POST_LENGTH),
        ("group", row.group, GROUP_LENGTH),
    ):
        if len(text) > limit:
            row.issues.append(Issue("value_long", row.number, letters.get(key, ""), {"limit": limit}))
    for key in ("phone", "email"):
        if text := values.get(key, ""):
            _read_contact(row, text, letters.get(key, ""), is_phone=key == "phone")
    if not (row.phone or row.email or row.has_error):
        row.issues.append(Issue("contact_missing", row.number, letters.get("phone", "")))
    return row


def _read_contact(row: RosterRow, text: str, column: str, *, is_phone: bool) -> None:
    """Take a phone or an e-mail address; either may stand in either column."""
    shown = {"value": text[:60]}
    if "@" in text or not is_phone:
        email = normalize_email(text) or ""
        try:
            validate_email(email)
        except ValidationError:
            email = ""
        if email and len(email) <= EMAIL_LENGTH:
            row.email = email
        else:
            row.issues.append(Issue("email_invalid", row.number, column, shown))
        return
    row.phone = parse_phone(text)
    if row.phone is None:
        code = "phone_shortened" if _SHORTENED.fullmatch(text) else "phone_invalid"
        row.issues.append(Issue(code, row.number, column, shown))
