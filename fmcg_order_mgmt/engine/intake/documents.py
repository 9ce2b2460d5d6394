"""What electronic orders have in common, in any syntax: articles, references, dates, checks."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import language, units
from .codes import Match
from .lines import Desk, repeated, staged
from .model import Answer, Draft, Line, Naming, OpenOrder, Question

MOST_LINES = 2000
# UN/CEFACT 1001: order, purchase order, rush order, call-off; blanket or consignment orders need a person
PLAIN_TYPES = {"", "105", "220", "224", "226"}

# a document that did not arrive whole is refused as it stands: nobody can say what is missing from it
BROKEN = {"parts_missing", "ends_differently", "cut_off"}


@dataclass(frozen=True)
class Article:
    """How a document names an article: by standard number (GTIN), buyer's code, our code, and words."""

    standard: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    words: str = ""

    @property
    def said(self) -> str:
        """The words for a person, else the first code."""
        return self.words or next(filter(None, (*self.standard, *self.buyers, *self.ours)), "?")

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, what is most the buyer's own first."""
        return tuple(filter(None, (*self.buyers, *self.standard, *self.ours)))

    def naming(self, unit: str | None) -> Naming:
        """Return what a line with this article keeps of how it was named."""
        return Naming(self.codes, self.words, unit)


def unit_kind(word: str, desk: Desk, words: Mapping[str, str] | None = None) -> str:
    """Return the kind of a unit's word or code, as the customer means it where that was learnt.

    :param words: unit words with their kinds, where words are written and not codes alone
    :return: 'unclear' for one that is not known
    """
    said, own = language.flat(word).strip(), desk.customer.unit_words if desk.customer else {}
    return own.get(said) or (words or {}).get(said) or units.of_code(word) or "unclear"


def found(article: Article, desk: Desk) -> Match:
    """Return the product of an article: by its codes, which must agree.

    By its words only as a question, unless there is nothing else and the customer has taught them.
    """
    exact = [desk.index.barcode(c) for c in article.standard if c]
    exact += [desk.index.own_code(c, desk.customer) for c in article.codes]
    exact += [desk.index.our_code(c) for c in article.ours if c]
    keys = list(dict.fromkeys(m.product for m in exact if m))
    said = {"words": article.said}
    if len(keys) > 1:
        answers = tuple(Answer(desk.index.products[k].names[0], k) for k in keys)
        return Match(None, 0.0, Question("product_conflict", said), answers)
    if keys:
        return next(m for m in exact if m)
    unknown = Match(None, 0.0, Question("unknown_product", said), block=True)
    if any(article.standard):
        return unknown
    taught = None if article.codes else desk.index.own_word(article.words, desk.customer)
    if taught:
        return taught
    return _guess(article, desk) or unknown


def _guess(article: Article, desk: Desk) -> Match | None:
    """A buyer's code that happens to be one of ours, or words that fit: offered, never taken."""
    codes = [m for m in (desk.index.our_code(c) for c in article.buyers if c) if m]
    match = codes[0] if codes else desk.index.match(article.words, desk.customer) if article.words else None
    if match is None or match.block or (match.product is None and not match.answers):
        return None
    if match.product is None:
        return match
    name = desk.index.products[match.product].names[0]
    question = Question("product_guess", {"words": article.said, "guess": name})
    return Match(match.product, 0.4, question, (Answer(name, match.product),))


def packed(line: Line, claimed: Decimal | None, desk: Desk, words: str) -> Line:
    """Ask about a line whose document counts other pieces in a pack than the product has."""
    if not claimed or line.product is None or line.verdict == "block":
        return line
    product = desk.index.products[line.product]
    known = [Decimal(size) for kind, (_uom, size) in product.units.items() if kind != "piece"]
    if not known or claimed in known:
        return line
    said = {"words": words, "claimed": claimed, "known": " / ".join(f"{n.normalize():f}" for n in known)}
    return replace(line, verdict="ask", base=None, question=Question("pack_conflict", said))


def target(references: Iterable[str], orders: Iterable[OpenOrder]) -> OpenOrder | None:
    """Return the one order with such a reference, the customer's or our own."""
    wanted = {r for r in references if r}
    fit = [o for o in orders if {o.customer_ref, o.ref} & wanted]
    return fit[0] if len(fit) == 1 else None


def dated(draft: Draft, said: str, today: dt.date) -> Draft:
    """Return the draft with its requested day (ISO or compact); a past one is asked about."""
    digits = said.strip()[:10].replace("-", "")[:8]
    if not digits:
        return draft
    try:
        day = dt.datetime.strptime(digits, "%Y%m%d").date()
    except ValueError:
        return replace(draft, date_question=Question("which_date", {"words": said}))
    if day < today:
        return replace(draft, date_question=Question("past_date", {"words": said}))
    return replace(draft, date=day)


def settled(
    draft: Draft, desk: Desk, question: Question | None = None, whole: Sequence[Line] | None = None
) -> Draft:
    """Return the draft after the checks of the whole: a known customer, a known order, not sent before.

    ``whole`` are the lines of a document split into several drafts: only all of it was sent before.
    """
    if question is None and draft.customer is None:
        question = Question("which_customer")
    elif question is None and draft.kind != "order" and draft.target is None:
        question = Question("which_order")
    if question:
        lines = draft.lines or (Line(action="remove", score=0.0),)
        return replace(draft, question=question, lines=tuple(asked(x, question) for x in lines))
    orders = desk.orders()
    if draft.kind != "order":
        return staged(draft, orders)
    if whole is None or len(whole) == len(draft.lines):
        return repeated(draft, desk)
    before = repeated(replace(draft, lines=tuple(whole)), desk).question
    return settled(draft, desk, before) if before else draft


def asked(line: Line, question: Question) -> Line:
    """Return a line that waits for a question about the whole; its own trouble stays."""
    verdict = "block" if question.code in BROKEN else "ask"
    return line if line.verdict != "ok" else replace(line, verdict=verdict, question=question)
