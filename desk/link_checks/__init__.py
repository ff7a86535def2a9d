"""Whether what pages cite outside this site is still there: `manage.py check_links` asks, and the desk shows what it found.

`addresses` collects what is named, `asking` asks one address, `checking` goes over all of them; `overview` and `admin` are
what the desk shows. Readers' requests never lead out.
"""

from desk.link_checks.overview import Summary, summary

__all__ = ["Summary", "summary"]
