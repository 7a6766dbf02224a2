"""Models of the plugin."""

from plugins.forum_scoring.models.rubric import Counting, ForumRubric, Rubric, RubricCriterion
from plugins.forum_scoring.models.score import PostScore, ScoreEntry

__all__ = ["Counting", "ForumRubric", "PostScore", "Rubric", "RubricCriterion", "ScoreEntry"]
