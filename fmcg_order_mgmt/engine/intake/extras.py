"""Further amounts for goods just named: a correction, free goods, what it is not, what it comes to in all."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .clauses import Clause
from .item import Item
from .lines import Amount
from .phrases import Piece
from .verbs import is_day
from .vocabulary import of_role, vocabulary

# roles by which a further amount says something of goods that have one
TELLING = {"correct", "set", "not", "exchange", "free", "return", "or", "reduce", "buy"}


class Extras:
    """Changes the last of some items by what is said behind it."""

    def __init__(self, text: str, items: list[Item]):
        self.text, self.items = text, items
        self.terms: Decimal | None = None
        self.corrected = False
        self.promised = False

    def take(
        self, clause: Clause, amounts: Sequence[Piece], first: Piece | None, before: Sequence[str] = ()
    ) -> None:
        """Apply amounts of a clause to the last item.

        :param first: the amount that the item has from this clause
        :param before: the roles of a clause before that said nothing else
        """
        self.corrected = False
        if first and self._bought(self.items[-1]):
            self.terms = first.value.parts[0][0]
        at = first.end if first else clause.pieces[0].start
        for piece in amounts:
            roles = [*before, *clause.roles(at, piece.start)]
            roles = ["buy"] if self._terms(piece) else roles
            behind = next((p for p in clause.pieces if p.start >= piece.end), None)
            sent = self._sent_instead(piece, roles, behind)
            if sent and "return" in roles and self._goes_back(self.items[-1]):
                # take them back and swap for 2 good ones, collect and bring 3 more
                self.items[-1] = replace(self.items[-1], action="return", verb=True, unclear="")
                roles = [sent]
            if "total" in (*roles[-1:], behind.value if behind else None):
                self._total(piece.value)
            else:
                self._extra(piece, roles, self.text[at : piece.start], behind)
            at = piece.end

    @staticmethod
    def _goes_back(last: Item) -> bool:
        return last.action == "add" or last.unclear == "damaged_goods"

    def _sent_instead(self, piece: Piece, roles: Sequence[str], behind: Piece | None) -> str:
        """What an amount behind goods that go back is: "exchange" for good ones, "add" on top, or nothing."""
        if behind is not None and behind.value == "add":
            return "add"
        good = vocabulary().patterns["good_ones"].match(self.text, piece.end)
        return "exchange" if good or {"exchange", "swap"} & set(roles) else ""

    def sent_again(self, clause: Clause) -> bool:
        """Return whether a clause asks for a number of the goods that go back: return 2, send 5."""
        told = self.items[-1].action == "return" and self.items[-1].amount is not None
        return told and vocabulary().patterns["wanting"].search(self._said(clause)) is not None

    def told_by(self, roles: Sequence[str], amount: Piece) -> bool:
        """Return whether an amount alone, led by these roles, says more of the last item."""
        return bool(set(roles) & TELLING) or self._terms(amount)

    def _terms(self, amount: Piece) -> bool:
        """Whether an amount begins the terms of an offer: 10送1."""
        return vocabulary().patterns["terms"].match(self.text, amount.start) is not None

    def about(self, clause: Clause, roles: Sequence[str]) -> None:
        """Words behind an item that say more about it: not sure which, to be taken back, not any more."""
        if not self.items or any(is_day(p, 0) for p in clause.pieces):
            return
        last = self.items[-1]
        if "unsure" in roles:
            self.items[-1] = replace(last, unsure=True)
        elif "remove" in roles and clause.of("goods"):
            return  # 时间没说: something else was not said
        elif "remove" in roles and last.action == "add" and clause.level < 3 and len(clause.pieces) < 3:
            self.items[-1] = replace(last, action="drop", end=clause.pieces[-1].end, verb=True)
        elif "damaged" in roles and last.action == "add" and last.amount and clause.level < 3:
            self.items[-1] = replace(last, action="return", verb=True, unclear="damaged_goods")
        elif "return" in roles and vocabulary().patterns["empties"].search(self._said(clause)):
            return  # 空瓶这趟退: bottles, of which nothing else is said, and not the goods before them
        elif "return" in roles and (last.action == "add" and clause.level < 3 or last.unclear):
            end = clause.pieces[-1].end
            self.items[-1] = replace(last, action="return", end=end, verb=True, unclear="")
        if "exchange" in roles and self.items[-1].action == "return" and last.amount and clause.level < 3:
            # crushed, take it back and replace it
            self.items[-1] = replace(self.items[-1], unclear="")
            self.items.append(replace(self.items[-1], action="free", end=clause.pieces[-1].end))

    def _said(self, clause: Clause) -> str:
        return self.text[clause.pieces[0].start : clause.pieces[-1].end]

    def _total(self, amount: Amount) -> None:
        """What all items come to: where it is counted in their unit and differs, one of them is wrong.

        Behind what comes on top it is what that makes: 2 cases more, 8 in all.
        """
        number, word, _kind = amount.parts[0]
        last = self.items[-1]
        if len(self.items) == 1 and last.action == "add" and self._on_top(last):
            self.items[-1] = replace(last, amount=amount, action="set")
            return
        counted = [x.amount.parts for x in self.items if x.amount and x.action in ("add", "set")]
        if self._conflicts(number, word, counted):
            for i, item in enumerate(self.items):
                if item.amount and item.action in ("add", "set"):
                    self.items[i] = replace(item, amount=replace(item.amount, vague=True))

    @staticmethod
    def _conflicts(number: Decimal | None, word: str, counted: Sequence[tuple]) -> bool:
        """Whether a total is not that of amounts in one unit: 5 of this, 3 of that, 9 cases in all.

        A number without a unit that is far from it is money.
        """
        units = {word, *(parts[0][1] for parts in counted)} - {""}
        if len(units) > 1 or any(len(parts) > 1 for parts in counted) or number is None:
            return False
        found = sum(parts[0][0] or 0 for parts in counted)
        return number != found and bool(word or found <= 2 * number <= 4 * found)

    def _on_top(self, item: Item) -> bool:
        """Whether words between goods and their amount say that it comes on top."""
        return self._says(item, "add")

    def _says(self, item: Item, role: str) -> bool:
        said = self.text[item.goods[-1].end : item.end]
        return any(word in said for word in of_role(role))

    def _extra(self, piece: Piece, roles: list[str], said: str, behind: Piece | None) -> None:
        last = self.items[-1]
        amount = piece.value
        if last.action == "usual":  # our usual cola, 6 cases
            self.items[-1] = replace(last, amount=amount, action="add", end=piece.end)
            return
        more = self._ordered_too(roles, said)
        if last.amount == amount and not more and not set(roles) & {"return", "free", "exchange"}:
            return
        if last.action == "free" and self.terms is not None:
            self.terms = None
            return  # goods were called free before, and these terms only say why
        free_behind = behind is not None and behind.kind == "role" and behind.value == "free"
        if "not" in roles or "buy" in roles:
            self._denied(piece, roles, said)
            return
        if "correct" in roles or "set" in roles or vocabulary().patterns["instead"].fullmatch(said.strip()):
            self._corrected(piece, roles, said)
        elif self._given(roles, said) or free_behind:
            self._give(piece, roles)
        elif more:
            unsure = "add" not in roles  # in exchange, or ordered?
            self.items.append(
                replace(last, amount=amount, action="add", end=piece.end, unclear="", unsure=unsure)
            )
        elif "return" in roles and last.unclear == "damaged_goods":
            back = self._same_unit(amount, last)
            self.items[-1] = replace(last, amount=back, action="return", end=piece.end, unclear="")
        elif "return" in roles:
            self.items.append(replace(last, amount=amount, action="return", end=piece.end, verb=True))
        elif last.amount and not last.verb and self._reduced(last, piece):
            # 6 cases less 2: four, or two off what was ordered before?
            self.items[-1] = replace(last, amount=replace(last.amount, vague=True), end=piece.end)
        elif "reduce" in roles:
            self.items[-1] = replace(
                last, amount=self._same_unit(amount, last), action="remove", end=piece.end, verb=True
            )
        elif amount.parts[0][1] and self.offered():
            self._taken(piece)
        else:
            self.items[-1] = replace(last, end=piece.end)
            # 10+1的可乐来20箱: which amount is meant of these goods cannot be told
            same = [i for i, x in enumerate(self.items) if x.goods == last.goods and x.amount]
            for i in same:
                self.items[i] = replace(self.items[i], amount=replace(self.items[i].amount, vague=True))

    def _corrected(self, piece: Piece, roles: list[str], said: str) -> None:
        """The amount that is meant instead of the one before it."""
        last, patterns = self.items[-1], vocabulary().patterns
        self.corrected = "correct" in roles
        action = "set" if "set" in roles and "correct" not in roles else last.action
        # seven cases, actually make that eight: where nothing was ordered before, it is this order's
        anew = patterns["remade"].search(said)
        before = last.amount.parts[0][0] if last.amount and last.action == "add" else None
        amount = self._same_unit(piece.value, last)
        made = replace(last, amount=amount, action=action, end=piece.end, was=before)
        self.items[-1] = replace(made, contrast=before if anew else None)

    def _denied(self, piece: Piece, roles: list[str], said: str) -> None:
        """An amount that is not meant, or that only says under which terms goods are free."""
        last, number = self.items[-1], piece.value.parts[0][0]
        self.terms = number if "buy" in roles else None
        if "not" in roles and last.action == "add" and not self.corrected:
            denied = vocabulary().patterns["contrast"].search(said) is not None
            contrast = number if denied else None
            self.items[-1] = replace(last, action="set", verb=True, contrast=contrast, end=piece.end)

    def _give(self, piece: Piece, roles: list[str]) -> None:
        """Free goods: by an offer, or what comes instead of goods taken back."""
        last = self.items[-1]
        given = self._multiplied(self._same_unit(piece.value, last), last)
        if last.action == "free" and given == last.amount:
            return  # buy 10 get 1, so 2 free
        if self.promised and last.action == "free":
            self.items.pop()  # now it is said how much of it
            self.promised, last = False, self.items[-1]
        last = self.items[-1] = replace(last, unclear="" if "exchange" in roles else last.unclear)
        self.items.append(replace(last, amount=given, action="free", end=piece.end, verb=True))

    def offered(self) -> bool:
        """Return whether the last two items are the terms of an offer and no amounts yet: buy 5 get 1."""
        paid, free = self.items[-2:] if len(self.items) > 1 else (None, None)
        if not (paid and free.action == "free" and paid.action == "add" and paid.goods == free.goods):
            return False
        return self._bought(paid) and not paid.amount.parts[0][1]

    def _bought(self, item: Item) -> bool:
        """Whether a word for buying stands between goods and their amount."""
        return self._says(item, "buy")

    def _taken(self, piece: Piece) -> None:
        """What is ordered under the terms of an offer: buy 5 get 1, 10 cases."""
        paid, free = self.items[-2:]
        terms, ordered = paid.amount.parts[0][0], piece.value
        number, word, kind = self._same_unit(free.amount, replace(paid, amount=ordered)).parts[0]
        times = (ordered.parts[0][0] or 0) // terms if terms else 0
        self.items[-2] = replace(paid, amount=ordered, end=piece.end)
        if times:
            self.items[-1] = replace(free, amount=Amount(((number * times, word, kind),)))
        else:
            self.items.pop()
        self.promised = bool(times)

    def _ordered_too(self, roles: list[str], said: str) -> bool:
        """Whether goods that are taken back are ordered as well: 2 to return, and send 5 more."""
        wanted = vocabulary().patterns["wanting"].search(said) is not None
        ordered = "add" in roles or (wanted and not {"return", "free"} & set(roles))
        return self.items[-1].action == "return" and ordered

    def _given(self, roles: list[str], said: str) -> bool:
        """Whether an amount is given away: said so, after a plus, or what one gets for buying."""
        free = {"free", "exchange", "deliver"} & set(roles)
        return bool(free) or said.strip() == "+" or self._earned(said)

    def _earned(self, said: str) -> bool:
        """Whether an amount is what the terms just said give: buy 5 get 1."""
        earned = vocabulary().patterns["earned"]
        return self.terms is not None and earned.fullmatch(said.strip()) is not None

    def _reduced(self, last: Item, piece: Piece) -> bool:
        """Whether nothing but a word for less stands between an item and a further amount."""
        return vocabulary().roles.get(self.text[last.end : piece.start].strip()) == "reduce"

    def _multiplied(self, amount: Amount, last: Item) -> Amount:
        """Free goods by the terms just said: for 24, buy 12 get 1 gives two."""
        number, word, kind = amount.parts[0]
        paid = last.amount.parts[0][0] if last.amount else None
        if not self.terms or not paid or not number:
            return amount
        times = max(paid // self.terms, 1)
        self.terms = None
        return Amount(((number * times, word, kind),), amount.vague)

    @staticmethod
    def _same_unit(amount: Amount, last: Item) -> Amount:
        """The amount in the unit of the one before where it names none itself."""
        number, word, kind = amount.parts[0]
        if word or last.amount is None:
            return amount
        _number, word, kind = last.amount.parts[0]
        return Amount(((number, word, kind),), amount.vague)
