"""Times as the store and the payloads write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, so that the order of the texts is the order of the times."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The aware time that `stamp` wrote."""
    return datetime.fromisoformat(text)


def utc_now() -> datetime:
    """Now, aware."""
    return datetime.now(UTC)


def lies_ahead(published: datetime, now: datetime) -> bool:
    """Whether a date of publication cannot be true yet; a day is left to clocks and zones."""
    return published >= now + timedelta(days=1)
