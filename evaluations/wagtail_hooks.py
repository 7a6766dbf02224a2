"""What the evaluations room registers with Wagtail."""

from wagtail.snippets.models import register_snippet

from evaluations.viewsets import EvaluationsGroup

register_snippet(EvaluationsGroup)
