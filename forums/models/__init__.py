"""Models of the forums room."""

from forums.models.draft import PostDraft
from forums.models.forum import ForumHost, ForumPage, ForumPrompt, ForumVenue, LatePosts, StudyListItem
from forums.models.moderation import ModerationAct, ModerationEntry, ModerationNotice, PostMove, ThreadMove
from forums.models.outcome import FollowUp, FollowUpState, Outcome, OutcomeState, OutcomeVersion
from forums.models.parts.attachment import PostFile
from forums.models.parts.mention import PostMention
from forums.models.parts.poll import Poll, PollBallot, PollChoice, PollOption, PollResults
from forums.models.question_box import BoxQuestion, CarriedThread, QuestionBox, QuestionState, QuestionSupport
from forums.models.reading import ThreadRead
from forums.models.review import CaseState, HeldPost, HeldState, PostReport, ReportCase, ReportReason
from forums.models.revision import PostRevision
from forums.models.search import ForumText
from forums.models.spoken import RoomRecord, RoomRecordVersion, Spoken
from forums.models.thanks import PostThanks
from forums.models.thread import Post, Thread
from forums.models.words import ListedWord, WordAction

__all__ = [
    "BoxQuestion",
    "CarriedThread",
    "CaseState",
    "FollowUp",
    "FollowUpState",
    "ForumHost",
    "ForumPage",
    "ForumPrompt",
    "ForumText",
    "ForumVenue",
    "HeldPost",
    "HeldState",
    "LatePosts",
    "ListedWord",
    "ModerationAct",
    "ModerationEntry",
    "ModerationNotice",
    "Outcome",
    "OutcomeState",
    "OutcomeVersion",
    "Poll",
    "PollBallot",
    "PollChoice",
    "PollOption",
    "PollResults",
    "Post",
    "PostDraft",
    "PostFile",
    "PostMention",
    "PostMove",
    "PostReport",
    "PostRevision",
    "PostThanks",
    "QuestionBox",
    "QuestionState",
    "QuestionSupport",
    "ReportCase",
    "ReportReason",
    "RoomRecord",
    "RoomRecordVersion",
    "Spoken",
    "StudyListItem",
    "Thread",
    "ThreadMove",
    "ThreadRead",
    "WordAction",
]
