"""From tokens to the pieces of an order: goods as they are called, amounts, words with a role, breaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import takewhile

from . import numbers
from .landmarks import Token
from .lines import Amount
from .matcher import Index
from .names import stem
from .sizes import GOODS, KNOWN, Sizes
from .vocabulary import HAN, vocabulary

# what only tells which of the goods is meant
REFINING = {"size", "pack", "container", "modifier"}
HALF = Decimal("0.5")
ALMOST = re.compile(r"(?:来|多|几|余)\s*$")


@dataclass(frozen=True)
class Piece:
    """A part of a text from ``start`` to ``end``: goods, amount, role or break.

    ``known`` tells goods with a word of the catalogue in them, ``value`` holds an amount, a role, the level
    of a break, or the kind of another landmark.
    """

    kind: str
    start: int
    end: int
    value: object = None
    known: bool = False
    tokens: tuple[Token, ...] = field(default=(), repr=False)


class Phrases:
    """Puts the tokens of one text together."""

    def __init__(self, text: str, tokens: Sequence[Token], index: Index, words: dict):
        self.text, self.lexicon, self.units = text, index.lexicon, words
        self.tokens = self._settled([t for t in tokens if t.kind != "space"])
        self.sizes = Sizes(text, self.tokens, index, words)

    def pieces(self) -> list[Piece]:
        """Return the pieces in order, each amount by itself."""
        found, at = [], 0
        while at < len(self.tokens):
            if self._more_of(at):
                # 2 more cases: the word tells what is done, number and unit are one amount
                found.append(self._piece(at + 1)[0])
                del self.tokens[at + 1]
            piece, at = self._piece(at)
            if piece:
                self._append(found, piece)
        return found

    def _settled(self, tokens: list[Token]) -> list[Token]:
        """Words that may be part of a name or do something: a neighbour of the same name decides."""
        settled = []
        for i, token in enumerate(tokens):
            if token.kind == "either":
                near = [
                    t
                    for t in tokens[max(0, i - 1) : i + 2]
                    if t is not token and t.kind in ("either", "latin")
                ]
                token = self._either(token, near, tokens[i - 1] if i else None)
            if token.kind == "unit" and not self._counts(tokens[i - 1] if i else None):
                # 12 each are pieces; 1 ctn each is one of all that are named
                role = vocabulary().roles.get(str(token.value))
                token = replace(token, kind="role", value=role) if role == "each" else token
            settled.append(token)
        return settled

    @staticmethod
    def _counts(token: Token | None) -> bool:
        return token is not None and token.kind in ("number", "range", "spoken", "negative")

    def _either(self, token: Token, near: list[Token], before: Token | None) -> Token:
        word = str(token.value)
        numbered = before is not None and before.kind in ("number", "range", "spoken", "negative")
        if word in self.units and numbered:
            return replace(token, kind="unit")
        mine = set().union(*(self.lexicon.words[w] for w in self.lexicon.similar(word)))
        for other in near:
            if any(mine & self.lexicon.words[w] for w in self.lexicon.similar(str(other.value))):
                return replace(token, kind="latin")
        if word in self.units and before is not None and before.kind == "size":
            return replace(token, kind="latin")  # 8oz cups
        if word in self.units:
            return replace(token, kind="container" if word in vocabulary().containers else "unit")
        return replace(token, kind="role", value=vocabulary().roles[word])

    def _piece(self, at: int) -> tuple[Piece | None, int]:
        token = self.tokens[at]
        if self._pronoun(at):
            return None, at + 1
        if token.value in ("零", "〇"):
            return Piece("sign", token.start, token.end, "link"), at + 1
        if token.kind in ("number", "range", "negative", "spoken") or self._bare_unit(at):
            if self.sizes.size(at) or self.sizes.figure(at):
                return self._goods(at)
            return self._amount(at)
        if token.kind in GOODS or token.kind == "unit":
            return self._goods(at)
        if (
            token.kind == "role"
            and token.value == "some"
            and (self.sizes.unit_at(at + 1) or self._known_at(at + 1))
        ):
            return self._amount(at)
        value = token.kind if token.kind in ("date", "noise", "price", "reference") else token.value
        kind = token.kind if token.kind in ("role", "break", "sign") else "mark"
        return Piece(kind, token.start, token.end, value, tokens=(token,)), at + 1

    def _pronoun(self, at: int) -> bool:
        """Whether "one" stands for goods named before: milk one 1 ctn, 20 pcs of the salted one."""
        token, behind = self.tokens[at], self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        before = self.tokens[at - 1] if at else None
        known = before is not None and (before.kind in GOODS or before.value in vocabulary().containers)
        alone = behind is None or behind.kind in ("number", "break") or behind.value == "unlike"
        # of the dark one, thanks
        alone = alone or (behind.value in ("filler", "and") and self._pointed(at))
        return token.kind == "spoken" and token.value == "one" and known and alone

    def _pointed(self, at: int) -> bool:
        """Whether "the" stands before the goods that end at a place."""
        while at and self.tokens[at - 1].kind in GOODS:
            at -= 1
        return self.text[: self.tokens[at].start].endswith("the ")

    @staticmethod
    def _append(found: list[Piece], piece: Piece) -> None:
        """先留着别送, 先留10箱别送, don't ship till I call: kept back, and not taken off."""
        last = found[-1].value if found else None
        if piece.value == "remove":
            clause = takewhile(lambda p: p.kind != "break", reversed(found))
            if any(p.value == "hold" for p in clause):
                return
        if piece.value == "hold" and last == "remove":
            found.pop()
        found.append(piece)

    def _more_of(self, at: int) -> bool:
        more = self.tokens[at + 1] if at + 2 < len(self.tokens) else None
        if (
            more is None
            or self.tokens[at].kind not in ("number", "spoken")
            or self.sizes.unit_at(at + 2) is None
        ):
            return False
        return more.kind == "role" and more.value == "add" and self.text[more.start].isascii()

    def _known_at(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind in KNOWN

    def _bare_unit(self, at: int) -> bool:
        """Whether a unit stands for one of it: 来箱可乐, a case of; or for a number that cannot be read."""
        token = self.tokens[at]
        if token.kind == "sign" and token.value == "doubt":
            end = at
            while end < len(self.tokens) and self.tokens[end].value == "doubt":
                end += 1
            return self.sizes.unit_at(end) is not None
        if token.kind == "sign" and token.value == "times":
            # 细吸管x箱: how many was left open
            before, unit = self.tokens[at - 1] if at else None, self.sizes.unit_at(at + 1)
            return bool(before and before.kind in GOODS and unit and unit.start == token.end)
        said = self.text[token.start : token.end]
        crossed = re.fullmatch(r"x+|\*+", said) is not None
        han = at > 0 and self.text[token.start - 1] > HAN
        strange = token.kind == "strange" or (
            token.kind == "latin" and han and said not in self.lexicon.words
        )
        if strange and said.isascii() and len(said) < 4 or token.kind == "latin" and crossed:
            follower = self.sizes.unit_at(at + 1)
            return follower is not None and (follower.start == token.end or crossed)
        half = self.tokens[at + 1] if at and at + 1 < len(self.tokens) else None
        if half and token.kind == "unit" and half.value == "半" and half.start == token.end:
            return self.tokens[at - 1].kind in GOODS  # 威化箱半
        if (
            token.kind != "unit"
            or at == 0
            or self.units.get(token.value) not in ("case", "inner", "pallet", "dozen", "unclear")
        ):
            return False
        before = self.text[max(0, token.start - 6) : token.start]
        return bool(
            re.search(r"(?:[来要加拿送]|(?<!\w)an?\s|(?<!\w)per\s)$", before)
        ) and not before.endswith("per ")

    def _amount(self, at: int) -> tuple[Piece, int]:
        token = self.tokens[at]
        start, vague = token.start, token.kind == "range" or self.text[: token.start].endswith((" ?", "\n?"))
        value, at = self._value(at)
        if value is None and token.kind == "number" and re.fullmatch(numbers.CHINESE, str(token.value)):
            value, vague = numbers.number(str(token.value)[-1]), True  # 五六箱: five or six
        gap = self.tokens[at] if at < len(self.tokens) else None
        if (
            gap
            and gap.kind == "role"
            and ALMOST.fullmatch(self.text[gap.start : gap.end])
            and self.sizes.unit_at(at + 1)
        ):
            vague, at = True, at + 1
        if gap and gap.value == "doubt" and gap.kind == "sign":
            vague, at = True, at + 1
        # 可乐330ml24*5: 24 in a case, and five cases?
        vague = vague or bool(gap and gap.kind == "pack" and gap.start == self.tokens[at - 1].end)
        times = self.tokens[at] if at < len(self.tokens) else None
        if times and times.value == "times" and times.kind == "sign" and self.sizes.unit_at(at + 1):
            at += 1  # 5 x case
        at += self._passed_over(at)
        unit = self.sizes.unit_at(at)
        loose = unit is not None and unit.value in ("loose", "single") and self.sizes.unit_at(at + 1)
        unit, at = (loose, at + 1) if loose else (unit, at)  # 8 loose cans
        word, end = "", self.tokens[at - 1].end
        if unit:
            word, end, at = str(unit.value), unit.end, at + 1
            value, end, at = self._and_a_half(value, end, at)
            if self.units.get(word) == "dozen" and (counted := self._dozens(at)):
                value, word, end, at = (value or 1) * 12, str(counted.value), counted.end, at + 1
            half = self.tokens[at] if at < len(self.tokens) else None
            if half and half.value == "半" and half.start == end and not self.sizes.unit_at(at + 1):
                value, end, at = (value or 0) + Decimal("0.5"), half.end, at + 1
        elif inside := self.sizes.unit_in(at):
            word = inside
        elif self._uncounted(at):
            # 6壶: counted in something that nobody knows here
            word, end, at = str(self.tokens[at].value), self.tokens[at].end, at + 1
        kind = vocabulary().typos.get(word) or self.units.get(word) or ("unclear" if word else None)
        vague = vague or (token.kind == "role" and token.value == "some")
        return Piece("amount", start, end, Amount(((value, word, kind),), vague)), at

    def _passed_over(self, at: int) -> bool:
        """Whether a word of no meaning is written between a number and its unit: 一整托."""
        word, unit = self.tokens[at] if at < len(self.tokens) else None, self.sizes.unit_at(at + 1)
        glued = word is not None and unit is not None and self.tokens[at - 1].end == word.start
        return glued and word.end == unit.start and word.value == "filler" and self.text[word.start] > HAN

    def _uncounted(self, at: int) -> bool:
        """Whether one strange sign is written to a number and nothing to that: 6壶."""
        sign, behind = self.tokens[at] if at < len(self.tokens) else None, self.tokens[at + 1 : at + 2]
        if (
            sign is None
            or sign.kind != "strange"
            or self.text[sign.start] <= HAN
            or sign.end > sign.start + 1
        ):
            return False
        alone = not behind or behind[0].kind == "break" or behind[0].start > sign.end
        return alone and self.tokens[at - 1].end == sign.start

    def _and_a_half(self, value: Decimal | None, end: int, at: int) -> tuple[Decimal | None, int, int]:
        """A case and a half: value, end and next place with the half that follows a unit."""
        half = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        alone = half is not None and half.kind == "spoken" and numbers.spoken(str(half.value)) == HALF
        if alone and self.tokens[at].value == "and" and not self.sizes.unit_at(at + 2):
            return (value or Decimal(1)) + HALF, half.end, at + 2
        return value, end, at

    def _dozens(self, at: int) -> Token | None:
        """The unit of which a dozen is counted: a dozen jars of honey."""
        unit, of = self.sizes.unit_at(at), self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        counted = unit is not None and of is not None and self.text[of.start : of.end] == "of"
        return unit if counted and self.units.get(str(unit.value)) == "piece" else None

    def _value(self, at: int) -> tuple[Decimal | None, int]:
        token = self.tokens[at]
        if token.kind in ("number", "negative"):
            return numbers.number(str(token.value)), at + 1
        if token.kind == "spoken":
            return numbers.spoken(str(token.value)), at + 1
        if token.kind == "range":
            return numbers.number(re.findall(r"\d+", str(token.value))[-1]), at + 1
        if token.kind == "unit":
            return Decimal(1), at
        if token.kind == "role":
            return Decimal(1), at + 1
        while self.tokens[at].kind in ("sign", "strange", "latin") and not self.sizes.unit_at(at):
            at += 1
        return None, at

    def _goods(self, at: int) -> tuple[Piece, int]:
        held: list[Token] = []
        before = self.tokens[at - 1] if at else None
        while at < len(self.tokens):
            token = self.tokens[at]
            if self.sizes.figure(at):
                held.append(replace(token, kind="size", end=self.tokens[at + 1].end, value=None))
                at += 2
                continue
            if held and (self.sizes.joint(token) and self._more(at) or self._joined(at)):
                at += 1
                continue
            if held and (before and self._begun(before, held, token) or self.sizes.called_apart(at)):
                break
            if held and token.start > held[-1].end and self.sizes.unit_in(at - 1):
                break  # 可乐2大瓶 雪碧3
            size = token.kind == "number" and self.sizes.size(at)
            loose = token.kind == "unit" and not self._bare_unit(at)
            if held and (not (token.kind in GOODS or size or loose) or self._bare_unit(at)):
                break
            held.append(self._sized(token) if size else token)
            at += 1
        known = any(t.kind in KNOWN or self.sizes.names(t) for t in held)
        return Piece("goods", held[0].start, held[-1].end, None, known, tuple(held)), at

    def _begun(self, before: Token, held: list[Token], token: Token) -> bool:
        """Whether a blank in Chinese ends words that say nothing of goods: 我得问下厨师长 番茄丁."""
        start = held[0].start
        strange = all(t.kind == "strange" for t in held) and token.kind == "name"
        glued = before.kind == "role" and before.end == start
        return strange and glued and self.text[start] > HAN and token.start > held[-1].end

    @staticmethod
    def _sized(token: Token) -> Token:
        """A number as a size, in digits: 五百五 is 550."""
        number = numbers.number(str(token.value))
        return replace(token, kind="size", value=str(token.value) if number is None else f"{number:f}")

    def _joined(self, at: int) -> bool:
        """Whether "and" stands inside a name: pork & cabbage dumplings."""
        near = self.tokens[at - 1 : at + 2]
        if len(near) < 3 or near[1].value != "and" or near[0].kind != "latin" or near[2].kind != "latin":
            return False
        return (stem(str(near[0].value)), stem(str(near[2].value))) in self.lexicon.joined

    def _more(self, at: int) -> bool:
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if following is None or following.kind not in GOODS | {"unit"}:
            return False
        # tuna in spring water is something else than tuna, though no name has those words
        token = self.tokens[at]
        said = self.text[token.start : token.end]
        return following.kind != "strange" or vocabulary().patterns["inside"].fullmatch(said) is not None
