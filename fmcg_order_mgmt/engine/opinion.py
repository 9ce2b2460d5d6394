"""What a customer's answer form said, read with care: it comes from outside and without login."""

from collections.abc import Mapping
from dataclasses import dataclass

QUESTIONS = ("product", "speed", "packaging", "service")
RECEIPTS = ("complete", "missing", "damaged")
MAX_STARS = 5
BAD_STARS = 2
MAX_TEXT = 2000


@dataclass(frozen=True)
class Opinion:
    """One answer: stars per question (only those given), the receipt if said, free words, and what is wrong.

    ``faults`` holds codes: ``empty`` (nothing was answered), ``stars`` or ``receipt`` (a value that the form
    does not offer), ``long`` (more than MAX_TEXT characters), ``nul`` (a character no text may hold).
    """

    stars: dict[str, int]
    receipt: str | None = None
    text: str = ""
    faults: tuple[str, ...] = ()

    @property
    def is_complaint(self) -> bool:
        """Say whether someone has to look after this: two stars or fewer, something missing or damaged."""
        return is_complaint(self.stars.values(), self.receipt)


def is_complaint(stars, receipt: str | None) -> bool:
    """Return whether these stars (0 is not rated) and this receipt need somebody's care."""
    return receipt in ("missing", "damaged") or any(0 < star <= BAD_STARS for star in stars)


def read_opinion(form: Mapping[str, str]) -> Opinion:
    """Read the fields of an answer form; never raises, what is wrong stands in ``faults``.

    Line ends count as one character, as they do in the browser's own limit.
    """
    stars, wrong = _stars(form)
    receipt = _field(form, "receipt") or None
    text = _field(form, "text").replace("\r\n", "\n").strip()
    faults = ["stars"] if wrong else []
    if receipt not in (*RECEIPTS, None):
        faults.append("receipt")
        receipt = None
    if len(text) > MAX_TEXT:
        faults.append("long")
    if "\x00" in text:
        faults.append("nul")
    if not (stars or receipt or text or faults):
        faults.append("empty")
    return Opinion(stars, receipt, text, tuple(faults))


def _stars(form: Mapping[str, str]) -> tuple[dict[str, int], bool]:
    allowed = {str(star): star for star in range(1, MAX_STARS + 1)}
    said = {question: _field(form, question) for question in QUESTIONS}
    stars = {question: allowed[value] for question, value in said.items() if value in allowed}
    return stars, any(value and value not in allowed for value in said.values())


def _field(form: Mapping[str, str], name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
