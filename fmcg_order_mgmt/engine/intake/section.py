"""The part of a text that is about one customer: from its pieces to drafts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from . import units
from .dates import Found
from .documents import asked
from .free_goods import granted
from .intent import Intent
from .item import Item, parted
from .items import Items
from .landmarks import Token, landmarks, without_overlaps
from .lexer import Lexer, numbers_apart
from .lines import Amount, Desk, once, repeated, replaced, staged
from .matcher import Match
from .model import Customer, Draft, Knowledge, Line, Message, OpenOrder, Question
from .phrases import Phrases, Piece
from .speakers import LINES, SYSTEM
from .targets import Target, Targets
from .usual import last_regular, usual

SIDE = 40


class Section:
    """Reads the text from ``start`` to ``end`` as the words of one customer."""

    def __init__(
        self,
        message: Message,
        knowledge: Knowledge,
        customer: Customer | None,
        flat: str,
        start: int,
        end: int,
        doubt: str | None = None,
        lead: int = 0,
    ):
        self.message, self.customer, self.doubt, self.start = message, customer, doubt, start
        self.desk = Desk(message, knowledge, customer)
        # everything outside the part becomes space, so that offsets stay those of the message
        self.flat = flat[:lead] + re.sub(r"[^\n]", " ", flat[lead:start]) + flat[start:end]
        self.today = message.received_at.date()
        self.named: list[Customer] = []
        own = customer.unit_words if customer else {}
        self.units = units.words(knowledge.unit_words, own)
        self.pieces = self._pieces()
        self.targets = Targets(message, self.desk.orders())
        self.found = self.targets.find(self.flat, self.pieces)
        self.dates = self._dates()

    def _pieces(self) -> list[Piece]:
        index = self.desk.index
        apart = [
            Token("noise", *m.span()) for pattern in (LINES, SYSTEM) for m in pattern.finditer(self.flat)
        ]
        for a, b, named in index.parties.named_in(self.flat):
            self.named.append(named)
            apart.append(Token("noise", a, b, "customer"))
        apart += landmarks(
            self.flat,
            self.customer,
            self.desk.orders(),
            self.today,
            self.units,
            lambda word: index.exact(word, self.desk.customer),
            index.figures,
        )
        marks = without_overlaps([*apart, *numbers_apart(self.flat)])
        tokens = Lexer(index.lexicon, self.units).tokens(self.flat, marks)
        return Phrases(self.flat, tokens, index, self.units).pieces()

    def amounts(self) -> bool:
        """Return whether an amount with a unit stands here, or goods with figures that may be one."""
        packs = (t for p in self.pieces if p.kind == "goods" and p.known for t in p.tokens if t.kind == "pack")
        return any(p.kind == "amount" and p.value.parts[0][1] for p in self.pieces) or any(packs)

    def drafts(self) -> list[Draft]:
        """Return the drafts of this part: one for each order that is meant."""
        items = Items(self.flat).read(self.pieces)
        intent = Intent(self.flat, self.pieces, items, self.found, self.message)
        if intent.usual:
            return [self._finished(self._usual(items), None)]
        if intent.cancels:
            target = self._target(self.found, intent)
            return [self._finished(self._dated(self._draft("cancel", target, ())), target)]
        if not items and not intent.hold and not (intent.about and self.dates):
            return []
        drafts = []
        for target, mine in self._by_target(items, intent):
            drafts += self._orders(mine, target, intent)
        return drafts

    def _by_target(self, items: list[Item], intent: Intent) -> list[tuple[OpenOrder | None, list[Item]]]:
        """The items of each order that is spoken of: those of its sentence and the ones after it."""
        spoken = [t for t in self.found if t.order]
        if not intent.about or len({t.order.key for t in spoken}) < 2:
            return [(self._target(self.found, intent) if intent.about else None, items)]
        starts = [self._sentence(t.at) for t in spoken]
        groups: list[tuple[OpenOrder | None, list[Item]]] = [(t.order, []) for t in spoken]
        for item in items:
            place = max((i for i, start in enumerate(starts) if start <= item.start), default=0)
            groups[place][1].append(item)
        return [(order, mine) for order, mine in groups if mine]

    def _sentence(self, at: int) -> int:
        """Where the sentence around a place begins."""
        return max(
            (p.end for p in self.pieces if p.kind == "break" and p.value == 3 and p.end <= at), default=0
        )

    def _target(self, found: Sequence[Target], intent: Intent) -> OpenOrder | None:
        if found:
            return next((t.order for t in found if t.order), None)
        return self.targets.followed or (self.targets.recent() if intent.changes else None)

    def _orders(self, items: list[Item], target: OpenOrder | None, intent: Intent) -> list[Draft]:
        kind = "hold" if intent.hold else "amend" if intent.about else "order"
        made = []
        for found, mine in self._by_date(items):
            lines = self._lines(mine, target, intent)
            if target and lines and intent.replaces:
                lines = list(replaced(lines, target))
            if not lines and kind == "order":
                continue
            draft = self._draft(kind, target, lines)
            draft = self._with_date(draft, found) if found else self._dated(draft)
            made.append(self._finished(draft, target))
        return made

    def _draft(self, kind: str, target: OpenOrder | None, lines: Sequence[Line]) -> Draft:
        customer = self.customer.key if self.customer else None
        reference = next(
            (self.targets.reference(p).upper() for p in self.pieces if p.value == "reference"), None
        )
        return Draft(
            kind, customer, target.key if target else None, lines=tuple(lines), customer_ref=reference
        )

    def _usual(self, items: list[Item]) -> Draft:
        """An order like the last one, with what the words change."""
        more = any(x.action == "add" and self._says_more(x) for x in items)
        changes = [
            line
            for item in items
            if any(g.known for g in item.goods)
            for line in self._line(item, last_regular(self.desk))
        ]
        made = usual(
            self.desk, changes, more, self.message.text[self.pieces[0].start : self.pieces[-1].end].strip()
        )
        return self._dated(made)

    def _says_more(self, item: Item) -> bool:
        if self.flat[: item.start].rstrip().endswith("+"):
            return True
        return any(
            p.kind == "role" and p.value == "add" for p in self.pieces if item.start - 6 <= p.start < item.end
        )

    # lines

    def _lines(self, items: list[Item], target: OpenOrder | None, intent: Intent) -> list[Line]:
        lines: list[Line] = []
        for item in items:
            if item.action in ("remove", "drop") and not intent.about:
                continue
            if item.action == "usual":
                lines.append(self._as_before(item))
                continue
            if item.amount is None and item.action == "add":
                lines += self._unquantified(item)
                continue
            lines += self._swapped(item, target) if item.swap else self._line(item, target)
        settled = [x for x in lines if x.action in ("add", "remove", "return", "free") or intent.about]
        return granted(once(self._set_again(settled, target, intent)), self.desk, self.today)

    def _set_again(self, lines: list[Line], target: OpenOrder | None, intent: Intent) -> list[Line]:
        """After one "make it 8" the next goods of the same order are set as well, without a verb."""
        held = {x.product for x in target.lines} if target else set()
        seen, found = False, []
        for line in lines:
            seen = seen or line.action == "set"
            bare = line.action == "add" and line.product in held and not intent.more(line.span)
            found.append(replace(line, action="set") if bare and (seen or intent.replaces) else line)
        return found

    def _unquantified(self, item: Item) -> list[Line]:
        """Goods without an amount among goods that have one; only what is surely goods is asked about."""
        match = self.desk.index.match(self._words(item.goods[0]), self.desk.customer)
        if match.product is None or match.question:
            return []
        question = Question("no_quantity", {"words": self._words(item.goods[0])})
        return [
            Line(match.product, verdict="ask", score=match.score, question=question, **self._source(item))
        ]

    def _as_before(self, item: Item) -> Line:
        """Goods as usual: the quantity of the last order is put to a person."""
        words = self._words(item.goods[0])
        match = self.desk.match(words)
        last = last_regular(self.desk)
        before = next((x for x in last.lines if x.product == match.product), None) if last else None
        if match.question or before is None:
            question = match.question or Question("no_quantity", {"words": words})
            return Line(match.product, verdict="ask", score=match.score, question=question, **self._source(item))
        question = Question("as_before", {"words": words, "quantity": before.quantity})
        made = self.desk.checked(match, Amount(((before.quantity, "", before.unit),)), words, **self._source(item))
        return replace(made, verdict="ask", question=made.question or question)

    def _line(self, item: Item, target: OpenOrder | None) -> list[Line]:
        if item.amount is None:
            return self._removed(item, target)
        zero = all(n == 0 for n, _w, _k in item.amount.parts)
        if zero and item.action == "add" and not item.amount.vague:
            return []
        if item.unclear:
            return [self._unclear(item, target)]
        amount = replace(item.amount, vague=item.amount.vague or item.unsure)
        values = {
            "action": "remove" if item.action == "drop" else item.action,
            "price_claim": self._price(item),
            **self._source(item),
        }
        if item.alternatives:
            return [self._either(item, amount, values)]
        return self._described(item.goods[0], amount, values, _held(target))

    def _unclear(self, item: Item, target: OpenOrder | None) -> Line:
        """A line that is understood, but for what its question asks."""
        made = self._line(replace(item, unclear=""), target)[0]
        if made.verdict != "ok":
            return made
        question = Question(item.unclear, {"words": self._words(item.goods[0])})
        return replace(made, verdict="ask", question=question)

    def _described(self, goods: Piece, amount: Amount, values: dict, held: Sequence[int]) -> list[Line]:
        line = self.desk.line(self._words(goods), amount, held, **values)
        if line.product is not None and line.verdict != "block" and line.question is None:
            return [line]
        return self._side_by_side(goods, amount, values) or [line]

    def _side_by_side(self, goods: Piece, amount: Amount, values: dict) -> list[Line]:
        """Goods that make no sense together but each alone: whose amount it is must be asked."""
        parts = parted([goods])
        matches = [self.desk.index.match(self._words(p), self.desk.customer) for p in parts]
        if len(parts) < 2 or any(m.product is None or m.question for m in matches):
            return []
        vague = replace(amount, vague=True)
        return [self.desk.line(self._words(p), vague, **values) for p in parts]

    def _either(self, item: Item, amount: Amount, values: dict) -> Line:
        words = " / ".join(self._words(g) for g in item.goods)
        matches = [self.desk.index.match(self._words(g), self.desk.customer) for g in item.goods]
        answers = tuple(a for m in matches for a in (self.desk.answer(m.product),) if a)
        match = Match(None, 0.5, Question("which_product", {"words": words}), answers)
        return self.desk.checked(match, amount, words, **values)

    def _removed(self, item: Item, target: OpenOrder | None) -> list[Line]:
        words = self._words(item.goods[0])
        match = self.desk.match(words, held=_held(target))
        verdict = "ask" if match.question else "ok"
        return [
            Line(
                match.product,
                action="remove",
                score=match.score,
                verdict=verdict,
                question=match.question,
                answers=match.answers,
                words=words,
                **self._source(item),
            )
        ]

    def _swapped(self, item: Item, target: OpenOrder | None) -> list[Line]:
        """Other goods in place of ordered ones: as many as were ordered where no amount is said."""
        gone = self._removed(item, target)
        held = next((x for x in target.lines if x.product == gone[0].product), None) if target else None
        amount = item.amount or (Amount(((held.quantity, "", held.unit),)) if held else None)
        values = self._source(item)
        if amount is None:
            match = self.desk.index.match(self._words(item.swap), self.desk.customer)
            question = Question("no_quantity", {"words": self._words(item.swap)})
            return [*gone, Line(match.product, verdict="ask", score=match.score, question=question, **values)]
        return [*gone, self.desk.line(self._words(item.swap), amount, **values)]

    def _words(self, goods: Piece) -> str:
        """The words that name goods, as they stand with the joining ones left out."""
        words, end = "", None
        for token in goods.tokens:
            gap = " " if end is not None and token.start > end else ""
            words += gap + (
                str(token.value)
                if token.kind in ("size", "latin") and token.value
                else self.flat[token.start : token.end]
            )
            end = token.end
        return words

    def _source(self, item: Item) -> dict:
        raw = self.message.text[item.start : item.end]
        start = item.start + len(raw) - len(raw.lstrip())
        source = raw.strip()
        return {"span": (start, start + len(source)), "source": source}

    def _price(self, item: Item) -> Decimal | None:
        """The price in the item's own clause: within it, before it, or right behind."""
        prices = [p for p in self.pieces if p.value == "price"]
        breaks = [p for p in self.pieces if p.kind == "break" and p.value >= 2]
        start = max((b.end for b in breaks if b.end <= item.start), default=0)
        stop = min((b.start for b in breaks if b.start >= item.end), default=len(self.flat))
        others = [p.start for p in self.pieces if p.kind in ("goods", "amount") and p.start >= item.end]
        stop = min([stop, *others])
        mine = [p for p in prices if start <= p.start < stop]
        return mine[0].tokens[0].value if mine else None

    # dates

    def _dates(self) -> list[Found]:
        """The dates that say when to deliver: of a correction only the last, none of the note itself."""
        pieces = [p for p in self.pieces if p.value == "date" and p.tokens]
        moved = [p for p in pieces if self._lead(p) == "set"]
        own = [p for p in pieces if p.start >= self.start]
        # the day of one shop in a list wins over the day said for all
        pieces = self._told_closer(own or pieces)
        kept = moved or [
            p for p in pieces if self._lead(p) != "not" and not self._gone(p) and not self._heads(p)
        ]
        return [p.tokens[0].value for p in kept]

    def _told_closer(self, pieces: list[Piece]) -> list[Piece]:
        """Without days that are named roughly where a certain one follows before any goods: 下周要货, 下周一送."""
        counted = next((p.start for p in self.pieces if p.kind == "amount"), len(self.flat))
        certain = [p for p in pieces if p.tokens[0].value.date and p.start < counted]
        return [p for p in pieces if p.tokens[0].value.date or not certain or p.start > certain[-1].start]

    def _lead(self, piece: Piece) -> object:
        before = [p for p in self.pieces if p.end <= piece.start and piece.start - p.end < 3]
        return before[-1].value if before and before[-1].kind == "role" else None

    def _gone(self, piece: Piece) -> bool:
        """Whether a date is one that does not do any more: 25号来不及了."""
        behind = next((p for p in self.pieces if p.start >= piece.end), None)
        return behind is not None and behind.value == "clear"

    def _heads(self, piece: Piece) -> bool:
        """Whether a date only heads a note: beside the shop's name, with no goods on its line."""
        if self.message.channel not in ("photo", "phone"):
            return False
        a, b = self.flat.rfind("\n", 0, piece.start) + 1, self.flat.find("\n", piece.end)
        line = [p for p in self.pieces if a <= p.start < (b if b >= 0 else len(self.flat))]
        told = any(p.kind in ("goods", "amount") or p.value == "deliver" for p in line)
        return not told and any(p.tokens and p.tokens[0].value == "customer" for p in line)

    def _by_date(self, items: list[Item]) -> list[tuple[Found | None, list[Item]]]:
        """The items of each day where several days are named; one group without a day otherwise."""
        if len({f.date or f.span for f in self.dates}) < 2 or self._alternative_days():
            return [(None, items)]
        leading = bool(items) and self.dates[0].span[0] < items[0].start
        groups: list[tuple[Found, list[Item]]] = [(f, []) for f in self.dates]
        for item in items:
            places = [
                i
                for i, f in enumerate(self.dates)
                if (f.span[0] <= item.start if leading else f.span[0] >= item.end - 1)
            ]
            place = (places[-1] if leading else places[0]) if places else None
            groups[place if place is not None else (0 if leading else -1)][1].append(item)
        filled = [(found, mine) for found, mine in groups if mine]
        return filled if len(filled) > 1 else [(None, items)]

    def _alternative_days(self) -> bool:
        first, second = self.dates[0].span, self.dates[1].span
        return bool(re.fullmatch(r"\s*(?:或者?|还是|or|/|、)\s*", self.flat[first[1] : second[0]]))

    def _with_date(self, made: Draft, found: Found) -> Draft:
        if found.date is not None:
            return replace(made, date=found.date)
        said = self.message.text[found.span[0] : found.span[1]].strip()
        return replace(made, date_question=Question(found.code or "which_date", {"words": said}))

    def _dated(self, made: Draft) -> Draft:
        days = {f.date for f in self.dates}
        if not days or made.date:
            return made
        if len(days) == 1 and None not in days:
            return replace(made, date=days.pop())
        odd = next((f for f in self.dates if f.date is None), self.dates[0])
        return self._with_date(made, odd if odd.date is None else replace(odd, date=None))

    # the whole

    def _finished(self, made: Draft, target: OpenOrder | None) -> Draft:
        question = self._question(made)
        if question:
            lines = made.lines or (Line(action="remove", score=0.0),)
            return replace(made, question=question, lines=tuple(asked(x, question) for x in lines))
        orders = self.desk.orders()
        return staged(made, orders) if made.target is not None else repeated(made, self.desk)

    def _question(self, made: Draft) -> Question | None:
        strangers = [c for c in self.named if self.customer and c.key != self.customer.key]
        if self.doubt:
            words = (
                self.message.text[self.pieces[0].start : self.pieces[-1].end].strip()[:SIDE]
                if self.pieces
                else "?"
            )
            return Question(self.doubt, {"words": words})
        if self.customer is None:
            return Question("which_customer")
        if strangers:
            return Question("which_shop", {"words": strangers[0].name})
        if made.kind in ("cancel", "amend") and made.target is None:
            return Question("which_order")
        return made.question


def _held(order: OpenOrder | None) -> tuple[int, ...]:
    return tuple(line.product for line in order.lines) if order else ()
