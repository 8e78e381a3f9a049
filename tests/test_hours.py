"""Times of digests and quiet hours, also where clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.hours import QUIET, TIMES, Quiet, Times

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
ZONES = [SHANGHAI, BERLIN, *map(ZoneInfo, ("America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "UTC"))]


def times(written: str) -> Times:
    found: Times = TIMES.read(written, Path())
    return found


def quiet(written: str) -> Quiet:
    found: Quiet = QUIET.read(written, Path())
    return found


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A moment by the clocks of a zone, the first one where there are two."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("written", "now", "then"),
    [
        ("daily 09:00", "2024-05-06 08:59:59", "2024-05-06 09:00"),
        ("daily 09:00", "2024-05-06 09:00", "2024-05-07 09:00"),
        ("Daily 9:05", "2024-02-28 10:00", "2024-02-29 09:05"),
        ("weekly mon 09:00", "2024-05-06 08:00", "2024-05-06 09:00"),
        ("weekly mon 09:00", "2024-05-06 09:00", "2024-05-13 09:00"),
        ("weekly sun 23:59", "2024-05-06 09:00", "2024-05-12 23:59"),
        ("15m", "2024-05-06 08:07", "2024-05-06 08:15"),
        ("15m", "2024-05-06 08:15", "2024-05-06 08:30"),
        ("7h", "2024-05-06 20:59", "2024-05-06 21:00"),
        ("7h", "2024-05-06 21:00", "2024-05-07 00:00"),
        ("1d", "2024-05-06 12:00", "2024-05-07 00:00"),
    ],
)
def test_the_next_digest(written: str, now: str, then: str) -> None:
    assert times(written).after(local(now), SHANGHAI) == local(then)


def test_a_time_that_is_skipped_comes_later_and_one_that_is_repeated_counts_once() -> None:
    half_past_two = times("daily 02:30")

    assert half_past_two.after(local("2024-03-30 12:00", BERLIN), BERLIN) == local("2024-03-31 03:30", BERLIN)
    first = local("2024-10-27 02:30", BERLIN)
    assert half_past_two.after(local("2024-10-26 12:00", BERLIN), BERLIN) == first
    assert half_past_two.after(first, BERLIN) == local("2024-10-28 02:30", BERLIN)


@given(
    st.sampled_from(["daily 02:30", "daily 00:00", "weekly sun 02:10", "15m", "1h", "7h", "1d"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)),
    st.sampled_from(ZONES),
)
def test_there_is_always_a_next_time_and_none_between(written: str, naive: datetime, zone: ZoneInfo) -> None:
    """Wherever one asks from before it, the answer is the same."""
    now = naive.replace(tzinfo=UTC)
    then = times(written).after(now, zone)
    assert now < then <= now + timedelta(days=8)
    assert times(written).after(now + (then - now) / 2, zone) == then
    assert times(written).after(then, zone) > then


@pytest.mark.parametrize(
    ("written", "now", "end"),
    [
        ("22:00-07:00", "2024-05-06 21:59:59", None),
        ("22:00-07:00", "2024-05-06 22:00", "2024-05-07 07:00"),
        ("22:00-07:00", "2024-05-07 06:59:59", "2024-05-07 07:00"),
        ("22:00-07:00", "2024-05-07 07:00", None),
        ("12:00 – 13:30", "2024-05-06 12:30", "2024-05-06 13:30"),
        ("12:00-13:30", "2024-05-06 13:30", None),
        ("00:00-6:00", "2024-05-06 00:00", "2024-05-06 06:00"),
    ],
)
def test_quiet_hours(written: str, now: str, end: str | None) -> None:
    assert quiet(written).until(local(now), SHANGHAI) == (local(end) if end else None)


@given(
    st.sampled_from(["22:00-07:00", "01:00-02:30", "02:30-02:00", "23:59-00:01"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)),
    st.sampled_from(ZONES),
)
def test_quiet_ends_within_a_day(written: str, naive: datetime, zone: ZoneInfo) -> None:
    """And does so for every moment of the same night alike."""
    now, hours = naive.replace(tzinfo=UTC), quiet(written)
    if end := hours.until(now, zone):
        assert now < end <= now + timedelta(hours=25)
        assert hours.until(now + (end - now) / 2, zone) == end
        assert hours.until(end, zone) is None


@pytest.mark.parametrize("written", ["daily", "daily 24:00", "weekly 09:00", "weekly mo 09:00", "30s", "2d", "9", 9])
def test_times_that_are_none(written: object) -> None:
    with pytest.raises(ValueError, match='expected "daily 09:00", "weekly mon 09:00" or an interval'):
        TIMES.read(written, Path())


@pytest.mark.parametrize("written", ["22-7", "22:00", "22:00-24:00", "07:00-07:00", True, ""])
def test_hours_that_are_none(written: object) -> None:
    with pytest.raises(ValueError, match='expected hours such as "22:00-07:00"'):
        QUIET.read(written, Path())
