"""Versions of schemes, and the choosing of one for a class."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from classes.closing.frozen import refuse_closed
from classes.models import TrainingClassPage
from classes.permissions import may_run_class
from evaluations.models import AssessmentScheme, ClassScheme, PointsSettings, SchemeVersion
from evaluations.queries.points.assessment import STAMP, newest_version, parts_of
from evaluations.queries.points.schemes import schemes_for
from foundation import stamps
from people.models import User
from schoolhouse.refusals import Refusal

_MARKS = ("final_share", "pass_mark", "distinction_mark")


@transaction.atomic
def keep_version(*, scheme: AssessmentScheme, by: User | None) -> SchemeVersion:
    """Keep a scheme as it stands now as its next version; unchanged since the last one it stays that one.

    No class changes over by itself: see ``choose_scheme``.
    """
    AssessmentScheme.objects.select_for_update().get(pk=scheme.pk)
    parts, last = parts_of(scheme.components.order_by("sort_order", "pk")), newest_version(scheme)
    marks = {name: getattr(scheme, name) for name in _MARKS}
    if last is not None and last.parts == parts and all(getattr(last, name) == marks[name] for name in _MARKS):
        return last
    number = last.number + 1 if last is not None else 1
    return SchemeVersion.objects.create(scheme=scheme, number=number, parts=parts, by=by, **marks)


@transaction.atomic
def choose_scheme(
    *, training_class: TrainingClassPage, version: SchemeVersion, by: User, reason: str = "", seen: int = 0
) -> ClassScheme:
    """Let a class go by a version of a scheme from now on. Totals follow at once; the ledger stays as it is.

    ``seen`` is the number of the choice that ``by`` saw in force, 0 for none. Raises ``Refusal``: for who does not run
    the class, for a scheme of elsewhere, when somebody has chosen meanwhile, when the class is closed, and, where it
    had a scheme before, without a reason.
    """
    if not may_run_class(by, training_class):
        raise Refusal(_("You may not do this in this class."), code="forbidden", status=403)
    TrainingClassPage.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    refuse_closed(training_class)
    if not schemes_for(training_class).filter(pk=version.scheme_id).exists():
        raise Refusal(_("This scheme is not for this class."), code="not_for_class", status=404)
    last = training_class.point_schemes.aggregate(last=Max("number"))["last"] or 0
    if last != seen:
        raise Refusal(_("Somebody has chosen a scheme meanwhile. Please look again."), code="changed")
    reason = " ".join(reason.replace("\x00", "").split())[:250]
    if last and not reason:
        raise Refusal(_("Say why: totals that learners know may move."), code="no_reason", status=400)
    chosen = ClassScheme.objects.create(
        training_class=training_class, number=last + 1, version=version, by=by, reason=reason
    )
    data = {"scheme": version.scheme.title, "version": version.number, "reason": reason}
    log(instance=training_class.page_ptr, action="evaluations.choose_scheme", user=by, data=data)
    stamps.bump(STAMP)
    return chosen


def set_points_settings(
    *, training_class: TrainingClassPage, standing: str, appeal_days: int, by: User
) -> PointsSettings:
    """Say what learners see of the standing, and in how many days an appeal is answered. Raises ``Refusal``."""
    if not may_run_class(by, training_class):
        raise Refusal(_("You may not do this in this class."), code="forbidden", status=403)
    fields = {"standing": standing, "appeal_days": appeal_days}
    settings, _made = PointsSettings.objects.update_or_create(training_class=training_class, defaults=fields)
    log(instance=training_class.page_ptr, action="evaluations.points_settings", user=by, data=fields)
    return settings
