"""When digests go and when it is quiet: times of a day, in a time zone that is passed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path

from watcher.options import DURATION, Kind

_DAY = timedelta(days=1)
_SHORTEST = timedelta(minutes=1)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"
_TIMES = re.compile(rf"(?:daily|weekly\s+({'|'.join(_WEEKDAYS)}))\s+{_CLOCK}", re.ASCII | re.IGNORECASE)
_QUIET = re.compile(rf"{_CLOCK}\s*[-–]\s*{_CLOCK}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Times:
    """When digests go: at a time of each day or of one day of the week, or every so often, counted from midnight."""

    at: time = time()
    weekday: int | None = None  # 0 is Monday
    every: timedelta | None = None  # at most a day

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first of these times that comes later than a moment.

        On a day when clocks change, a time that is skipped comes as much later, one that is repeated counts once.
        """
        today = moment.astimezone(zone).date()
        if self.every:
            midnight = _instant(today, time(), zone)
            steps = (moment - midnight) // self.every + 1
            return min(midnight + steps * self.every, _instant(today + _DAY, time(), zone))
        days = (today + number * _DAY for number in range(9))
        wanted = (day for day in days if self.weekday in {None, day.weekday()})
        return next(found for day in wanted if (found := _instant(day, self.at, zone)) > moment)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of each day in which nothing is sent; where they end before they begin, they go over midnight."""

    begin: time
    end: time

    def until(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """When the quiet ends in which a moment lies; None where it lies in none."""
        today = moment.astimezone(zone).date()
        nights = _DAY if self.end <= self.begin else timedelta()
        for day in (today - _DAY, today):
            end = _instant(day + nights, self.end, zone)
            if _instant(day, self.begin, zone) <= moment < end:
                return end
        return None


def _instant(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _times(value: object, folder: Path) -> Times:
    if isinstance(value, str) and (match := _TIMES.fullmatch(value.strip())):
        weekday, hour, minute = match.groups()
        return Times(time(int(hour), int(minute)), _WEEKDAYS.index(weekday.lower()) if weekday else None)
    try:
        every: timedelta = DURATION.read(value, folder)
    except ValueError:
        every = timedelta()
    if not _SHORTEST <= every <= _DAY:
        raise ValueError(
            f'expected "daily 09:00", "weekly mon 09:00" or an interval from "1m" to "1d" such as "15m", got {value!r}'
        )
    return Times(every=every)


def _quiet(value: object, _folder: Path) -> Quiet:
    match = _QUIET.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or match.group(1, 2) == match.group(3, 4):
        raise ValueError(f'expected hours such as "22:00-07:00", got {value!r}')
    hours = [int(part) for part in match.groups()]
    return Quiet(time(hours[0], hours[1]), time(hours[2], hours[3]))


TIMES = Kind("times", _times)
QUIET = Kind("hours", _quiet)
