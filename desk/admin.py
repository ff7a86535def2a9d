"""Where Django's admin looks for what the desk adds to it."""

from desk.audit import AuditAdmin
from desk.missed import MissedSearchAdmin
from desk.people import PersonAdmin

__all__ = ["AuditAdmin", "MissedSearchAdmin", "PersonAdmin"]
