"""Delivery dates in Chinese and English words, relative to the day on which a message arrived."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

RELATIVE = {
    "大后天": 3,
    "后天": 2,
    "明天": 1,
    "明儿个": 1,
    "明早": 1,
    "明日": 1,
    "今天": 0,
    "今日": 0,
    "day after tomorrow": 2,
    "tomorrow": 1,
    "tmrw": 1,
    "tmr": 1,
    "today": 0,
}
UNKNOWN = "月底(?=送|前|到)|节前|改天|尽快|asap"
WEEKDAYS = {**{c: i for i, c in enumerate("一二三四五六日")}, "天": 6}
ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?P<{}>" + "|".join(MONTHS) + ")[a-z]*"
PATTERN = re.compile(
    "|".join(
        (
            r"(?P<iso>\d{4})[-/.年](?P<iso_m>\d{1,2})[-/.月](?P<iso_d>\d{1,2})日?",
            r"(?P<rel>" + "|".join(RELATIVE) + r")(?!的?(?:订单|单|采购))",
            r"(?P<zh>\d{1,2})月(?P<zh_d>\d{1,2})[日号]?",
            r"(?P<week>下|本|这)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])",
            r"(?<![\w.])(?P<md>\d{1,2})(?P<sep>[./])(?P<md_d>\d{1,2})(?:日|号)?(?=\s*(?:送|到|$)|\s*\n)",
            r"(?<!\w)(?:delivery|deliver|on|by)\s+(?P<sl>\d{1,2})/(?P<sl_d>\d{1,2})(?!\d)",
            r"(?<![\w-])(?P<dd>\d{1,2})[日号](?!店|楼|仓|门|院|[a-z])(?=\s*(?:送|到|前|要|$|\n|来))",
            r"(?<!\w)(?P<en_d>\d{1,2})(?:st|nd|rd|th)?\s+"
            + _MONTH.format("en_m")
            + r"(?:\s+(?P<en_y>20\d\d))?(?!\w)",
            r"(?<!\w)" + _MONTH.format("us_m") + r"\s+(?P<us_d>\d{1,2})(?:st|nd|rd|th)?(?!\w)",
            r"(?<!\w)(?P<next>next\s+)?(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?(?!\w)",
            r"(?P<unknown>" + UNKNOWN + ")",
        )
    )
)


@dataclass(frozen=True)
class Found:
    """A date expression at ``span``; ``date`` is None where ``code`` asks which one is meant."""

    span: tuple[int, int]
    date: dt.date | None
    code: str = ""


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _coming(month: int, day: int, today: dt.date, span: tuple[int, int]) -> Found:
    """A day without a year: this year's if it lies ahead, next year's where the turn of the year is near."""
    this = _day(today.year, month, day)
    if this is None:
        return Found(span, None, "which_date")
    if this >= today:
        return Found(span, this)
    other = _day(today.year + 1, month, day)
    if other and (other - today).days <= 60:
        return Found(span, other)
    return Found(span, None, "past_date")


def _weekday(index: int, mode: str | None, today: dt.date, span: tuple[int, int]) -> Found:
    ahead = (index - today.weekday()) % 7
    if mode == "下":
        return Found(span, today - timedelta(today.weekday()) + timedelta(7 + index))
    if mode in ("本", "这"):
        day = today - timedelta(today.weekday()) + timedelta(index)
        return Found(span, day) if day >= today else Found(span, None, "past_date")
    return Found(span, today + timedelta(ahead or 7))


def _slashed(first: int, second: int, day_first: bool, today: dt.date, span: tuple[int, int]) -> Found:
    """03/04 by the customer's habit: month first or day first."""
    month, day = (second, first) if day_first else (first, second)
    if month > 12 >= day:
        month, day = day, month
    return _coming(month, day, today, span)


def _one(m: re.Match, today: dt.date, day_first: bool) -> Found:
    span = m.span()
    if m["iso"]:
        day = _day(int(m["iso"]), int(m["iso_m"]), int(m["iso_d"]))
        return Found(span, day, "" if day else "which_date")
    if m["rel"]:
        return Found(span, today + timedelta(RELATIVE[m["rel"]]))
    if m["zh"]:
        return _coming(int(m["zh"]), int(m["zh_d"]), today, span)
    if m["wd"]:
        return _weekday(WEEKDAYS[m["wd"]], m["week"], today, span)
    if m["md"]:
        return _slashed(int(m["md"]), int(m["md_d"]), day_first and m["sep"] == "/", today, span)
    if m["sl"]:
        return _slashed(int(m["sl"]), int(m["sl_d"]), day_first, today, span)
    if m["dd"]:
        return _coming(today.month, int(m["dd"]), today, span)
    return _english(m, today, span)


def _english(m: re.Match, today: dt.date, span: tuple[int, int]) -> Found:
    if m["en_d"] and m["en_y"]:
        day = _day(int(m["en_y"]), MONTHS.index(m["en_m"]) + 1, int(m["en_d"]))
        return Found(span, day, "" if day else "which_date")
    if m["en_d"] or m["us_d"]:
        month = m["en_m"] or m["us_m"]
        return _coming(MONTHS.index(month) + 1, int(m["en_d"] or m["us_d"]), today, span)
    if m["day"] and not m["next"]:
        return _weekday(ENGLISH_DAYS.index(m["day"]), None, today, span)
    return Found(span, None, "which_date")


def find(text: str, today: dt.date, day_first: bool = False) -> Iterator[Found]:
    """Yield the date expressions of a lower-case, half-width text, in order."""
    for m in PATTERN.finditer(text):
        yield _one(m, today, day_first)


def cell(value: str, today: dt.date, day_first: bool = False) -> Found | None:
    """Return the date in a table cell: any written form, or a spreadsheet's serial day (1900 system)."""
    value = value.strip().lower()
    if re.fullmatch(r"[34-6]\d{4}(\.0)?", value):
        return Found((0, len(value)), dt.date(1899, 12, 30) + timedelta(int(float(value))))
    return next(find(value, today, day_first), None)
