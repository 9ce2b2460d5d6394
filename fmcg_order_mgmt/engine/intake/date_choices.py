"""The days that doubtful words may mean, for a person to choose from."""

import datetime as dt

from . import dates, language

WITHIN = 62


def date_choices(words: str, today: dt.date, day_first: bool = False) -> list[dt.date]:
    """Return the coming days that ``words`` may mean, the soonest first; none where no day is in them.

    The words are read as of today and as of the coming months' and year's first days, with day and month
    in either order, whole and word by word: of "next Wed" the weekday alone is clear, so both the coming
    one and that a week later are offered.
    """
    flat = language.flat(words).strip()
    bases = [today, *_firsts(today)]
    found = {d for base in bases for order in (day_first, not day_first) for d in _read(flat, base, order)}
    if not found:
        for word in flat.split():
            for day in _read(word, today, day_first):
                found |= {day, day + dt.timedelta(7)}
    return sorted(d for d in found if 0 <= (d - today).days <= WITHIN)


def _firsts(today: dt.date) -> list[dt.date]:
    """The first days of the next two months: a day of the month that is past here comes round there."""
    first = (today.replace(day=1) + dt.timedelta(32)).replace(day=1)
    return [first, (first + dt.timedelta(32)).replace(day=1)]


def _read(words: str, today: dt.date, day_first: bool) -> list[dt.date]:
    return [found.date for found in dates.find(words, today, day_first) if found.date]
