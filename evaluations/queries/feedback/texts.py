"""What was said in words, as far as somebody may read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from classes.models import TrainingClassPage
from classes.permissions import RUNNING_ROLES
from evaluations.models import FeedbackAnswer, FeedbackFormVersion, FeedbackTag, QuestionTally
from evaluations.permissions.feedback import READING_ROLES
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS
from evaluations.queries.survey import surveys_of_instructor
from evaluations.questions.asking import Questionnaire
from people.models import User
from people.queries.audience import pages_below, place_paths
from people.scope import scope_of


def readable_texts(user: User) -> QuerySet[FeedbackAnswer]:
    """Answers in words that ``user`` may read: of own lectures, of classes that ``user`` runs or heads.

    What was said anonymously of one instructor is here once five have answered that question about him or her; this
    is never more than the summary of its survey shows.
    """
    said = FeedbackAnswer.objects.exclude(text="")
    return said.filter(_about_everybody(user) | _about_oneself(user)).filter(_is_open())


def _about_everybody(user: User) -> Q:
    if scope_of(user).everything:
        return Q(pk__isnull=False)  # also of pages outside of any place
    heads = place_paths(user, frozenset(READING_ROLES))
    runs = place_paths(user, frozenset({*RUNNING_ROLES, *READING_ROLES}))
    led = TrainingClassPage.objects.filter(class_teacher_id=user.pk).values_list("path", flat=True)
    of_class = pages_below([*runs, *led], "response__survey__training_class__path")
    without_class = Q(response__survey__training_class=None) & pages_below(heads, "response__survey__page__path")
    return of_class | without_class


def _about_oneself(user: User) -> Q:
    own = surveys_of_instructor(user).order_by().values("pk")
    return Q(response__survey__in=own) & (Q(instructor=None) | Q(instructor=user.pk))


def _is_open() -> Q:
    of_survey = QuestionTally.objects.filter(survey=OuterRef("response__survey"), given__gte=MINIMUM_ANSWERS)
    about = of_survey.filter(question=OuterRef("question"), instructor=OuterRef("instructor"))
    return (
        Q(response__survey__is_anonymous=False)
        | (Q(instructor=None) & Q(Exists(of_survey)))
        | (Q(instructor__isnull=False) & Q(Exists(about)))
    )


def narrowed(
    texts: QuerySet[FeedbackAnswer], *, words: str = "", tag: str = "", survey: str = ""
) -> QuerySet[FeedbackAnswer]:
    """Keep those that hold all ``words``, bear a tag and are of one survey, as far as these are given.

    Those of the latest survey come first, and within one by question and alphabet, which tells nothing of who wrote.
    """
    for word in words.split():
        texts = texts.filter(text__icontains=word)
    if tag:
        texts = texts.filter(Exists(FeedbackTag.objects.filter(slug=tag, items__content_object=OuterRef("pk"))))
    if survey:
        texts = texts.filter(response__survey__public_id=survey)
    return texts.order_by("-response__survey__opens_at", "response__survey", "question__position", "text", "pk")


def tags_on(texts: QuerySet[FeedbackAnswer]) -> QuerySet[FeedbackTag]:
    """Tags that are on some of ``texts``, with ``count``, by name; tags of what one may not read are not named."""
    rows = FeedbackTag.objects.filter(items__content_object__in=texts.order_by().values("pk"))
    return rows.annotate(count=Count("items", distinct=True)).order_by("name", "pk")


@dataclass(frozen=True)
class Said:
    """An answer in words with the question that it is to, in the reader's language, and its tags."""

    answer: FeedbackAnswer
    question: str
    tags: list[FeedbackTag]

    @property
    def tag_names(self) -> str:
        """The names of the tags as they are written in a field."""
        return ", ".join(tag.name for tag in self.tags)


def with_questions(answers: Iterable[FeedbackAnswer]) -> list[Said]:
    """Put the question and the tags beside each answer. One query, and one more where the tags are not there yet."""
    rows = list(answers)
    versions = FeedbackFormVersion.objects.in_bulk({row.question.version_id for row in rows})
    words = {
        (pk, one.question.key): one.question.text
        for pk, version in versions.items()
        for section in Questionnaire({**version.content, "sections": _once(version)}).sections
        for one in section.questions
    }
    return [
        Said(
            row,
            words.get((row.question.version_id, row.question.key), ""),
            sorted((one.tag for one in row.tagged.all()), key=lambda tag: tag.name),
        )
        for row in rows
    ]


def _once(version: FeedbackFormVersion) -> list[dict[str, object]]:
    """Return the sections of a version as if each were asked once: their questions are wanted, not of whom."""
    return [{**section, "per_instructor": False} for section in version.content.get("sections", ())]
