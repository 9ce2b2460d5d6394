"""The part of a text that is about one customer: from its pieces to drafts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import units
from .compounds import Compounds
from .delivery_days import DeliveryDays
from .documents import asked
from .free_goods import granted
from .intent import Intent
from .item import Item, bare
from .item_lines import ItemLines
from .items import Items
from .landmarks import Token, landmarks, places, without_overlaps
from .lexer import Lexer, numbers_apart
from .lines import Desk, once, repeated, replaced, staged
from .model import Customer, Draft, Knowledge, Line, Message, OpenOrder, Question
from .order_meant import OrderMeant
from .parties import Parties
from .phrases import KNOWN, Phrases, Piece
from .speakers import LINES, SYSTEM
from .targets import Target, Targets
from .tiles import tiled
from .usual import last_regular, usual
from .verbs import denied
from .vocabulary import HAN, vocabulary

SIDE = 40
# what leaves goods out; the first of them behind them, too: 啤酒不要
LEAVING = ("remove", "except")
UNKNOWN = ("unknown_product", "product_guess")
# as far as a look before a word goes that may tell how something is
PREDICATE = 8

# the number of a line in a list of shops
NUMBERED = re.compile(r"(?<![^\n])[^\S\n]*\d{1,2}[^\S\n]+$")


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
        self.units = units.words({**self.desk.index.unit_names, **knowledge.unit_words}, own)
        self.pieces = self._pieces()
        self.targets = Targets(message, self.desk.orders())
        self.found = self.targets.find(self.flat, self.pieces)
        text = message.text
        self.days = DeliveryDays(text, self.flat, self.pieces, message.channel, start)
        self.made = ItemLines(self.desk, text, self.flat, self.pieces)

    def _pieces(self) -> list[Piece]:
        index, customer = self.desk.index, self.customer
        apart = [
            Token("noise", *m.span()) for pattern in (LINES, SYSTEM) for m in pattern.finditer(self.flat)
        ]
        for a, b, named in self._named(index.parties):
            self.named.append(named)
            apart += [Token("noise", m.start(), a) for m in NUMBERED.finditer(self.flat[:a])]
            apart.append(Token("noise", a, b, "customer"))
        apart += landmarks(
            self.flat,
            self.customer,
            self.desk.orders(),
            self.today,
            self.units,
            lambda word: index.exact(word, self.desk.customer) or index.like_own_codes(word, customer),
            index,
        )
        apart = [t for t in apart if t.kind != "date" or not self._in_name(t)]
        marks = without_overlaps([*apart, *places(self.flat), *numbers_apart(self.flat)])
        tokens = Lexer(index.lexicon, self.units).tokens(self.flat, marks)
        phrases = Phrases(self.flat, tokens, index, self.units)
        pieces = [replace(p, known=p.known and not self._predicate(p)) for p in phrases.pieces()]
        return Compounds(self.flat).joined(tiled(pieces, self.flat))

    def _predicate(self, piece: Piece) -> bool:
        """Whether one word only tells how something is, and names no goods: the warehouse is full."""
        start = max(0, piece.start - PREDICATE)
        told = vocabulary().patterns["predicate"].search(self.flat, start, piece.start)
        return len(piece.tokens) == 1 and self.flat[piece.start].isascii() and told is not None

    def _named(self, parties: Parties) -> list[tuple[int, int, Customer]]:
        """The customers named here; a name that this one shares with another means this one."""
        named = parties.named_in(self.flat)
        own = {(a, b) for a, b, c in named if self.customer and c.key == self.customer.key}
        return [(a, b, c) for a, b, c in named if (a, b) not in own or c.key == self.customer.key]

    def _in_name(self, token: Token) -> bool:
        """Whether a day is a part of a name: 每日坚果."""
        behind = self.flat[token.end : token.end + 1]
        return behind > HAN and self.desk.index.lexicon.is_part(self.flat[token.start : token.end + 1])

    def amounts(self) -> bool:
        """Return whether an amount with a unit stands here, or known goods with a figure that may be one."""
        amounts = [p for p in self.pieces if p.kind == "amount"]
        goods = [p for p in self.pieces if p.kind == "goods" and p.known]
        packs = any(t.kind == "pack" for p in goods for t in p.tokens)
        return any(p.value.parts[0][1] for p in amounts) or bool(goods and amounts) or packs

    def drafts(self) -> list[Draft]:
        """Return the drafts of this part: one for each order that is meant."""
        meant = OrderMeant(self.targets, self.desk, self.flat)
        items = self._as_ordered(meant.corrected(Items(self.flat).read(self.pieces)))
        self.found = self.found or meant.taken_from(items)
        intent = Intent(self.flat, self.pieces, items, self.found, self.message)
        if intent.usual:
            return [self._finished(self._usual(items))]
        if intent.keeps_only:
            return [self._finished(self._kept_only(items, intent))]
        if intent.one_of_them:
            return [self._finished(self._unclear())]
        if intent.cancels:
            target = self._target(self.found, intent)
            return [self._finished(self._draft("cancel", target, ()))]
        if not items and not intent.hold and not (intent.about and self.days.found):
            lost = self.targets.followed and intent.changing
            return [self._finished(self._unclear())] if lost else []
        drafts = []
        for target, mine in self._by_target(items, intent):
            drafts += self._orders(mine, target, intent)
        return drafts

    def _as_ordered(self, items: list[Item]) -> list[Item]:
        """Items of which an amount that is set against another (14, not 40) is ordered where nothing was."""
        if self.found or self.targets.followed or self.targets.recent():
            return items
        return [replace(x, action="add", verb=False) if x.contrast else x for x in items]

    def _by_target(self, items: list[Item], intent: Intent) -> list[tuple[OpenOrder | None, list[Item]]]:
        """The items of each order that is spoken of: those of its clause and the ones after it."""
        spoken = [t for t in self.found if t.order]
        if not intent.about or len({t.order.key for t in spoken}) < 2:
            return [(self._target(self.found, intent) if intent.about else None, items)]
        starts = [self._clause(t.at) for t in spoken]
        groups: list[tuple[OpenOrder | None, list[Item]]] = [(t.order, []) for t in spoken]
        for item in items:
            place = max((i for i, start in enumerate(starts) if start <= item.start), default=0)
            groups[place][1].append(item)
        return [(order, mine) for order, mine in groups if mine]

    def _clause(self, at: int) -> int:
        """Where the clause around a place begins."""
        ends = (p.end for p in self.pieces if p.kind == "break" or (p.kind, p.value) == ("sign", "doubt"))
        return max((end for end in ends if end <= at), default=0)

    def _target(self, found: Sequence[Target], intent: Intent) -> OpenOrder | None:
        if found:
            return next((t.order for t in found if t.order), None)
        return self.targets.followed or (self.targets.recent() if intent.changes or intent.about else None)

    def _orders(self, items: list[Item], target: OpenOrder | None, intent: Intent) -> list[Draft]:
        kind = "hold" if intent.hold else "amend" if intent.about else "order"
        if kind == "hold" and not items:
            target = target or self.targets.followed  # 先别送
        made = []
        for found, mine in self.days.split(items):
            lines = self._lines(mine, target, intent)
            if target and intent.replaces and any(line.product for line in lines):
                lines = list(replaced(lines, target))
            if not lines and kind == "order":
                continue
            if (
                target
                and kind == "amend"
                and (self._empties(lines, target) or (intent.replaces and self._kept(lines, target)))
            ):
                made.append(self._finished(self._draft("cancel", target, ())))
                continue
            again = target is not None and kind == "amend" and self._repeats(lines, target)
            draft = self._draft("order", None, lines) if again else self._draft(kind, target, lines)
            draft = self.days.on(draft, found) if found else self.days.dated(draft)
            made.append(self._finished(draft))
        return made

    def _repeats(self, lines: Sequence[Line], target: OpenOrder) -> bool:
        """Whether lines are those of an order once more, and no change of it: 刚才发出去没,再发一遍."""
        said = {(x.product, x.base) for x in lines}
        return all(x.action == "add" for x in lines) and said == self.desk.ordered(target)

    def _kept(self, lines: Sequence[Line], target: OpenOrder) -> bool:
        """Whether goods without amounts are those of another order, which stays: cancel A, B I still want."""
        others = {x.product for o in self.targets.orders if o is not target for x in o.lines}
        anew = [x for x in lines if x.action != "remove"]
        return bool(anew) and all(x.base is None and x.product in others for x in anew)

    @staticmethod
    def _empties(lines: Sequence[Line], target: OpenOrder) -> bool:
        """Whether lines take all goods of an order away: then it is called off."""
        if any(x.action != "remove" or x.verdict != "ok" or x.base is not None for x in lines):
            return False
        return {x.product for x in lines} == {x.product for x in target.lines}

    def _draft(self, kind: str, target: OpenOrder | None, lines: Sequence[Line]) -> Draft:
        customer = self.customer.key if self.customer else None
        reference = next(
            (self.targets.reference(p).upper() for p in self.pieces if p.value == "reference"), None
        )
        return Draft(
            kind, customer, target.key if target else None, lines=tuple(lines), customer_ref=reference
        )

    def _kept_only(self, items: list[Item], intent: Intent) -> Draft:
        """A change that takes off what is not named; what is named and is not in the order is asked about."""
        target = self._target(self.found, intent) or self.targets.recent()
        if target is None:
            return self._draft("amend", None, (Line(action="remove", score=0.0),))
        counted = [x for x in items if x.amount]
        told = self._lines(counted, target, intent)
        starts = {g.start for x in counted for g in x.goods}
        held, kept = [x.product for x in target.lines], {x.product for x in told}
        for piece in self.pieces:
            if piece.kind != "goods" or not piece.known or piece.start in starts:
                continue
            begins = next((t.start for t in piece.tokens if t.kind in KNOWN), piece.start)
            words = self.message.text[begins : piece.end]
            match = self.desk.match(words)
            key = match.product if not match.question else None
            if key not in held:
                question = Question("not_in_order", {"words": words, "ref": target.ref})
                told.append(Line(verdict="ask", action="remove", score=0.0, source=words, question=question))
            kept.add(key)
        lines = [replace(x, action="set") if x.action == "add" else x for x in told]
        if not kept:
            return self._unclear()
        lines += [Line(product=key, action="remove") for key in held if key not in kept]
        doubt = next((x.question for x in told if x.question), None)
        return self._draft("amend", target, [asked(x, doubt) for x in lines] if doubt else lines)

    def _unclear(self) -> Draft:
        """A change of the order that a message follows which a person must understand."""
        words = self.message.text[self.pieces[0].start : self.pieces[-1].end].strip()[:SIDE]
        question = Question("not_understood", {"words": words})
        line = Line(verdict="ask", action="remove", score=0.0, source=words, question=question)
        return self._draft("amend", self.targets.followed or self.targets.recent(), (line,))

    def _usual(self, items: list[Item]) -> Draft:
        """An order like the last one, with what the words change."""
        like = next((t.order for t in self.found if t.order and self._named_at(t.at)), None)
        changes: list[tuple[Line, bool]] = []
        twice = any(p.kind == "role" and p.value == "twice" for p in self.pieces)
        for item in items:
            named = any(g.known for g in item.goods)
            if item.action == "twice" or (twice and named and item.amount is None and item.action == "add"):
                changes.append((self.made.as_before(item, 2), False))
                twice = False
            elif item.action != "usual" and (item.amount or named and item.action != "add"):
                more = item.action == "add" and self._says_more(item)
                changes += ((line, more) for line in self.made.of(item, like or last_regular(self.desk)))
        source = self.message.text[self.pieces[0].start : self.pieces[-1].end].strip()
        changes += [(x, False) for x in self._left_out()]
        made = usual(self.desk, changes, source, like, tuple(self._spoken_of(items)))
        twice = twice or any(p.value == "usual" and self._times(i + 1) for i, p in enumerate(self.pieces))
        if twice:  # of what? of all, or of what could not be read
            said = Question("vague_quantity", {"words": source})
            made = replace(made, lines=tuple(asked(x, said) for x in made.lines))
        return self.days.dated(made)

    def _times(self, at: int) -> bool:
        """Whether "x" and a number stand at a place: usual x2."""
        near = self.pieces[at : at + 2]
        return [p.value if p.kind == "sign" else p.kind for p in near] == ["times", "amount"]

    def _left_out(self) -> Iterator[Line]:
        """What is left out of the usual order and no name has: same again but skip the beer."""
        said = [p for p in self.pieces if p.value != "filler"]
        for before, goods, behind in zip([None, *said], said, [*said[1:], None], strict=False):
            if goods.kind != "goods" or goods.known:
                continue
            words = self.message.text[goods.start : goods.end]
            question = self.desk.index.match(words, self.desk.customer).question
            leaving = (before and before.value in LEAVING) or (behind and behind.value in LEAVING[:1])
            # same again, no problem
            if leaving or (denied(goods, self.flat) and not (question and question.code in UNKNOWN)):
                question = Question("which_product", {"words": words})
                values = {"source": words, "words": words, "question": question}
                yield Line(verdict="ask", action="remove", score=0.0, **values)

    def _spoken_of(self, items: Sequence[Item]) -> Iterator[str]:
        """The goods of which nothing is said that is understood: the usual, we have enough beer."""
        told = {
            g.start for x in items if x.amount or x.action != "add" for g in (*x.goods, x.swap, x.after) if g
        }
        affirmed = vocabulary().patterns["affirmed"]
        usually = {g.start for x in items if x.action == "usual" for g in x.goods}
        for piece in self.pieces:
            if piece.kind != "goods" or not piece.known or affirmed.match(self.flat, piece.end):
                continue
            # 照旧 洗衣粉太多了 is not the usual washing powder
            if piece.start not in told or (piece.start in usually and bare(piece).end < piece.end):
                yield self.message.text[piece.start : bare(piece).end]

    def _named_at(self, at: int) -> bool:
        """Whether an order is named at a place, by its number or as the one to repeat: 照前天的单再来一份."""
        named = (p for p in self.pieces if p.value in ("reference", "usual"))
        return any(p.start == at or (p.value == "usual" and p.start < at < p.end) for p in named)

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
            if item.action == "usual" and intent.about:
                continue  # it stays as it is
            if item.action in ("usual", "twice"):
                lines.append(self.made.as_before(item, 2 if item.action == "twice" else 1))
                continue
            if item.amount is None and item.action == "add":
                lines += self.made.unquantified(item)
                continue
            lines += self.made.of(item, target)
        lines = _counted(lines)
        settled = [x for x in lines if x.action in ("add", "remove", "return", "free") or intent.about]
        return granted(once(self._set_again(settled, target, intent)), self.desk, self.today)

    def _set_again(self, lines: list[Line], target: OpenOrder | None, intent: Intent) -> list[Line]:
        """After one "make it 8" the next goods of the same order are set as well, without a verb."""
        held = {x.product for x in target.lines} if target else set()
        seen, found = False, []
        for line in lines:
            seen = seen or line.action == "set"
            bare = line.action == "add" and line.product in held and not intent.more(line.span)
            anew = seen or intent.replaces or intent.corrects or intent.leaves or intent.only(line.span)
            found.append(replace(line, action="set") if bare and anew else line)
        return found

    # the whole

    def _finished(self, made: Draft) -> Draft:
        question = self._question(made)
        if question:
            lines = made.lines or (Line(action="remove", score=0.0),)
            return replace(made, question=question, lines=tuple(asked(x, question) for x in lines))
        orders = self.desk.orders()
        return staged(made, orders) if made.target is not None else repeated(made, self.desk)

    def _question(self, made: Draft) -> Question | None:
        strangers = [c for c in self.named if self.customer and c.key != self.customer.key]
        if self.doubt:
            mine = [p for p in self.pieces if p.start >= self.start]
            words = self.message.text[mine[0].start : mine[-1].end].strip()[:SIDE] if mine else "?"
            return Question(self.doubt, {"words": words})
        if self.customer is None:
            return Question("which_customer")
        if strangers:
            return Question("which_shop", {"words": strangers[0].name})
        if made.kind in ("cancel", "amend") and made.target is None:
            return Question("which_order")
        return made.question


def _counted(lines: Sequence[Line]) -> list[Line]:
    """Return lines without those that ask how many of goods which another line tells: 桶面再要3箱红烧的."""
    told = {x.product for x in lines if x.quantity is not None and x.product is not None}
    return [x for x in lines if not (x.product in told and x.question and x.question.code == "no_quantity")]
