"""Where Django's admin looks for what the desk adds to it."""

from desk.audit import AuditAdmin
from desk.feedback.admin import FeedbackAdmin, HelpfulCountAdmin
from desk.link_checks.admin import CheckedSourceAdmin, LinkCheckAdmin
from desk.missed import MissedSearchAdmin
from desk.people import PersonAdmin

__all__ = [
    "AuditAdmin",
    "CheckedSourceAdmin",
    "FeedbackAdmin",
    "HelpfulCountAdmin",
    "LinkCheckAdmin",
    "MissedSearchAdmin",
    "PersonAdmin",
]
