"""Where Django's admin looks for what the desk adds to it."""

from desk.missed import MissedSearchAdmin

__all__ = ["MissedSearchAdmin"]
