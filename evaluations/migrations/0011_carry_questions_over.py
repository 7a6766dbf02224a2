"""What forms asked until now becomes their draft and their first version; answers stay answers to the same questions."""

import json
import uuid

from django.db import migrations
from django.utils import timezone


def pair(text):
    """A text was written in one language: the one of its letters."""
    is_chinese = any("\u3400" <= letter <= "\u9fff" for letter in text)
    return {"en": "" if is_chinese else text, "zh": text if is_chinese else ""}


def options_of(question):
    return [pair(line.strip()) for line in question.choices.splitlines() if line.strip()]


def settings_of(question):
    if question.kind == "single":
        return {"options": options_of(question)}
    if question.kind == "scale":
        return {"levels": 5, "low": pair(question.low_label), "high": pair(question.high_label)}
    return {}


def block_of(question, key):
    """The question as it stands in the editor."""
    own = settings_of(question)
    if "options" in own:
        own = {"options": [{"type": "item", "id": str(uuid.uuid4()), "value": one} for one in own["options"]]}
    value = {
        "text": pair(question.text),
        "help": pair(""),
        "is_required": question.is_required,
        "name": "",
        "only_if": {"question": "", "test": "equals", "value": ""},
        **own,
    }
    return {"type": question.kind, "id": key, "value": value}


def frozen(question, key):
    """The question as it is asked."""
    return {
        "key": key,
        "kind": question.kind,
        "text": pair(question.text),
        "help": pair(""),
        "required": question.is_required,
        "settings": settings_of(question),
        "condition": None,
    }


def carry_over(apps, schema_editor):
    """Make a draft and a version of each form."""
    FeedbackForm = apps.get_model("evaluations", "FeedbackForm")
    FeedbackFormVersion = apps.get_model("evaluations", "FeedbackFormVersion")
    FeedbackQuestion = apps.get_model("evaluations", "FeedbackQuestion")
    FeedbackSurvey = apps.get_model("evaluations", "FeedbackSurvey")
    now = timezone.now()
    for form in FeedbackForm.objects.order_by("pk"):
        questions = list(FeedbackQuestion.objects.filter(form=form).order_by("sort_order", "pk"))
        keys = [str(uuid.uuid4()) for _question in questions]
        if not questions and not FeedbackSurvey.objects.filter(form=form).exists():
            FeedbackForm.objects.filter(pk=form.pk).update(live=False)
            continue
        section = {
            "key": str(uuid.uuid4()),
            "title": pair(""),
            "intro": pair(""),
            "per_instructor": False,
            "condition": None,
            "questions": [frozen(question, key) for question, key in zip(questions, keys)],
        }
        # The title of a form stands in both languages, as it did.
        content = {
            "title": {"en": form.title, "zh": ""},
            "intro": {"en": form.intro, "zh": ""},
            "sections": [section],
        }
        version = FeedbackFormVersion.objects.create(form=form, number=1, content=content, published_at=now)
        for position, (question, key) in enumerate(zip(questions, keys)):
            levels = 5 if question.kind == "scale" else 0
            FeedbackQuestion.objects.filter(pk=question.pk).update(
                version=version, key=key, position=position, levels=levels
            )
        FeedbackSurvey.objects.filter(form=form).update(version=version)
        form.content = json.dumps([block_of(question, key) for question, key in zip(questions, keys)])
        form.first_published_at = form.last_published_at = now
        form.save(update_fields=["content", "first_published_at", "last_published_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0010_versions_of_forms'),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
