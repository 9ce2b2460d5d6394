"""Delivery dates in words, relative to the day on which a message arrived."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from . import numbers
from .vocabulary import alternatives, part, vocabulary

HAN_DAYS = {**{c: i for i, c in enumerate("一二三四五六日")}, "天": 6, **{str(i + 1): i for i in range(6)}}
HAN_NUMBER = "[一二三四五六七八九十廿]{1,3}"
FAR = 60
# as many signs may stand between a weekday and its date
BESIDE = 16


@dataclass(frozen=True)
class Found:
    """A date expression at ``span``; ``date`` is None where ``code`` asks which one is meant."""

    span: tuple[int, int]
    date: dt.date | None
    code: str = ""


def _places(*groups: str, count: int = 100) -> dict[str, int]:
    """Words with their places in a list of ``count``, which every language gives anew."""
    held = vocabulary().dates
    return {word: i % count for group in groups for i, word in enumerate(held.get(group, ()))}


@lru_cache(maxsize=1)
def weekdays() -> dict[str, int]:
    """Return the names of the weekdays in all languages, Monday as 0."""
    return {
        word.rstrip("."): i
        for word, i in _places("weekday", "weekday_short", "weekday_long", count=7).items()
    }


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Return the names of the months in all languages, January as 1."""
    named = {word: i + 1 for word, i in _places("month", "month_short", count=12).items()}
    return {**named, **dict.fromkeys(vocabulary().dates.get("month_other", ()), 9)}


@lru_cache(maxsize=1)
def ordinals() -> dict[str, int]:
    """Return the days of a month in words: the twenty fourth."""
    ones = {word: i + 1 for word, i in _places("ordinal").items()}
    tens = {word: 20 + 10 * i for word, i in _places("ordinal_tens").items()}
    joined = {
        f"{ten}{gap}{one}": n + i
        for ten, n in tens.items()
        for one, i in ones.items()
        for gap in " -"
        if i < 10
    }
    exact = {word: 20 + 10 * i for word, i in _places("ordinal_exact").items()}
    return {**ones, **joined, **exact}


@lru_cache(maxsize=1)
def pattern() -> re.Pattern:
    """Return the pattern of all date expressions, built from the words of the languages once."""
    held = vocabulary().dates
    other = "|".join(map(re.escape, sorted(held["not_delivery"], key=len, reverse=True)))
    after = "|".join(map(re.escape, sorted(held["deliver_after"], key=len, reverse=True)))
    month, day = alternatives(months()), alternatives(weekdays())
    ordinal, of, the, coming = (part(f"date_{word}") for word in ("ordinal", "of", "the", "coming"))
    # the 31st of June is no 31st, and Tuesday's brunch no Tuesday
    alone, own = (
        rf"(?!\w|\s+(?:{of}\s+)?(?:{month})|\s+{part('date_place')})",
        # sun cream is no Sunday
        rf"'s (?:{other}|no|not|off|out|too)(?!\w)|\s(?:{alternatives(held['no_day'])})",
    )
    return re.compile(
        "|".join(
            (
                r"(?<!\d)(?P<iso>20\d{2})[-/.年](?P<iso_m>\d{1,2})[-/.月](?P<iso_d>\d{1,2})[日号]?(?!\d)",
                r"(?<!\d)(?P<dmy_d>\d{1,2})[-/.](?P<dmy_m>\d{1,2})[-/.](?P<dmy>(?:20)?\d{2})(?![\d.])",
                rf"(?P<unknown>{alternatives(held['unknown'])})(?!的?(?:{other})|[一二三四五六日天])",
                # 明天送的接龙 is a list that is delivered tomorrow, and no order of that day
                rf"(?P<rel>{alternatives(vocabulary().days)})(?!的?(?:{other})(?!接龙))",
                rf"(?P<zh>\d{{1,2}}|{HAN_NUMBER})月(?P<zh_d>\d{{1,2}}|{HAN_NUMBER})(?:[日号](?!店|楼|仓|门))?",
                rf"(?P<week>下下|下个?|本|这个?|上个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天1-6])(?!\d(?!\d?[点:：])|个?的?(?:{other}))",
                rf"(?<![a-z\d.@$¥￥])(?P<md>1[0-2]|0?[1-9]|[12]\d|3[01])(?P<sep>[./])(?P<md_d>[12]\d|3[01]|0?[1-9])(?!\d)(?:日|号)?(?=\s*(?:{after}|$)|\s*\n|[\u4e00-\u9fff]{{1,8}}[,，]\s?就?那天)",
                r"(?<![a-z\d.-])(?P<hy>1[0-2]|0?[1-9])-(?P<hy_d>1[3-9]|2\d|3[01])(?=\s*(?:$|[\n,;，；。送到要]))",
                rf"(?<!\w){part('date_lead')}\s*:?\s+(?:{part('date_on')}\s+)?(?P<sl>\d{{1,2}})/(?P<sl_d>\d{{1,2}})(?![\d/])",
                rf"(?<![\w./-])(?P<ld>\d{{1,2}})/(?P<ld_d>\d{{1,2}}) {part('date_behind')}(?!\w)",
                rf"(?<![a-z\d.路街巷弄道村区段附-])(?P<dd>[12]?\d|3[01]|{HAN_NUMBER})[日号](?!店|楼|仓|门|院|库|铺|[a-z])(?=\s*(?:{after}|$|\n|[,.;)]))",
                rf"(?<!\w)(?:(?:{day}),?\s+)?(?:the\s+)?(?P<en_d>\d{{1,2}})(?:{ordinal}|\.)?(?:\s+(?:{of}\s+)?|-)(?P<en_m>{month})(?:,?\s+(?P<en_y>20\d\d))?(?!\w)",
                rf"(?<!\w)(?:(?:{day}),?\s+)?(?P<us_m>{month})\s+(?P<us_d>\d{{1,2}}){ordinal}?(?:,?\s+(?P<us_y>20\d\d))?(?![a-z0-9:])",
                rf"(?<!\w)(?:{the}|(?:{coming}\s+)?(?:{day})\s+(?:the\s+)?)\s*(?P<th>\d{{1,2}}){ordinal}{alone}",
                rf"(?<!\w)(?:{coming}\s+)?(?:{day})\s+the\s+(?P<dth>{alternatives(ordinals())})(?!\w)",
                rf"(?<!\w)(?:on|by|for|before)\s+the\s+(?P<nth>{alternatives(ordinals())})(?!\w)",
                # days that begin the lines of a list
                r"(?<![^\n])(?P<ln>[12]?\d|3[01])[日号](?=[^\S\n]+[^\s\d]|\s?:)",
                r"(?<![^\n])(?P<lm>1[0-2]|0?[1-9])\.(?P<lm_d>[12]\d|3[01]|0?[1-9])(?=[^\S\n]+[\u4e00-\u9fff])",
                rf"(?<!\w)(?P<next>{coming})?\s*(?P<day>{day})(?![a-z0-9]|{own})",
            )
        )
    )


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
    if other and (other - today).days <= FAR:
        return Found(span, other)
    return Found(span, None, "past_date")


def _exact(year: int, month: int, day: int, today: dt.date, span: tuple[int, int]) -> Found:
    found = _day(year, month, day)
    return Found(span, found, "" if found else "which_date")


def _weekday(index: int, mode: str, today: dt.date, span: tuple[int, int]) -> Found:
    monday = today - timedelta(today.weekday())
    if mode.startswith("下"):
        return Found(span, monday + timedelta(7 * (2 if mode == "下下" else 1) + index))
    if mode.startswith("上"):
        return Found(span, None, "past_date")
    if mode in ("本", "这", "这个"):
        day = monday + timedelta(index)
        return Found(span, day) if day >= today else Found(span, None, "past_date")
    return Found(span, today + timedelta((index - today.weekday()) % 7 or 7))


def _slashed(first: int, second: int, day_first: bool, today: dt.date, span: tuple[int, int]) -> Found:
    """03/04 by the customer's habit: month first or day first."""
    month, day = (second, first) if day_first else (first, second)
    if month > 12 >= day:
        month, day = day, month
    return _coming(month, day, today, span)


def _number(words: str) -> int:
    return int(numbers.number(words) or 0)


def _one(m: re.Match, today: dt.date, day_first: bool) -> Found:
    span = m.span()
    if m["iso"]:
        return _exact(int(m["iso"]), int(m["iso_m"]), int(m["iso_d"]), today, span)
    if m["dmy"]:
        return _full(m, today, day_first)
    if m["rel"]:
        return Found(span, today + timedelta(vocabulary().days[m["rel"]]))
    if m["zh"]:
        return _coming(_number(m["zh"]), _number(m["zh_d"]), today, span)
    if m["wd"]:
        return _weekday(HAN_DAYS[m["wd"]], m["week"] or "", today, span)
    if m["md"]:
        return _slashed(int(m["md"]), int(m["md_d"]), day_first and m["sep"] == "/", today, span)
    if m["hy"]:
        return _coming(int(m["hy"]), int(m["hy_d"]), today, span)
    if m["sl"]:
        return _slashed(int(m["sl"]), int(m["sl_d"]), day_first, today, span)
    if m["ld"]:
        return _slashed(int(m["ld"]), int(m["ld_d"]), day_first, today, span)
    if m["nth"] or m["dth"]:
        return _of_month(ordinals()[m["nth"] or m["dth"]], today, span)
    if m["lm"]:
        return _coming(int(m["lm"]), int(m["lm_d"]), today, span)
    if m["dd"] or m["th"] or m["ln"]:
        return _of_month(_number(m["dd"] or m["th"] or m["ln"]), today, span)
    return _named(m, today)


def _full(m: re.Match, today: dt.date, day_first: bool) -> Found:
    first, second, year = int(m["dmy_d"]), int(m["dmy_m"]), int(m["dmy"])
    month, day = (second, first) if day_first or first > 12 else (first, second)
    return _exact(year if year > 99 else 2000 + year, month, day, today, m.span())


def _of_month(day: int, today: dt.date, span: tuple[int, int]) -> Found:
    """A day of this month; one that is past by weeks is that of the next month where the turn is near."""
    this = _day(today.year, today.month, day)
    if this and this >= today:
        return Found(span, this)
    turn = dt.date(today.year + today.month // 12, today.month % 12 + 1, 1)
    other = _day(turn.year, turn.month, day)
    if other and (other - today).days <= 10:
        return Found(span, other)
    return Found(span, None, "past_date" if this else "which_date")


def _named(m: re.Match, today: dt.date) -> Found:
    span = m.span()
    if m["en_d"] or m["us_d"]:
        month, day = months()[m["en_m"] or m["us_m"]], int(m["en_d"] or m["us_d"])
        year = m["en_y"] or m["us_y"]
        return _exact(int(year), month, day, today, span) if year else _coming(month, day, today, span)
    if m["day"] and m["next"] not in vocabulary().dates["next"]:
        return _weekday(weekdays()[m["day"]], "", today, span)
    return Found(span, None, "which_date")


def find(text: str, today: dt.date, day_first: bool = False) -> Iterator[Found]:
    """Yield the date expressions of a lower-case, half-width text, in order.

    A weekday beside its date is one expression; where they contradict each other it is open.
    """
    by_day = vocabulary().patterns["by_day"].search(text) is not None
    held: tuple[Found, bool] | None = None
    for m in pattern().finditer(text):
        if (m["hy"] and _range(m)) or ((m["ln"] or m["lm"]) and not by_day):
            continue
        found, weekday = _one(m, today, day_first), bool(m["wd"] or m["day"])
        if held and weekday != held[1] and _told_by(text[held[0].span[1] : found.span[0]]):
            found = _told_twice(held[0], found, weekday)
        elif held:
            yield held[0]
        held = found, weekday
    if held:
        yield held[0]


def _told_by(between: str) -> bool:
    """Whether nothing but a part of the day stands between a weekday and its date: 周五下午(9月4号)."""
    said = between.strip(" (")
    return len(between) < BESIDE and (not said or said in vocabulary().dates["part_of_day"])


def _told_twice(first: Found, second: Found, weekday: bool) -> Found:
    """The date beside a weekday, open if they disagree: 礼拜五(9月4号); ``weekday`` tells the second one."""
    named, dated = (second, first) if weekday else (first, second)
    span = first.span[0], second.span[1]
    agree = named.date is None or dated.date is None or named.date.weekday() == dated.date.weekday()
    return replace(dated, span=span) if agree else Found(span, None, "which_date")


def _range(m: re.Match) -> bool:
    """Whether 10-15 may be a range of a quantity: no amount is complete before it, nothing is delivered."""
    before, after = m.string[: m.start()].rstrip(" "), m.string[m.end() :].lstrip()
    return bool(before) and after[:1] not in ("送", "到", "要") and not _complete().search(before)


@lru_cache(maxsize=1)
def _complete() -> re.Pattern:
    units = alternatives(sorted(vocabulary().units, key=len, reverse=True))
    return re.compile(rf"(?:[\d一二两三四五六七八九十百半]\s*(?:{units})|[\n,;，；。:：])$")


def cell(value: str, today: dt.date, day_first: bool = False) -> Found | None:
    """Return the date in a table cell: any written form, or a spreadsheet's serial day (1900 system)."""
    value = value.strip().lower()
    if re.fullmatch(r"[34-6]\d{4}(\.0)?", value):
        return Found((0, len(value)), dt.date(1899, 12, 30) + timedelta(int(float(value))))
    bare = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})", value)
    if bare:
        return _slashed(int(bare[1]), int(bare[2]), day_first, today, (0, len(value)))
    return next(find(value, today, day_first), None)
