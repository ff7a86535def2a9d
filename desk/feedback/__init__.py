"""What readers say of a page: whether it helped, what is wrong on it, what they missed.

Nothing here knows who they are: no address, cookie, name or browser is kept, and of the time only the day. `views` is the
public side with `forms`, `ceilings` and `receiving`; `admin` the desk's with `handling` and `overview`.
"""

from desk.feedback.overview import Summary, summary

__all__ = ["Summary", "summary"]
