"""What of a carrier's words may be shown to whom, and when a parcel arrives in words' terms."""

import datetime as dt
import re

# By its letters a text tells only some languages; Chinese is written without kana.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
# A further digit, with what may stand between digits; extensions are part of a number.
_NEXT = r"(?:[ \-－—‑().（）]{0,2}\d)"
_EXTENSION = r"(?:\s*(?:转|ext\.?|x)\s*\d{1,6})?"
_TELEPHONE = re.compile(
    rf"""
    (?<![A-Za-z\d.]) (?:
        (?:\+|00)\d{_NEXT}{{7,14}}                          # with a country
      | \(?0\d{_NEXT}{{8,10}}                               # with an area
      | [1１][3-9３-９]{_NEXT}{{9}}                         # a Chinese mobile
      | \(?[2-9]\d\d\)?[ \-.]\d{{3}}[ \-.]\d{{4}}           # as North America writes it
    ) (?!\d) {_EXTENSION}
    """,
    re.VERBOSE | re.IGNORECASE,
)
# After a word for it any digits are a telephone; elsewhere eight of them may be the code of a locker.
_AFTER_WORD = re.compile(
    rf"((?:电话|手机号?|联系方式|致电|拨打|tel|phone|mobile|call)[^\d\n]{{0,6}})\d{_NEXT}{{4,12}}{_EXTENSION}",
    re.IGNORECASE,
)
HIDDEN = "•••"


def language_of(text: str) -> str:
    """Return the language that a text's letters give away, "" where they do not, as Latin ones never do."""
    return next((code for code, letters in _SCRIPTS if letters.search(text)), "")


def without_phones(text: str, number: str = "") -> str:
    """Return the text with dots for telephone numbers; ``number``, the waybill itself, stays."""
    parts = text.split(number) if number else [text]
    return number.join(_AFTER_WORD.sub(rf"\1{HIDDEN}", _TELEPHONE.sub(HIDDEN, part)) for part in parts)


def arrival_window(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
    """Return from when to when goods come that are expected at a local moment; None for a mere day.

    A carrier's minute is an estimate, so it gets an hour on either side, in full hours, within the day. The
    first and the last minute of a day, and its noon, are how dates without hours are written.
    """
    if (moment.hour, moment.minute) in ((0, 0), (12, 0), (23, 59)):
        return None
    hour = moment.replace(minute=0, second=0, microsecond=0)
    start = hour if hour.hour == 0 else hour - dt.timedelta(hours=1)
    end = hour + dt.timedelta(hours=2 if moment.minute else 1)
    return start, min(end, moment.replace(hour=23, minute=59, second=0, microsecond=0))
