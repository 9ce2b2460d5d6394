"""Days as people type them into a search box: near today, past or coming."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..intake.dates import HAN_DAYS, months, weekdays
from ..intake.vocabulary import vocabulary

_NUMBERS = r"[0-9]{1,2}"
_WRITTEN = re.compile(
    rf"(?P<y>20[0-9]{{2}})[-/.年](?P<ym>{_NUMBERS})[-/.月](?P<yd>{_NUMBERS})[日号]?"
    rf"|(?P<a>{_NUMBERS})(?P<sep>[-/.])(?P<b>{_NUMBERS})(?:(?P=sep)(?P<ab>(?:20)?[0-9]{{2}})?)?"
    rf"|(?P<m>{_NUMBERS})月(?P<d>{_NUMBERS})[日号]?"
    rf"|(?P<of>{_NUMBERS})[日号]"
)
_WEEK = r"(?:周|星期|礼拜)"
_HAN_WEEKDAY = rf"(?:上个?|下个?|本|这个?)?{_WEEK}[一二三四五六日天]"


def days_of(text: str, today: dt.date, month_first: bool = False) -> tuple[dt.date, ...]:
    """Return the days that a lower-case, half-width text may mean; nothing where it is no day.

    A day without its year is the one nearest to today. A weekday is the last one and the coming one.

    :param month_first: 3/4 means the fourth of March
    """
    if match := _WRITTEN.fullmatch(text):
        return tuple(_written(match, today, month_first))
    return tuple(dict.fromkeys(_worded(text, today)))


def is_named(text: str) -> bool:
    """Return whether a day is called by a name and not by its number: today, Monday."""
    return not any(char.isdigit() for char in text)


def _written(match: re.Match, today: dt.date, month_first: bool) -> Iterator[dt.date]:
    if match["y"]:
        return _sound([(match["y"], match["ym"], match["yd"])])
    if match["m"]:
        return _nearest(_sound(_years(match["m"], match["d"], today)), today)
    if match["of"]:
        around = [today.replace(day=1) + dt.timedelta(days) for days in (-1, 0, 31)]
        return _nearest(_sound((day.year, day.month, match["of"]) for day in around), today)
    return _two_numbers(match, today, month_first)


def _two_numbers(match: re.Match, today: dt.date, month_first: bool) -> Iterator[dt.date]:
    """3/17, 17.3. and 17-3-2026: a full stop at the end or a year behind dots put the day first."""
    dotted = match["sep"] == "." and match[0].count(".") == 2
    month, day = (match["a"], match["b"]) if month_first and not dotted else (match["b"], match["a"])
    if int(month) > 12 >= int(day):
        month, day = day, month
    year = match["ab"]
    if year:
        return _sound([(year if len(year) == 4 else f"20{year}", month, day)])
    return _nearest(_sound(_years(month, day, today)), today)


def _years(month, day, today: dt.date) -> list[tuple]:
    return [(today.year + offset, month, day) for offset in (-1, 0, 1)]


def _sound(days: Iterable[tuple]) -> Iterator[dt.date]:
    """Yield the days (year, month, day) that the calendar has."""
    for day in days:
        try:
            yield dt.date(*map(int, day))
        except ValueError:
            continue


def _nearest(days: Iterable[dt.date], today: dt.date) -> Iterator[dt.date]:
    # Of two equally far the one before: orders are looked for after they came.
    found = sorted(days, key=lambda day: (abs((day - today).days), day))
    yield from found[:1]


@lru_cache(maxsize=1)
def _offsets() -> dict[str, int]:
    """Words for days by their distance from today."""
    held = vocabulary()
    before = {-1: held.dates.get("yesterday", ()), -2: held.dates.get("day_before", ())}
    past = {word: offset for offset, words in before.items() for word in words}
    return {**held.days, **past}


@lru_cache(maxsize=1)
def _named_month() -> re.Pattern:
    month = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    day, year = r"([0-9]{1,2})(?:st|nd|rd|th|er)?", r"(?:,?\s+(20[0-9]{2}))?"
    return re.compile(rf"{day}\s+(?:of\s+)?({month})\.?{year}|({month})\.?\s+{day}{year}")


def _worded(text: str, today: dt.date) -> Iterator[dt.date]:
    if text in _offsets():
        yield today + dt.timedelta(_offsets()[text])
    elif re.fullmatch(_HAN_WEEKDAY, text):
        yield from _around(HAN_DAYS[text[-1]], today, text[0])
    elif (word := text.rstrip(".")) in weekdays():
        yield from _around(weekdays()[word], today)
    elif match := _named_month().fullmatch(text):
        day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        every = [(year, months()[month], day)] if year else _years(months()[month], day, today)
        yield from _nearest(_sound(every), today)


def _around(weekday: int, today: dt.date, week: str = "") -> Iterator[dt.date]:
    """Yield a weekday: of the last, this or the next week where that is said, else on both sides of today."""
    weeks = {"上": -7, "本": 0, "这": 0, "下": 7}
    if week in weeks:
        yield today + dt.timedelta(weekday - today.weekday() + weeks[week])
        return
    yield today - dt.timedelta((today.weekday() - weekday) % 7)
    yield today + dt.timedelta((weekday - today.weekday()) % 7)


@lru_cache(maxsize=1)
def _han_day() -> tuple[re.Pattern, re.Pattern]:
    """A Chinese day alone, and with something before or behind it."""
    words = sorted((word for word in _offsets() if not word.isascii()), key=len, reverse=True)
    day = "|".join([_HAN_WEEKDAY, *(re.escape(word) for word in words if word[0] >= "\u3000")])
    return re.compile(day), re.compile(rf"({day})(.+)|(.+?)({day})")


def split_han(text: str) -> list[str]:
    """Part a Chinese day from what it is written together with: 昨天万家福."""
    whole, parts = _han_day()
    match = None if whole.fullmatch(text) else parts.fullmatch(text)
    return [part for part in match.groups() if part] if match else [text]
