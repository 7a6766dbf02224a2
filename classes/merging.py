"""What happens to enrollments when two accounts of one person become one."""

from django.db.models import Model

from classes.models import Enrollment, LiveClassInstructor
from classes.models.enrollment import EnrollmentState
from people import merging
from people.models import User

ORDER = (
    EnrollmentState.DECLINED,
    EnrollmentState.WITHDRAWN,
    EnrollmentState.WAITING,
    EnrollmentState.OFFERED,
    EnrollmentState.ENROLLED,
    EnrollmentState.COMPLETED,
)


def join_enrollments(model: type[Model], keep: User, duplicate: User) -> None:
    """Where both are in a class, keep one enrollment: the further state, both histories, and nothing filled in lost."""
    kept = {row.training_class_id: row for row in Enrollment.objects.select_for_update().filter(learner=keep)}
    for other in Enrollment.objects.filter(learner=duplicate, training_class__in=kept):
        row = kept[other.training_class_id]
        if ORDER.index(EnrollmentState(other.state)) > ORDER.index(EnrollmentState(row.state)):
            row.state, row.state_changed_at = other.state, other.state_changed_at
            row.offer_expires_at = other.offer_expires_at
        row.organization_id = row.organization_id or other.organization_id
        row.post, row.group_name = row.post or other.post, row.group_name or other.group_name
        row.extra = {**other.extra, **row.extra}
        for relation in Enrollment._meta.related_objects:
            related = merging.rows(relation.related_model, **{relation.field.name: other})
            related.update(**{relation.field.name: row})
        other.delete()
        row.save()


def register_rules() -> None:
    """Called once, when the room is ready."""
    merging.register(Enrollment, join_enrollments)
    merging.register(LiveClassInstructor, merging.drop_colliding("instructor", "live_class"))
