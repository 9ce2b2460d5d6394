"""From the pieces of a text to what is wanted of which goods: clause by clause, as people write orders."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from .asides import apart, gone_back
from .clauses import Clause, clauses
from .goods import (
    asked_for,
    awaited,
    begins_bracket,
    bracketed,
    contained_in,
    counted,
    either,
    headed,
    in_brackets,
    listed,
    named,
    next_line,
    or_between,
    sized,
    stray,
)
from .item import Item, bare, parted, refined, refines, resized, unnamed
from .pairs import Pairs
from .phrases import Piece
from .scope import corrected, counted_later, crossed, doubted, led_back, restarted, spread, undecided
from .turns import in_turn, joined
from .verbs import depends, kept, reach, removed
from .vocabulary import vocabulary

# roles of amounts that only say again what was said, or are of all goods
SAID_AGAIN = {"total", "free", "each", "not"}


class Items(Pairs):
    """Collects the items of a text; what a clause leaves open (goods, a verb) waits for the next one."""

    def read(self, pieces: Sequence[Piece]) -> list[Item]:
        """Return the items in their order."""
        told = list(in_turn(list(clauses(apart(restarted(pieces), self.text), self.text)), self.text))
        for clause, following in zip_longest(told, told[1:]):
            self.asides.back = gone_back(following)
            self._clause(clause)
        said = self.items or any(p.value == "twice" for p in pieces)
        self._unquantified([p for p in self.waiting if said or p.start in self.wished])
        open_ones = undecided(doubted(crossed(self.items, self.text), pieces), pieces)
        items = led_back(list(spread(open_ones, self.text)), self.text)
        return counted_later(corrected(items, self.text), self.text)

    def _clause(self, clause: Clause) -> None:
        before = len(self.items), self.items[-1:]
        self._sorted(clause)
        if (len(self.items), self.items[-1:]) == before and not self.asides.told:
            self._kept_open(clause)
        elif any(p.known for p in clause.of("goods")):
            self._given_up(clause)
        last = max((p.end for p in clause.of("goods", "amount") if p.known or p.value), default=0)
        told = [r for r in clause.roles(last) if r in ("correct", "set")]
        self.corrected = told if last else [*self.corrected, *told]

    def _given_up(self, clause: Clause) -> bool:
        """Whether a condition leaves what was said before it open: 涨价就算了."""
        start, end = clause.pieces[0].start, clause.pieces[-1].end
        told = vocabulary().patterns["given_up"].search(self.text, start, end)
        if told and all(item.end <= told.start() for item in self.items[self.sentence :]):
            self._conditional(False)
        return told is not None

    def _kept_open(self, clause: Clause) -> None:
        """What is counted in a unit and means nothing here is put to a person: nothing said is lost."""
        amounts = [a for a in clause.of("amount") if a.value.parts[0][0] and a.value.parts[0][1]]
        said = self.text[clause.pieces[0].start : clause.pieces[-1].end]
        if not amounts or set(clause.roles()) & SAID_AGAIN or vocabulary().patterns["said_again"].match(said):
            return
        for amount in amounts:
            goods = unnamed(amount, self.text)
            self.items.append(self._made((goods,), amount.value, "add", amount.start, amount.end))

    def _sorted(self, clause: Clause) -> None:
        amounts = clause.of("amount")
        if self._closer(clause, amounts):
            return
        if self.waiting and amounts and bracketed(self.waiting[-1], clause, self.text):
            self._amount_alone(Clause(clause.pieces[:1], 2), amounts[:1])
            clause, amounts = Clause(clause.pieces[1:], 2), amounts[1:]
        if amounts == [] or clause.of("goods"):
            self.closed = None
        goods = named(clause)
        if clause.level == 3:
            self.shared, self.conditional, self.sentence = None, False, len(self.items)
        self.conditional = self.conditional or "conditional" in clause.roles()
        known = [p for p in goods if p.known]
        if "conditional" in clause.roles() and not amounts and not known and depends(clause, self.text):
            self._conditional(False)
        if not known and self._given_up(clause):
            return
        if "unless" in clause.roles():
            self._conditional(bool(amounts or known) or not self.items[self.sentence :])
        if self.asides.read(clause):
            came = self.asides.came(clause, self.items)
            self.waiting = [] if came else [bare(p) for p in known] or self.waiting
            return
        if not amounts and kept(clause, bool(known)):
            return
        if not amounts:
            # a word in brackets that no name has tells goods apart that are not sold: 料理包(宫保)
            told = known or (goods if self._bracketed(clause, goods, clause.roles()) else [])
            self._without_amount(
                clause, told if {"swap", "set"} & set(clause.roles()) else sized(clause, told)
            )
        elif "total" in clause.roles() and not known and self.items:
            self.extras.take(clause, amounts, None)
        elif not goods:
            self._amount_alone(clause, amounts)
        elif self.waiting and not known and (meant := awaited(self.waiting[-1], clause, self.text)):
            self.waiting[-1] = meant
            self._amount_alone(clause, amounts)
        else:
            known = [*stray(clause, goods, amounts[0], self.text), *known]
            wished = set() if all(map(refines, goods)) else self.wished
            told = listed(self.waiting, self.text)
            self._unquantified([p for p in self.waiting if p in told or p.start in wished])
            self._pairs(clause, counted(clause, known) or goods, amounts)
            self.waiting = []

    def _conditional(self, ahead: bool) -> None:
        """A condition holds for what comes after it, or else for what was said before: 5 cases, unless..."""
        self.conditional = self.conditional or ahead
        if not ahead:
            said = self.items[self.sentence :]
            self.items[self.sentence :] = [replace(item, unclear="conditional") for item in said]

    def _closer(self, clause: Clause, amounts: Sequence[Piece]) -> bool:
        """Whether a clause only tells the size or container of the goods before it."""
        goods = clause.of("goods")
        if amounts or not goods or not all(map(refines, goods)) or clause.level == 3:
            return False
        if self.waiting:
            self.waiting[-1] = refined(self.waiting[-1], goods[0])
            return True
        if not self.items:
            return False
        last = self.items[-1]
        if last.after and headed(last.after, clause, self.text):
            self.items[-1], self.waiting = replace(last, after=None), [refined(last.after, goods[0])]
            return True
        self.closed = (last, goods[0])
        if len(goods) > 1 and "or" in clause.roles():
            self.items[-1] = replace(last, unsure=True)  # 4 cases of water, the 380ml or the 550ml
            return True
        self.items[-1] = replace(last, goods=(*last.goods[:-1], refined(last.goods[-1], goods[0])))
        return True

    def _opened_again(self, clause: Clause, amount: Piece) -> bool:
        """Whether the size just said has an amount of its own: Zhuxi 350ml, 5 cases, the big ones, 3."""
        if self.closed is None or not amount.value.parts[0][1] or self.items[-1].amount is None:
            return False
        self.items[-1], goods = self.closed
        start = goods.start
        self.items.append(self._made((goods,), amount.value, "add", start, amount.end, clause.roles()))
        return True

    def _without_amount(self, clause: Clause, goods: list[Piece]) -> None:
        roles = clause.roles()
        goods = either(clause) or goods
        before = self.items[-1].action if self.items and clause.level == 1 else ""
        stays = not {"unlike", "swap", "exchange"} & set(roles)
        if goods and stays and ("usual" in roles or before in ("usual", "twice")):
            self._as_before(clause, goods)
            return
        if not goods:
            verbs = [r for r in roles if r in ("return", "remove", "free", "exchange")]
            opened = (
                self.text[clause.pieces[-1].end : clause.pieces[-1].end + 2].strip()[:1] in (":", "")
                and len(clause.pieces) < 4
            )
            self.carried = (
                verbs[0] if verbs and opened and verbs[0] != "remove" else self.carried if not roles else None
            )
            if "remove" in roles and self.waiting:
                gone, self.waiting = self.waiting, []  # there is cola left, don't send it
                end = clause.pieces[-1].end
                self.items += [Item((g,), None, "remove", g.start, end, verb=True) for g in gone if g.known]
                return
            self.extras.about(clause, roles)
            return
        counted = self.items and self.items[-1].amount and clause.level < 3 and not self.waiting
        if "or" in roles and counted and not removed(clause, goods[0], self.text):
            self.items[-1] = replace(self.items[-1], unsure=True)  # 黑啤4箱吧,或者罐装的也行
        elif "damaged" in roles and begins_bracket(clause, self.text):
            self.extras.about(clause, roles)  # (瓶子碎了)
        elif self._bracketed(clause, goods, roles):
            self.waiting[-1] = refined(self.waiting[-1], goods[0])
        elif self.items and in_brackets(clause, goods, self.items[-1].end, self.text):
            last = self.items[-1]
            self.items[-1] = replace(last, goods=(*last.goods[:-1], refined(last.goods[-1], goods[0])))
        elif self._described_closer(clause, goods):
            self.items[-1] = replace(self.items[-1], after=goods[0])
        elif "swap" in roles and len(goods) == 1 and self.waiting:
            self._swap(clause, [self.waiting.pop(), *goods])
        elif "swap" in roles and len(goods) == 1 and (sized := resized(clause, goods[0])):
            self._swap(clause, [*goods, sized])
        elif len(goods) == 2 and ("swap" in roles or "set" in roles):
            self._swap(clause, goods)
        elif self.shared and clause.level < 3:
            amount, _at = self.shared
            self.items += [self._made((g,), amount, "add", g.start, g.end) for g in parted(goods)]
        else:
            gone = [g for g in goods if removed(clause, g, self.text)]
            self.items += [Item((g,), None, "remove", *reach(clause, g), verb=True) for g in gone]
            self.waiting += [g for g in goods if g not in gone]
            self._wish(clause, goods)

    def _wish(self, clause: Clause, goods: list[Piece]) -> None:
        """Goods that are asked for without an amount: we need milk, juice and tea."""
        goes_on = clause.level < 3 and bool(self.wished)
        wished = asked_for(clause, self.text, goes_on)
        self.wished = self.wished | {g.start for g in goods} if wished else set()

    def _as_before(self, clause: Clause, goods: list[Piece]) -> None:
        """Goods as last time; with "cola and sprite as usual" those that wait are meant too."""
        twice = "twice" in clause.roles() or bool(self.items) and self.items[-1].action == "twice"
        said = "twice" if twice else "usual"
        if clause.level == 1 and "usual" in clause.roles(goods[0].end):
            goods, self.waiting = [*self.waiting, *goods], []
        for g in parted(goods):
            action = "remove" if removed(clause, g, self.text) else said
            self.items.append(Item((g,), None, action, g.start, g.end))

    def _bracketed(self, clause: Clause, goods: list[Piece], roles: Sequence[str]) -> bool:
        """Whether words in brackets tell more of the goods before them: the peanut butter (smooth) 1 ctn."""
        return (
            begins_bracket(clause, self.text)
            and len(goods) == 1
            and bool(self.waiting)
            and not set(roles) - {"filler"}
        )

    def _described_closer(self, clause: Clause, goods: list[Piece]) -> bool:
        """Whether a clause only tells which of the goods before it is meant: nuggets, the spicy kind."""
        starts = self.text[clause.pieces[0].start : clause.pieces[0].end] == "the"
        told = bool(self.items) and not self.shared and not self.waiting
        opens = self.text[clause.pieces[-1].end :].lstrip().startswith("(")
        return starts and told and len(goods) == 1 and clause.level < 3 and not opens

    def _amount_alone(self, clause: Clause, amounts: list[Piece]) -> None:
        if self.closed and clause.level < 3 and self._opened_again(clause, amounts[0]):
            return
        roles, first = [*clause.led(amounts), *self.corrected], amounts[-1]
        if self.waiting and (held := contained_in(clause, amounts[0], self.text)):
            self.waiting[-1] = refined(self.waiting[-1], held)
        if self.waiting and (clause.level < 3 or next_line(self.waiting[-1], clause, self.text)):
            if len(self.waiting) == 2 and or_between(self.waiting, self.text):
                goods, self.waiting = tuple(self.waiting), []
                made = self._made(goods, first.value, "add", goods[0].start, first.end)
                self.items.append(replace(made, alternatives=True))
                return
            each = "each" in roles
            told = [] if each else [*listed(self.waiting, self.text), *joined(self.waiting, self.text)]
            self._unquantified([p for p in self.waiting[:-1] if p in told])
            goods, self.waiting = (parted(self.waiting) if each else self.waiting[-1:]), []
            for piece in goods:
                self.items.append(
                    self._made(
                        (piece,),
                        amounts[0].value,
                        self._verb(roles),
                        piece.start,
                        amounts[0].end,
                        roles,
                    )
                )
            self.extras.take(clause, amounts[1:], amounts[0])
        elif self.items and clause.level < 3 and self.extras.sent_again(clause):
            self.extras.take(clause, amounts, None)
        elif self.items and clause.level < 3 and self.extras.told_by(roles, amounts[0]):
            self.extras.take(clause, amounts, None, self.corrected)
        elif self.items and amounts[0].value.parts[0][1] and (clause.level < 3 or self.extras.offered()):
            self.extras.take(clause, amounts, None)
        elif (amounts[0].value.parts[0][1] or "add" in roles) and "each" not in roles and not self.items:
            amount = amounts[0]
            goods = unnamed(amount, self.text)
            self.items.append(self._made((goods,), amount.value, "add", amount.start, amount.end))
        elif "each" in roles and first:
            self.shared = (amounts[0].value, amounts[0].start)
