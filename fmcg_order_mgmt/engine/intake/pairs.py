"""Goods and amounts of a clause in turn: who belongs to whom, and what is wanted of it."""

from collections.abc import Sequence
from dataclasses import replace

from .asides import Asides
from .clauses import Clause
from .extras import Extras
from .goods import either, empty, headed, numbered, shared, uncounted
from .item import Item, parted, portions, refined, refines, turns
from .lines import Amount
from .phrases import Piece
from .scope import again
from .verbs import counted_on, counting, denied, in_unit, is_day, leading, reach, removed, verb
from .vocabulary import vocabulary


class Pairs:
    """Makes the items of one text out of goods and amounts; goods without an amount wait for one."""

    def __init__(self, text: str):
        self.text = text
        self.items: list[Item] = []
        self.waiting: list[Piece] = []
        self.carried: str | None = None
        self.asides = Asides(text)
        self.corrected: list[str] = []
        self.closed: tuple[Item, Piece] | None = None
        self.conditional = False
        self.sentence = 0
        self.heading: Piece | None = None
        self.shared: tuple[Amount, int] | None = None
        self.wished: set[int] = set()
        self.extras = Extras(text, self.items)

    def _pairs(self, clause: Clause, goods: list[Piece], amounts: list[Piece]) -> None:
        """Goods and amounts in turn; whichever comes first in the clause leads each pair."""
        goods = either(clause) or goods
        goods = shared(clause, goods, self.text) if "each" in clause.roles() else goods
        first = goods[0]
        if len(goods) > len(amounts) and first.end < amounts[0].start and denied(first, self.text):
            self.items.append(Item((first,), None, "remove", *reach(clause, first), verb=True))
            goods = goods[1:]  # no cola 5 cases sprite
        if self.shared and clause.level == 1 and self.text[first.end : amounts[0].start].strip() == "+":
            # 12 btl each of vanilla and hazelnut syrup + 1 case of cups
            self.items.append(self._made((first,), self.shared[0], "add", first.start, first.end, ["each"]))
            goods = goods[1:] or goods
        stray_number = numbered(goods, amounts)
        amounts = amounts[1:] if stray_number else amounts
        leads = goods[0].start < amounts[0].start
        roles = clause.roles()
        if "swap" in roles and len(goods) == 2:
            self._swap(clause, goods, amounts[-1].value)
            return
        if (
            "each" not in roles
            and len(goods) == 2
            and len(amounts) == 1
            and "or" in clause.roles(goods[0].end, goods[1].start)
        ):
            start, end = min(goods[0].start, amounts[0].start), max(goods[1].end, amounts[0].end)
            made = self._made(tuple(goods), amounts[0].value, "add", start, end)
            self.items.append(replace(made, alternatives=True))
            return
        if not leads and self.waiting and clause.level == 1 and len(amounts) == len(goods) + 1:
            goods = [self.waiting.pop(), *goods]
            leads = True
        if self._between(clause, goods, amounts):
            return
        position, made = clause.pieces[0].start, len(self.items)
        for mine, extras, nothing in turns(
            goods, [a for a in amounts if not uncounted(a, goods, self.text)], leads
        ):
            if nothing:
                self._lone(clause, mine)
            elif mine:
                position = self._pair(clause, mine, extras, position, leads)
            elif self.items:
                self.extras.take(clause, extras, None)
        if stray_number:
            self.items[made:] = [replace(x, unsure=True) for x in self.items[made:]]

    def _between(self, clause: Clause, goods: list[Piece], amounts: list[Piece]) -> bool:
        """Whether two goods side by side have an amount each, around them: 20包黑糖 红茶30袋."""
        parts = parted(goods)
        if len(parts) != 2 or len(amounts) != 2 or not all(a.value.parts[0][1] for a in amounts):
            return False
        if not amounts[0].end <= parts[0].start <= parts[1].end <= amounts[1].start:
            return False
        action = self._verb(clause.roles())
        for part, amount in zip(parts, amounts, strict=True):
            start, end = min(part.start, amount.start), max(part.end, amount.end)
            self.items.append(self._made((part,), amount.value, action, start, end, clause.roles()))
        return True

    def _lone(self, clause: Clause, goods: list[Piece]) -> None:
        for piece in goods:
            if removed(clause, piece, self.text):
                self.items.append(Item((piece,), None, "remove", *reach(clause, piece), verb=True))
            elif piece.known and self.items and self.items[-1].amount:
                between = set(clause.roles(self.items[-1].end, piece.start))
                if not between & {"not", "or", "remove"}:
                    self.items[-1] = replace(self.items[-1], after=piece)

    def _pair(
        self, clause: Clause, goods: list[Piece], amounts: list[Piece], position: int, leads: bool
    ) -> int:
        dropped = self._refused(clause, goods[:-1]) if leads else []
        goods = [g for g in goods if g not in {x.goods[0] for x in dropped}]
        amount = amounts[0]
        start, end = min(goods[0].start, amount.start), max(goods[-1].end, amount.end)
        begin = max([position, *(x.end for x in dropped)])
        later = [p for p in clause.pieces if p.start >= end and p.kind in ("goods", "amount")]
        stop = later[0].start if later else clause.pieces[-1].end
        roles = self._told(clause, (begin, start, end), leads)
        if not later and "each" in clause.roles(end, stop):
            roles.append("each")
        goods = self._with_waiting(clause, goods, amount, roles, leads)
        behind = self._behind(clause, end, stop, later)
        last = self.items[-1] if self.items[self.sentence :] else None
        amount = amount if leads else counted_on(amount, goods, last, self.text)
        before = leading(clause, begin, start, self.text)
        rest = clause.roles(max(end, clause.of("amount")[-1].end))
        apart = "return" in rest and later and " " in self.text[end : later[-1].end]
        if later and empty(later[-2:], self.text) and not empty(goods, self.text):
            rest = []  # 生抽4桶 空瓶240个收走
        action = self._verb([*before, *clause.roles(start, end)], behind, rest)
        led = self._verb(before) == action
        roles += [r for r in behind if r in ("unsure", "about", "each") or leads and r == "guess"]
        refused = {"remove", "not"} & {*clause.roles(stop), *clause.roles(end, stop)}
        if len(later) == 1 and later[0].kind == "goods" and refines(later[0]) and not refused:
            goods = [*goods[:-1], refined(goods[-1], later[0])]
        action = self._meant(action, before, goods)
        if action == "add" and ("damaged" in clause.roles(begin, stop) or {"damaged", "exchange"} & {*rest}):
            action = "damaged"
        # 可乐2箱 雪碧坏了1箱要退
        open_to = "also_returned" if apart and "return" not in (*before, *behind) else ""
        given_up = not later and vocabulary().patterns["dropped"].match(self.text, end) is not None
        denied = given_up or ("not" in before and action == "add")
        parts = portions(goods, "each" in roles, leads, self.text)
        # 可乐每种2箱: of which kinds?
        lone = len(parts) == 1 and "each" in roles and self._says_kinds(min(begin, parts[0][0].start), end)
        for piece, unsure in parts:
            first = piece.start if "each" in roles else min(start, piece.start)
            made = self._made((piece,), amount.value, action, first, end, roles)
            unclear = open_to if open_to and action == "return" else made.unclear
            doubtful = made.unsure or unsure or denied or lone
            self.items.append(replace(made, led=led, unsure=doubtful, unclear=unclear))
        self.extras.take(clause, amounts[1:], amount)
        if action == "return" and "exchange" in behind and not amounts[1:]:
            # collect it and replace it
            self.items.append(replace(self.items[-1], action="free", unclear=""))
        spent = [p.end for p in clause.pieces if end <= p.start < stop and p.value == action]
        return max([end, *(a.end for a in amounts), *(spent[:1] if behind else [])])

    @staticmethod
    def _behind(clause: Clause, end: int, stop: int, later: Sequence[Piece]) -> list[str]:
        """The roles that are said behind a pair and before a day; of another amount only its doubts are."""
        roles = clause.roles(end, min([stop, *(p.start for p in clause.pieces if is_day(p, end))]))
        if later and later[0].kind == "amount":
            return [r for r in roles if r in ("unsure", "about", "each")]
        return roles

    def _says_kinds(self, start: int, end: int) -> bool:
        return vocabulary().patterns["each_kind"].search(self.text, start, end) is not None

    def _refused(self, clause: Clause, goods: Sequence[Piece]) -> list[Item]:
        """Add the items of goods that are not wanted, and return them."""
        lone = [g for g in goods if removed(clause, g, self.text)]
        items = [Item((g,), None, "remove", *reach(clause, g), verb=True) for g in lone]
        self.items += items
        return items

    @staticmethod
    def _told(clause: Clause, places: tuple[int, int, int], leads: bool) -> list[str]:
        """The roles of a pair; a doubt that is said before it is about the goods before it."""
        begin, start, end = places
        doubts = ("unsure", "guess") if leads and begin > clause.pieces[0].start else ("unsure",)
        roles = [r for r in clause.roles(begin, end) if r not in doubts]
        return roles + [r for r in clause.roles(start, end) if r in doubts]

    def _meant(self, action: str, before: Sequence[str], goods: Sequence[Piece]) -> str:
        """What is done with goods that correct those before them, or come instead of them."""
        if (
            action == "add"
            and "correct" in {*self.corrected, *before}
            and again(self.items, goods, self.text)
        ):
            return "set"
        swapped = "swap" in before and self.items and self.items[-1].action == "remove"
        return "add" if action == "set" and swapped else action  # 口香糖不要了,换成棒棒糖2桶

    def _with_waiting(
        self, clause: Clause, goods: list[Piece], amount: Piece, roles: Sequence[str], leads: bool
    ) -> list[Piece]:
        """The goods of a pair with those before it that share its amount; others that wait are dealt with."""
        if "each" in roles and leads:
            goods, self.waiting = [*self.waiting, *goods], []
        elif (
            self.waiting
            and (leads or all(map(refines, goods)))
            and headed(self.waiting[-1], clause, self.text)
        ):
            self.heading = self.waiting[-1]
        elif self.waiting and leads and clause.level < 3:
            self._unquantified(self.waiting)
        elif (
            self.waiting
            and not leads
            and headed(self.waiting[-1], clause, self.text)
            and counting(self.waiting[-1])
        ):
            self.heading = self.waiting.pop()
        if "each" in roles and not leads:
            self.shared = (amount.value, amount.start)
        return goods

    def _swap(self, clause: Clause, goods: list[Piece], amount: Amount | None = None) -> None:
        start, end = clause.pieces[0].start, clause.pieces[-1].end
        self.items.append(Item((goods[0],), amount, "swap", start, end, swap=goods[1], verb=True))

    def _unquantified(self, goods: Sequence[Piece]) -> None:
        """Goods named without an amount before others that have one."""
        self.items += [Item((piece,), None, "add", piece.start, piece.end) for piece in goods]

    def _made(
        self,
        goods: tuple,
        amount: Amount,
        action: str,
        start: int,
        end: int,
        roles: Sequence[str] = (),
    ) -> Item:
        vague = amount.vague or bool({"about", "twice"} & set(roles))
        damaged = action == "damaged"
        return Item(
            goods,
            replace(in_unit(amount, self.heading), vague=vague),
            "return" if damaged else action,
            start,
            end,
            verb=action != "add",
            unsure=bool({"unsure", "guess"} & set(roles)),
            unclear="damaged_goods" if damaged else "conditional" if self.conditional else "",
            heading=self.heading,
            each="each" in roles,
        )

    def _verb(self, before: Sequence[str], behind: Sequence[str] = (), rest: Sequence[str] = ()) -> str:
        return verb(before, behind, rest) or self.carried or "add"
