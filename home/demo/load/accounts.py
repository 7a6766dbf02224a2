"""The accounts that are printed when the demo starts."""

from home.demo.load.school import DemoSchool
from people.actions.roles import grant_role
from people.models import Organization, Role, User

LEARNER_ACCOUNTS = ("learner", *(f"learner{number}" for number in range(2, 10)))
_STAFF = (
    ("administrator", "郑远", Role.ADMINISTRATOR),
    ("editor", "林静", Role.EDITOR),
    ("teacher", "陈立", Role.CLASS_TEACHER),
    ("head", "方正", Role.HEAD),
    ("instructor", "何敏", Role.INSTRUCTOR),
)
_LEARNERS = ("周兰", "王军", "李小平", "赵梅", "孙涛", "吴秀英", "徐强", "马丽", "胡明")


def load(school: DemoSchool) -> None:
    """Make one account for each kind of person, all with the demo's password."""
    city = school.city
    for account_name, full_name, role in _STAFF:
        _make(school, account_name, full_name, role, city)
    administrator = school.accounts["administrator"]
    administrator.is_staff = administrator.is_superuser = True
    administrator.save(update_fields=["is_staff", "is_superuser"])
    township = school.of_kind("township")[0]
    _make(school, "coordinator", "曹静怡", Role.COORDINATOR, township)
    points = school.of_kind("learning_point", "hall", "school")
    point = points[0] if points else township
    _make(school, "point", point.name, Role.POINT, point)
    for number, (account_name, full_name) in enumerate(zip(LEARNER_ACCOUNTS, _LEARNERS, strict=True)):
        place = (township, point)[number % 2]
        _make(school, account_name, full_name, Role.LEARNER, place)
        school.learner_places[school.accounts[account_name].pk] = place


def _make(school: DemoSchool, account_name: str, full_name: str, role: Role, organization: Organization) -> None:
    user = User(account_name=account_name, full_name=full_name, public_id=school.uuid())
    user.set_password(school.password)
    user.save()
    grant_role(user=user, role=role, organization=organization, by=None)
    school.accounts[account_name] = user
    school.tick(1)
