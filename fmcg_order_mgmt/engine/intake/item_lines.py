"""From an item, goods with what is wanted of them, to checked lines with their place in the text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from . import units
from .codes import Match
from .goods import lettered
from .item import REFINING, Item, parted
from .lines import Amount, Desk
from .model import Line, OpenOrder, Question
from .phrases import KNOWN, Piece
from .usual import last_regular
from .vocabulary import vocabulary

CONTINUED = 0.8
# a whole specification in numbers, as names write it with words: 100x6x8
SPEC = re.compile(r"\d+(?:[x*×]\d+){2,}")
# a size in letters alone
SIZE = re.compile(r"(?:nb|xs|s|m|l|x{1,3}l|[2-5]xl)\s?[码号]?")
# goods behind which a number and a word of two signs stand: 一麻袋, 两蛇皮袋
STRANGELY = re.compile(
    r"(?<=[\u3400-\u9fff])[一二两三四五六七八九十几半\d]+[\u3400-\u9fff]{1,2}\s?[袋包箱桶瓶盒罐筐捆]$"
)


class ItemLines:
    """Makes the lines of one customer's words; ``text`` as it was written, ``flat`` in one form."""

    def __init__(self, desk: Desk, text: str, flat: str, pieces: Sequence[Piece]):
        self.desk, self.text, self.flat, self.pieces = desk, text, flat, pieces
        self.named: list[Piece] = []
        self.prices = [p for p in pieces if p.value == "price"]

    def unquantified(self, item: Item) -> list[Line]:
        """Goods without an amount among goods that have one; only what is surely goods is asked about."""
        goods = item.goods[0]
        match = self.desk.index.match(self._words(goods), self.desk.customer)
        if match.question and any(t.kind == "size" for t in goods.tokens):
            # 200kg bread flour: the goods are sure, and what is wanted of them is not
            bare = replace(goods, tokens=tuple(t for t in goods.tokens if t.kind != "size"))
            match = self.desk.index.match(self._words(bare), self.desk.customer)
        said = self._words(goods)
        strange = (STRANGELY.search(said) or lettered(said)) if match.question else None
        if strange:
            # 小米一麻袋: the goods are sure, and nobody here counts them so
            match = self.desk.index.match(said[: strange.start()], self.desk.customer)
        if match.product is None or match.question or self.desk.index.is_empty(match.product):
            return []
        question = Question("no_quantity", {"words": self._words(item.goods[0])})
        return [
            Line(match.product, verdict="ask", score=match.score, question=question, **self._source(item))
        ]

    def as_before(self, item: Item, times: int = 1) -> Line:
        """Goods as usual: the quantity of the last order is put to a person; a multiple of it is told."""
        words = self._words(item.goods[0])
        match = self.desk.match(words)
        last = last_regular(self.desk)
        before = next((x for x in last.lines if x.product == match.product), None) if last else None
        if match.question or before is None:
            question = match.question or Question("no_quantity", {"words": words})
            return Line(
                match.product, verdict="ask", score=match.score, question=question, **self._source(item)
            )
        quantity, word, kind = units.again(self.desk.index.products[match.product], before)
        question = Question("as_before", {"words": words, "quantity": quantity})
        made = self.desk.checked(
            match, Amount(((quantity * times, word, kind),)), words, **self._source(item)
        )
        return made if times > 1 else replace(made, verdict="ask", question=made.question or question)

    def of(self, item: Item, target: OpenOrder | None) -> list[Line]:
        """Return the lines that an item makes of a new order, or of a change to ``target``."""
        if item.swap:
            return self._swapped(item, target)
        if item.amount is None:
            return self._removed(item, target)
        zero = all(n == 0 for n, _w, _k in item.amount.parts)
        if zero and item.action == "add" and not item.amount.vague:
            return []
        if not item.unclear and item.action == "add" and not item.verb and self._empties(item):
            item = replace(item, unclear="also_returned", verb=True)
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
        lines = self._described(item, amount, values, _held(target))
        return [*lines, *self._left_over(item, {x.product for x in lines})]

    def _closed(self, item: Item) -> bool:
        """Whether the goods behind an amount tell which of those before it are meant."""
        return not self.desk.match(f"{self._words(item.goods[0])} {self._words(item.after)}").question

    def _left_over(self, item: Item, named: set[int | None]) -> list[Line]:
        """Other goods behind an amount, of which none is said: how many of them is asked."""
        after = item.after
        if after is None or after.start == item.end:
            return []
        if vocabulary().patterns["left_open"].match(self.flat, after.end):
            return []
        if len(self._words(after)) < 2:
            return []  # a sign alone may be anything: 周五到仓
        if self._closed(item):
            return []
        match = self.desk.index.match(self._words(after), self.desk.customer)
        meant = {match.product, *(a.product for a in match.answers)} - {None}
        if match.block or not meant or meant & named:
            return []
        question = match.question or Question("no_quantity", {"words": self._words(after)})
        source = self._source(replace(item, start=after.start, end=after.end))
        values = {"score": match.score, "question": question, "answers": match.answers, **source}
        return [Line(match.product, verdict="ask", **values)]

    def _empties(self, item: Item) -> bool:
        """Whether goods are called empty: those are taken back more often than ordered."""
        words, patterns = self._words(item.goods[0]), vocabulary().patterns
        return bool(patterns["empties"].search(words) or patterns["crates"].search(words))

    def _unclear(self, item: Item, target: OpenOrder | None) -> Line:
        """A line that is understood, but for what its question asks."""
        made = self.of(replace(item, unclear=""), target)[0]
        if made.verdict != "ok":
            return made
        question = Question(item.unclear, {"words": self._words(item.goods[0])})
        return replace(made, verdict="ask", question=question)

    def _described(self, item: Item, amount: Amount, values: dict, held: Sequence[int]) -> list[Line]:
        goods, heading = item.goods[0], item.heading
        words = self._words(goods)
        if goods.tokens[0].kind == "unnamed":
            unknown = Match(None, 0.0, Question("unknown_product", {"words": words}), block=True)
            return [self.desk.checked(unknown, amount, words, **values)]
        if item.after:
            closer, told = f"{words} {self._words(item.after)}", self._closed(item)
            # 袋面四箱牛肉的: which is said right behind the amount, and is not sold
            vague = amount.vague or not told and item.after.start == item.end
            words, amount = closer if told else words, replace(amount, vague=vague)
        variants = self._variants(goods) if item.each else []
        if variants:
            return [self.desk.line(self._words(p), amount, held, **values) for p in variants]
        called = self.desk.index.figures.literal(words.strip()) and words.strip().isdigit()  # 84
        closer = not called and all(t.kind in REFINING for t in goods.tokens)
        closer = closer or words.strip() in vocabulary().sizes
        adjectives = words.strip() in vocabulary().adjectives
        context = (self.named or [heading])[0] if closer or adjectives else None
        if context:
            match = self._continued(words, context, set())
            if match:
                return [self.desk.checked(match, amount, words, **values)]
        line = self.desk.line(words, amount, held, **values)
        bare = all(t.kind in ("modifier", "container", "unit") for t in goods.tokens)
        bare = bare or (context and (adjectives or SIZE.fullmatch(words.strip())))
        if bare and line.verdict == "ok" and not held:
            line = self._guessed(line, words)  # 小包10袋, of goods that were not understood
        unreadable = any(
            t.kind == "strange" and not re.search(r"\w", self.flat[t.start : t.end]) for t in goods.tokens
        )
        if unreadable and line.verdict == "ok":
            return [self._guessed(line, words)]
        if line.product is not None and line.verdict != "block" and line.question is None:
            self.named = [goods, *self.named][:3]
            return [line]
        answers = {a.product for a in line.answers} - {None}
        told = all(t.kind in REFINING or t.kind in ("name", "alike", "latin", "unit") for t in goods.tokens)
        before = [*self.named, *([heading] if heading else [])] if told else []
        continued = (self._continued(words, piece, answers) for piece in before)
        match = next(filter(None, continued), None) or (told and self._held(goods, held))
        if match:
            return [self.desk.checked(match, amount, words, **values)]
        if line.question and line.question.code == "which_product":
            self.named = [goods, *self.named][:3]
        return self._side_by_side(goods, amount, values, item.each) or [line]

    def _guessed(self, line: Line, words: str) -> Line:
        guess = self.desk.index.products[line.product].names[0]
        return replace(
            line, verdict="ask", question=Question("product_guess", {"words": words, "guess": guess})
        )

    def _held(self, goods: Piece, held: Sequence[int]) -> Match | None:
        """The one product of an existing order that has a size: M码改成8箱."""
        if not held or any(t.kind not in REFINING for t in goods.tokens):
            return None
        fit = self.desk.index.sized(self._words(goods), held)
        return Match(fit[0], CONTINUED) if len(fit) == 1 else None

    def _continued(self, words: str, goods: Piece, answers: set[int]) -> Match | None:
        """What words mean that go on with goods before them: diapers L 5, XL 3; shampoo, 滋养的2箱."""
        # 罐可乐5箱, 水3箱: what goes on is the cola, and not its can
        if any(t.kind == "code" for t in goods.tokens):
            return None  # a code is one product and no kind of goods
        tokens = [t for t in goods.tokens if t.kind in KNOWN]
        tokens = tokens or [t for t in goods.tokens if t.kind not in REFINING]
        named = [self.flat[t.start : t.end] for t in tokens]
        found = {}
        for lead in {*named, " ".join(named)} - {""}:
            match = self.desk.match(f"{lead} {words}")
            if match.product is not None and not match.question:
                found[match.product] = match
        if len(found) != 1 or (answers and not answers & set(found)):
            return None
        match = found.popitem()[1]
        return replace(match, score=min(match.score, CONTINUED))

    def _variants(self, goods: Piece) -> list[Piece]:
        """Kinds of the first goods that are named together: 薯条原味番茄各五箱, 垃圾袋大的中的各1箱."""
        tokens = [t for t in goods.tokens if t.kind in ("name", "modifier", "size")]
        if len(tokens) < 3 or tokens[0].kind != "name":
            return []
        head, *more = tokens
        found = [replace(goods, tokens=(head, token)) for token in more]
        keys = [self.desk.match(self._words(part)).product for part in found]
        sure = [key for key in keys if key is not None]
        return found if sure and len(set(sure)) == len(sure) else []

    @staticmethod
    def _parts(goods: Piece) -> list[Piece]:
        """Goods side by side as pieces of their own: parted by a gap, else name by name."""
        parts = parted([goods])
        return (
            parts
            if len(parts) > 1
            else [replace(goods, tokens=(t,)) for t in goods.tokens if t.kind == "name"]
        )

    def _side_by_side(self, goods: Piece, amount: Amount, values: dict, each: bool) -> list[Line]:
        """Goods that make no sense together but each alone: whose amount it is must be asked."""
        parts = self._parts(goods)
        if any(t.kind == "strange" for t in goods.tokens):
            return []  # 皮蛋香油: what is strange belongs to one of them
        matches = [self.desk.index.match(self._words(p), self.desk.customer) for p in parts]
        if len(parts) < 2 or any(m.product is None or m.question for m in matches):
            return []
        vague = replace(amount, vague=not each)
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
        kind = self.desk.index.of_kind(words, _held(target))
        if len(kind) > 1 and self.desk.index.alias(words, self.desk.customer) is None:
            # no beer: of several one alone may bear the word in its name
            answers = tuple(filter(None, map(self.desk.answer, kind)))
            match = Match(None, match.score, Question("which_product", {"words": words}), answers)
        if match.question:
            parts = self._parts(item.goods[0])
            if len(parts) > 1 and not any(self.desk.match(self._words(p)).question for p in parts):
                return [x for p in parts for x in self._removed(replace(item, goods=(p,)), target)]
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
        if item.amount and held:
            less = self.desk.line(
                self._words(item.goods[0]), item.amount, _held(target), **self._source(item)
            )
            ordered = units.base(self.desk.index.products[held.product], held.quantity, held.unit)
            if less.verdict == "ok" and less.base < (ordered or 0):
                gone = [replace(less, action="remove")]
        amount = item.amount or (Amount(((held.quantity, "", held.unit),)) if held else None)
        values = self._source(item)
        if amount is None:
            match = self.desk.index.match(self._words(item.swap), self.desk.customer)
            question = Question("no_quantity", {"words": self._words(item.swap)})
            return [*gone, Line(match.product, verdict="ask", score=match.score, question=question, **values)]
        return [*gone, self.desk.line(self._words(item.swap), amount, **values)]

    def _words(self, goods: Piece) -> str:
        """The words that name goods, as they stand with the joining ones left out."""
        words, end, kind = "", None, ""
        for token in goods.tokens:
            if token.kind == "pack" and SPEC.fullmatch(self.flat, token.start, token.end):
                continue
            apart = end is not None and (
                token.start > end or {token.kind, kind} & {"modifier", "container", "unit"}
            )
            gap = " " if apart else ""
            words += gap + (
                str(token.value)
                if token.kind in ("size", "latin", "name") and token.value
                else self.flat[token.start : token.end]
            )
            end, kind = token.end, token.kind
        return words

    def _source(self, item: Item) -> dict:
        raw = self.text[item.start : item.end]
        start = item.start + len(raw) - len(raw.lstrip())
        source = raw.strip()
        return {"span": (start, start + len(source)), "source": source}

    def _price(self, item: Item) -> Decimal | None:
        """The price in the item's own clause: within it, before it, or right behind."""
        if not self.prices:
            return None
        breaks = [p for p in self.pieces if p.kind == "break" and p.value >= 2]
        start = max((b.end for b in breaks if b.end <= item.start), default=0)
        stop = min((b.start for b in breaks if b.start >= item.end), default=len(self.flat))
        others = [p.start for p in self.pieces if p.kind in ("goods", "amount") and p.start >= item.end]
        stop = min([stop, *others])
        mine = [p for p in self.prices if start <= p.start < stop]
        return mine[0].tokens[0].value if mine else None


def _held(order: OpenOrder | None) -> tuple[int, ...]:
    return tuple(line.product for line in order.lines) if order else ()
