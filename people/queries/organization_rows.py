"""Reads the rows of a sheet of organizations."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from foundation.sheets.issues import ERROR, NOTICE, RowIssue
from foundation.sheets.tables import Column, Record
from people.models import OrganizationKind
from people.queries.organization_names import folded

NAME_LENGTH, CODE_LENGTH = 150, 40

COLUMNS = [
    Column("name", _("name"), ("名称", "单位名称", "单位", "organization", "organization name"), required=True),
    Column("kind", _("kind"), ("类型", "类别", "单位类型", "type"), required=True),
    Column("code", _("code"), ("代码", "编码", "单位代码", "编号", "number")),
    Column("parent", _("parent organization"), ("上级", "上级单位", "所属单位", "隶属单位", "parent", "above")),
]

_KIND_NAMES: dict[str, tuple[str, ...]] = {
    OrganizationKind.CITY: ("市", "城市", "地市", "city"),
    OrganizationKind.COUNTY: ("县", "区", "县区", "县市区", "county", "district"),
    OrganizationKind.TOWNSHIP: ("乡镇", "乡", "镇", "街道", "乡镇街道", "township", "town"),
    OrganizationKind.VILLAGE: ("村", "社区", "村社区", "village"),
    OrganizationKind.SCHOOL: ("学校", "党校", "培训学校", "school"),
    OrganizationKind.HALL: ("学堂", "hall"),
    OrganizationKind.LEARNING_POINT: ("学点", "学习点", "learning point", "point"),
    OrganizationKind.BRANCH_SCHOOL: ("分校", "branch school", "branch"),
    OrganizationKind.BASE: ("实训基地", "基地", "base", "training base"),
}


class OrganizationIssue(RowIssue):
    """Something about one cell of a sheet of organizations."""

    __slots__ = ()

    MESSAGES = {
        "name_missing": (ERROR, _("The name is missing.")),
        "value_long": (ERROR, _("This is longer than %(limit)s characters.")),
        "kind_missing": (ERROR, _("The kind is missing. Write one of: %(kinds)s.")),
        "kind_unknown": (ERROR, _("“%(value)s” is no kind of organization. Write one of: %(kinds)s.")),
        "code_taken": (ERROR, _("The code “%(value)s” belongs to another organization.")),
        "code_repeated": (ERROR, _("The code “%(value)s” stands in row %(row)s too.")),
        "parent_missing": (ERROR, _("Write below which organization it stands.")),
        "parent_unknown": (ERROR, _("“%(value)s” is neither one of your organizations nor in this file.")),
        "parent_several": (ERROR, _("Several organizations are called “%(value)s”. Write one of: %(names)s.")),
        "parent_closed": (ERROR, _("The organization “%(value)s” is closed.")),
        "exists": (NOTICE, _("This organization is there already and stays as it is.")),
        "repeated": (NOTICE, _("The same organization as in row %(row)s; taken once.")),
    }


@dataclass(slots=True)
class OrganizationRow:
    """One organization of the file, with what is wrong so far. ``parent`` is as written."""

    number: int
    name: str
    kind: str
    code: str
    parent: str
    issues: list[OrganizationIssue] = field(default_factory=list)

    @property
    def has_error(self) -> bool:
        """Whether something must be mended first."""
        return any(issue.is_error for issue in self.issues)


def kind_of(text: str) -> str:
    """Return the kind that ``text`` names in either language, "" for none."""
    key = folded(text)
    for kind, names in _KIND_NAMES.items():
        if key in {folded(name) for name in (kind, str(OrganizationKind(kind).label), *names)}:
            return str(kind)
    return ""


def read_organization(record: Record, letters: dict[str, str]) -> OrganizationRow:
    """Check one record by itself."""
    values = {key: record.values.get(key, "") for key in ("name", "kind", "code", "parent")}
    row = OrganizationRow(record.row, values["name"], kind_of(values["kind"]), values["code"], values["parent"])

    def say(code: str, column: str, **params: object) -> None:
        row.issues.append(OrganizationIssue(code, row.number, letters.get(column, ""), params))

    kinds = "、".join(str(label) for label in OrganizationKind.labels)
    if not row.name:
        say("name_missing", "name")
    if not values["kind"]:
        say("kind_missing", "kind", kinds=kinds)
    elif not row.kind:
        say("kind_unknown", "kind", value=values["kind"][:60], kinds=kinds)
    for key, limit in (("name", NAME_LENGTH), ("code", CODE_LENGTH)):
        if len(values[key]) > limit:
            say("value_long", key, limit=limit)
    return row
