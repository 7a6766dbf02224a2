"""Learners and instructors, in thousands."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from home.demo.load.accounts import LEARNER_ACCOUNTS
from home.demo.load.school import BATCH, DemoSchool
from home.demo.names import people_names, scaled
from people.actions.roles import grant_roles
from people.models import Organization, Role, User

LEARNERS, INSTRUCTORS = 7_716, 146
TEACHERS_A_COUNTY = 2


def load(school: DemoSchool) -> None:
    """Make everybody: learners in townships and village points, instructors and teachers at the city and counties."""
    own = [school.accounts[name] for name in LEARNER_ACCOUNTS]
    learners = scaled(LEARNERS, school.scale, least=120) - len(own)
    instructors = scaled(INSTRUCTORS, school.scale, least=12) - 1
    counties = school.of_kind("county")
    names = people_names(school.rng, learners + instructors + TEACHERS_A_COUNTY * len(counties) + len(counties))
    everybody = _make(school, names)
    grants: list[tuple[User, str, Organization]] = []
    places = school.of_kind("township", "village", "school", "hall", "learning_point", "branch_school")
    for number, user in enumerate(everybody[:learners]):
        place = places[number % len(places)]
        school.learner_places[user.pk] = place
        grants.append((user, Role.LEARNER, place))
    school.learners = own + everybody[:learners]
    school.instructors = [school.accounts["instructor"], *everybody[learners : learners + instructors]]
    homes = [school.city, *counties]
    grants += [(u, Role.INSTRUCTOR, homes[n % len(homes)]) for n, u in enumerate(school.instructors[1:])]
    staff = everybody[learners + instructors :]
    school.teachers = [school.accounts["teacher"], *staff[: TEACHERS_A_COUNTY * len(counties)]]
    grants += [(u, Role.CLASS_TEACHER, counties[n % len(counties)]) for n, u in enumerate(school.teachers[1:])]
    grants += [(u, Role.EDITOR, county) for u, county in zip(staff[-len(counties) :], counties, strict=True)]
    grant_roles(grants=grants, by=None)


def _make(school: DemoSchool, names: list[str]) -> list[User]:
    """Make people without a password: they sign in first by a printed code."""
    made: list[User] = []
    for start in range(0, len(names), BATCH):
        batch = [
            User(
                full_name=name,
                public_id=school.uuid(),
                phone=f"+86199{start + number:08d}",
                password=f"{UNUSABLE_PASSWORD_PREFIX}demo",
            )
            for number, name in enumerate(names[start : start + BATCH])
        ]
        made += User.objects.bulk_create(batch)
        school.tick(len(batch))
    return made
