"""From a described product and an amount to a checked line, in the same way for every reader."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import units
from .codes import Match
from .matcher import index_of
from .model import Answer, Customer, Draft, Knowledge, Line, Message, OpenOrder, Product, Question
from .vocabulary import vocabulary

OUTLIER, MANY, FEW_OUTLIER, HUGE = 10, 10, 50, 500
SURE_OF_HELD = 0.8
DAY, SOON = 86400, 4 * 3600
# a number right before things in the plural, as English counts pieces
PLURAL = re.compile(r"^\W*\d+\s+(?!x\s)(?:[a-z-]+\s+){0,3}[a-z]{2,}[^s\W]s\b")
LEFT = ("shipped", "delivered", "done", "closed")


@dataclass(frozen=True)
class Amount:
    """A written quantity: parts of (number, unit word, kind), ``vague`` where only "about" is said."""

    parts: tuple[tuple[Decimal | None, str, str | None], ...]
    vague: bool = False


class Desk:
    """Makes lines for one customer out of words."""

    def __init__(self, message: Message, knowledge: Knowledge, customer: Customer | None):
        self.message, self.knowledge = message, knowledge
        self.index = index_of(knowledge)
        self._orders = self._orders_of(customer)
        if customer and not customer.usual:
            customer = replace(customer, usual=self._usual(knowledge.habits.get(customer.key, ())))
        self.customer = customer

    def _usual(self, habits: Collection[int]) -> tuple[int, ...]:
        """What a customer buys: what it bought before, and what its known orders hold more than once."""
        counts = Counter(line.product for order in self._orders for line in order.lines)
        often = {product for product, count in counts.items() if count > 1 or not habits}
        return tuple(sorted({*habits, *often}))

    def match(self, words: str, hint: str = "", held: Sequence[int] = (), part: tuple | None = None) -> Match:
        """Return what words mean; where several products may be meant, the one among those ``held``.

        :param part: (number, unit word, kind) of the amount, whose unit may tell which is meant
        """
        written = part is not None and part[2] is not None

        def fits(product: Product) -> bool:
            return not written or self.unit_of(product, *part[1:]) is not None

        found = self.index.match(words, self.customer, hint, fits)
        mine = [a.product for a in found.answers if a.product in held]
        which = found.question is None or (found.question.code == "which_product" and not mine)
        if held and found.product not in held and which:
            # as good a name for what is ordered already: take the water off
            mine = self.index.among(words, held) or self.index.of_kind(words, held)
        if found.product not in held and len(mine) == 1:
            return Match(mine[0], SURE_OF_HELD, note=found.note)
        return found

    def line(self, words: str, amount: Amount, held: Sequence[int] = (), **values) -> Line:
        """Return the line for described words and an amount; ``values`` are further fields of the line."""
        word = amount.parts[0][1]
        hint = vocabulary().containers.get(word, "") if amount.parts[0][2] == "piece" else ""
        match = self.match(words, hint, held, amount.parts[0])
        return replace(self.checked(match, amount, **values), words=words)

    def checked(self, match: Match, amount: Amount, words: str = "", **values) -> Line:
        """Return the line for a match and an amount, with its verdict and question.

        ``words`` name the line in a question, the source does where they are left out.
        """
        said = {"words": words or values.get("source", "").strip() or "?"}
        made = Line(
            product=match.product,
            score=match.score,
            note=match.note,
            answers=match.answers,
            words=words,
            **values,
        )
        if any(n is None or n < 0 for n, _w, _k in amount.parts):
            return replace(made, verdict="block", question=Question("bad_quantity", said))
        if match.question:
            n, _word, kind = amount.parts[0]
            return replace(
                made,
                verdict="block" if match.block else "ask",
                question=match.question,
                answers=tuple(self._complete(a, amount) for a in match.answers),
                quantity=n,
                unit=kind if kind in ("piece", "inner", "case", "pallet") else None,
            )
        if match.unit:
            amount = self._packed(amount, match.unit)
        return self._measured(made, amount, said)

    def unit_of(self, product: Product, word: str, kind: str | None) -> tuple[str, object, Decimal] | None:
        """Return (kind, unit key, base units) of a written unit, of the customer's usual one without it."""
        told = kind is not None or bool(word)
        if kind is None and self.message.unit_word:
            word = self.message.unit_word
            kind = vocabulary().units.get(word)
        if kind is None and self.customer:
            kind = self.customer.product_units.get(product.key)
            if kind is None:
                word, kind = self.customer.default_word, self.customer.default_unit
        elif self.customer and word not in product.named and self.customer.unit_words.get(word) == kind:
            word = ""  # a person said what the customer means by it: no container contradicts that
        found = units.unit_for(product, word, kind) if kind else None
        return found or (self._only_unit(product) if not told else None)

    @staticmethod
    def _only_unit(product: Product) -> tuple[str, object, Decimal] | None:
        """The unit of a product that is sold by one alone: ten empty crates need none."""
        if len(product.units) > 1 or len(product.named) > 1:
            return None
        return next(((kind, *held) for kind, held in product.units.items()), None)

    def answer(self, key: int | None) -> Answer | None:
        """Return a ready answer that names a product, None where there is no such product."""
        return Answer(self.index.products[key].names[0], key) if key in self.index.products else None

    def _complete(self, answer: Answer, amount: Amount) -> Answer:
        """Add the amount to an answer that names a product, so that one choice settles the line."""
        number, word, kind = amount.parts[0]
        if len(amount.parts) > 1 or answer.product not in self.index.products:
            return answer
        unit = self.unit_of(self.index.products[answer.product], word, kind)
        return replace(answer, quantity=number, unit=unit[0]) if unit and kind != "dozen" else answer

    @staticmethod
    def _packed(amount: Amount, unit: str) -> Amount:
        """A case's own barcode without a unit counts cases; beside another unit it is unclear."""
        return replace(
            amount,
            parts=tuple((n, w, unit if kind in (None, unit) else "unclear") for n, w, kind in amount.parts),
        )

    def _measured(self, made: Line, amount: Amount, said: dict) -> Line:
        product = self.index.products[made.product]
        total, resolved = Decimal(0), []
        for number, word, kind in amount.parts:
            unit = self.unit_of(product, word, kind)
            if unit is None or self._single_things(amount, unit, said):
                return self._without_unit(made, product, amount.parts[0], said)
            total += number * unit[2]
            resolved.append((number, *unit))
        number, kind, uom, size = resolved[0]
        if len(resolved) > 1 or size != product.units.get(kind, (None, size))[1]:
            # several parts, or a dozen: counted in pieces
            piece = product.units.get("piece", (uom, size))
            named = len(resolved) == 1 and any(
                uom == held[1] and size == held[2] for held in product.named.values()
            )
            number, kind, uom = (number, kind, uom) if named else (total, "piece", piece[0])
        made = replace(made, quantity=number, unit=kind, base=total, uom=uom)
        return self._judged(made, amount, product, said)

    @staticmethod
    def _single_things(amount: Amount, unit: tuple, said: dict) -> bool:
        """Whether many of what stands in the plural may be pieces and not the usual cases: 50 bulbs."""
        number, word, kind = amount.parts[0]
        many = number is not None and number >= units.DOZEN and not word and not kind
        return bool(many and unit[0] != "piece" and PLURAL.match(said["words"].lower()))

    def _without_unit(self, made: Line, product: Product, part: tuple, said: dict) -> Line:
        number, word, kind = part
        if word or kind:
            wrong = Question("unit_not_sold", {**said, "product": product.names[0]})
            return replace(made, verdict="ask", quantity=number, question=wrong)
        answers = tuple(Answer(k, made.product, number, k) for k in product.units)
        asked_for = Question("which_unit", {**said, "quantity": number})
        return replace(made, verdict="ask", quantity=number, answers=answers, question=asked_for)

    def _judged(self, made: Line, amount: Amount, product, said: dict) -> Line:
        if amount.vague:
            return replace(made, verdict="ask", question=Question("vague_quantity", said))
        odd = any(n % 1 for n, _w, _k in amount.parts)
        whole = made.base == made.base.to_integral_value()
        half = all(n % 1 in (0, Decimal("0.5")) for n, _w, _k in amount.parts)
        if (not whole and not half) or (not made.base and made.action != "set"):
            return replace(made, verdict="block", question=Question("bad_quantity", said))
        if odd and (not whole or not product.fraction):
            return replace(made, verdict="ask", question=Question("half_unit", said))
        if self._outlier(made):
            return replace(made, verdict="ask", question=Question("outlier", said))
        return made

    def _outlier(self, made: Line) -> bool:
        before = [
            units.ordered(self.index.products[x.product], x) or 0
            for o in self.orders()
            for x in o.lines
            if x.product == made.product
        ]
        most = max(before, default=Decimal(0))
        # a slip makes large numbers: one case after some sleeves is none
        limit = OUTLIER if made.quantity >= MANY or made.unit == "pallet" else FEW_OUTLIER
        return made.base > limit * most if most else self._first_time_huge(made)

    def _first_time_huge(self, made: Line) -> bool:
        """Whether a product that was not ordered before is wanted in numbers like no other one was."""
        if made.unit != "case" or made.quantity < HUGE:
            return False
        most = max((x.quantity for o in self.orders() for x in o.lines if x.unit == made.unit), default=0)
        return made.quantity > OUTLIER * most

    def orders(self) -> list[OpenOrder]:
        """Return the known orders of the customer, the latest first."""
        return self._orders

    def ordered(self, order: OpenOrder) -> set[tuple[int, Decimal | None]]:
        """Return (product, base units) of what an order holds of the goods that are sold."""
        known = self.index.products
        return {(x.product, units.ordered(known[x.product], x)) for x in order.lines if x.product in known}

    def _orders_of(self, customer: Customer | None) -> list[OpenOrder]:
        if customer is None:
            return []
        self.knowledge.asked.add(customer.key)
        mine = [o for o in self.knowledge.open_orders if o.customer == customer.key]
        return sorted(mine, key=lambda o: o.ordered_at, reverse=True)


def once(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Join lines that name one product twice into a question: both, or one of them?"""
    kept: list[Line] = []
    for line in lines:
        if line.question and line.question.code == "product_guess":
            kept.append(line)
            continue
        same = next(
            (
                i
                for i, x in enumerate(kept)
                if line.product is not None
                and x.product == line.product
                and x.action == line.action
                and x.action in ("add", "set")
                and not (x.question and x.question.code == "product_guess")
            ),
            None,
        )
        if same is None:
            kept.append(line)
            continue
        first = kept[same]
        numbers = [x.quantity for x in (first, line) if x.quantity is not None]
        answers = tuple(
            Answer(str(n), line.product, n, line.unit) for n in dict.fromkeys([*numbers, sum(numbers)])
        )
        kept[same] = replace(
            first,
            verdict="ask",
            base=None,
            answers=answers,
            question=Question(
                "duplicate_product", {"words": first.source, "quantities": " + ".join(map(str, numbers))}
            ),
        )
    return tuple(kept)


def replaced(lines: Sequence[Line], target: OpenOrder) -> tuple[Line, ...]:
    """Return the lines as all that is to be left of an order: what they do not name goes."""
    named = {line.product for line in lines}
    left = (x.product for x in target.lines if x.product not in named)
    kept = tuple(replace(x, action="set") if x.action == "add" else x for x in lines)
    return kept + tuple(Line(product=key, action="remove") for key in left)


def staged(draft: Draft, orders: Sequence[OpenOrder]) -> Draft:
    """Ask about changes to an order that is being picked, block those to one that has left."""
    target = next((o for o in orders if o.key == draft.target), None)
    if target is None:
        return draft
    left = target.stage in (*LEFT, "cancelled")
    if not left and target.stage != "picking":
        return draft
    question = Question("shipped" if left else "picking", {"ref": target.ref})
    verdict = "block" if left else "ask"
    lines = draft.lines or (Line(action="remove", score=0.0),)
    return replace(
        draft, question=question, lines=tuple(replace(x, verdict=verdict, question=question) for x in lines)
    )


def repeated(draft: Draft, desk: Desk) -> Draft:
    """Ask about an order that exists already: by its reference, else by the same lines within a day."""
    if draft.kind != "order":
        return draft
    now = {(x.product, x.base) for x in draft.lines if x.verdict == "ok" and x.base}
    for order in desk.orders():
        if not _same_reference(draft, order) and not (now and _same_lines(now, order, draft, desk)):
            continue
        question = Question("duplicate_order", {"ref": order.ref})
        lines = tuple(
            x if x.verdict == "block" else replace(x, verdict="ask", question=question) for x in draft.lines
        )
        return replace(draft, question=question, lines=lines)
    return draft


def _same_reference(draft: Draft, order: OpenOrder) -> bool:
    return bool(draft.customer_ref) and draft.customer_ref == order.customer_ref


def _same_lines(now: set, order: OpenOrder, draft: Draft, desk: Desk) -> bool:
    """The same goods within a day; two references that differ say that two orders are meant."""
    if draft.customer_ref and (order.customer_ref or desk.message.channel == "edi"):
        return False
    then = desk.ordered(order)
    # what has left already is more likely wanted once more than said twice
    window = SOON if order.stage in LEFT else DAY
    return now == then and abs((desk.message.received_at - order.ordered_at).total_seconds()) < window
