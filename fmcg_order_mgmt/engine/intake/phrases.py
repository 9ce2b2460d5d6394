"""From tokens to the pieces of an order: goods as they are called, amounts, words with a role, breaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from . import numbers
from .landmarks import Token
from .lines import Amount
from .matcher import Index
from .vocabulary import vocabulary

GOODS = {"name", "alike", "strange", "latin", "size", "pack", "code", "modifier", "container", "word"}
KNOWN = {"name", "alike", "latin", "code"}
RANK = {"pallet": 4, "case": 3, "inner": 2, "dozen": 1, "piece": 0}
JOINING = re.compile(r"(?:的|装|味|型|of|\s|-)*")
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
        self.text, self.lexicon, self.magnitudes, self.units = text, index.lexicon, index.magnitudes, words
        self.index = index
        self.figures = {f.start: f for f in index.figures.known(text)}
        self.tokens = self._settled([t for t in tokens if t.kind != "space"])

    def pieces(self) -> list[Piece]:
        """Return the pieces in order."""
        found, at = [], 0
        while at < len(self.tokens):
            if self._more_of(at):
                # 2 more cases: the word tells what is done, number and unit are one amount
                found.append(self._piece(at + 1)[0])
                del self.tokens[at + 1]
            piece, at = self._piece(at)
            if piece:
                self._append(found, piece)
        return self._compound(found)

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
            settled.append(token)
        return settled

    def _either(self, token: Token, near: list[Token], before: Token | None) -> Token:
        word = str(token.value)
        numbered = before is not None and before.kind in ("number", "range", "spoken", "negative")
        if word in self.units and numbered:
            return replace(token, kind="unit")
        mine = set().union(*(self.lexicon.words[w] for w in self.lexicon.similar(word)))
        for other in near:
            if any(mine & self.lexicon.words[w] for w in self.lexicon.similar(str(other.value))):
                return replace(token, kind="latin")
        if word in self.units:
            return replace(token, kind="container" if word in vocabulary().containers else "unit")
        return replace(token, kind="role", value=vocabulary().roles[word])

    def _piece(self, at: int) -> tuple[Piece | None, int]:
        token = self.tokens[at]
        if token.value in ("零", "〇"):
            return Piece("sign", token.start, token.end, "link"), at + 1
        if token.kind in ("number", "range", "negative", "spoken") or self._bare_unit(at):
            if self._is_size(at) or self._is_figure(at):
                return self._goods(at)
            return self._amount(at)
        if token.kind in GOODS or token.kind == "unit":
            return self._goods(at)
        if (
            token.kind == "role"
            and token.value == "some"
            and (self._unit_at(at + 1) or self._known_at(at + 1))
        ):
            return self._amount(at)
        value = token.kind if token.kind in ("date", "noise", "price", "reference") else token.value
        kind = token.kind if token.kind in ("role", "break", "sign") else "mark"
        return Piece(kind, token.start, token.end, value, tokens=(token,)), at + 1

    @staticmethod
    def _append(found: list[Piece], piece: Piece) -> None:
        """先留着别送, don't ship till I call: kept back, and not taken off."""
        last = found[-1].value if found else None
        if piece.value == "remove" and last == "hold":
            return
        if piece.value == "hold" and last == "remove":
            found.pop()
        found.append(piece)

    def _more_of(self, at: int) -> bool:
        more = self.tokens[at + 1] if at + 2 < len(self.tokens) else None
        if more is None or self.tokens[at].kind not in ("number", "spoken") or self._unit_at(at + 2) is None:
            return False
        return more.kind == "role" and more.value == "add" and self.text[more.start].isascii()

    def _unit_at(self, at: int) -> Token | None:
        """The unit at a place, a mistyped one behind a number included."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or token.kind not in ("unit", "typo", "container"):
            return None
        return token if token.value in self.units or token.kind == "typo" else None

    def _known_at(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind in KNOWN

    def _bare_unit(self, at: int) -> bool:
        """Whether a unit stands for one of it: 来箱可乐, a case of; or for a number that cannot be read."""
        token = self.tokens[at]
        if token.kind == "sign" and token.value == "doubt":
            end = at
            while end < len(self.tokens) and self.tokens[end].value == "doubt":
                end += 1
            return self._unit_at(end) is not None
        if token.kind == "strange" and str(token.value).isascii() and len(str(token.value)) < 4:
            follower = self._unit_at(at + 1)
            return follower is not None and follower.start == token.end
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
        start, vague = token.start, token.kind == "range"
        value, at = self._value(at)
        if value is None and token.kind == "number" and re.fullmatch(numbers.CHINESE, str(token.value)):
            value, vague = numbers.number(str(token.value)[-1]), True  # 五六箱: five or six
        gap = self.tokens[at] if at < len(self.tokens) else None
        if (
            gap
            and gap.kind == "role"
            and ALMOST.fullmatch(self.text[gap.start : gap.end])
            and self._unit_at(at + 1)
        ):
            vague, at = True, at + 1
        if gap and gap.value == "doubt" and gap.kind == "sign":
            vague, at = True, at + 1
        unit = self._unit_at(at)
        word, end = "", self.tokens[at - 1].end
        if unit:
            word, end, at = str(unit.value), unit.end, at + 1
            half = self.tokens[at] if at < len(self.tokens) else None
            if half and half.value == "半" and half.start == end and not self._unit_at(at + 1):
                value, end, at = (value or 0) + Decimal("0.5"), half.end, at + 1
        kind = vocabulary().typos.get(word) or self.units.get(word)
        vague = vague or (token.kind == "role" and token.value == "some")
        return Piece("amount", start, end, Amount(((value, word, kind),), vague)), at

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
        while self.tokens[at].kind in ("sign", "strange") and not self._unit_at(at):
            at += 1
        return None, at

    def _is_size(self, at: int) -> bool:
        """Whether a number is a size without its measure: one that products have, with a quantity besides."""
        token = self.tokens[at]
        if (
            token.kind != "number"
            or not str(token.value)[0].isdigit()
            or numbers.number(str(token.value)) not in self.magnitudes
        ):
            return False
        before = self.tokens[at - 1] if at else None
        if self._alone(token.start, token.end):
            return True
        follow = at + 1
        unit = self._unit_at(follow)
        if unit and self.units.get(unit.value) == "piece" and unit.value in vocabulary().containers:
            follow += 1
        elif unit:
            return False
        while (
            follow < len(self.tokens)
            and self.tokens[follow].kind in ("pack", "container", "size")
            or self._joins(follow)
        ):
            follow += 1
        later = self.tokens[follow] if follow < len(self.tokens) else None
        if later and later.kind in ("number", "range", "spoken", "negative"):
            return bool(before and before.kind in GOODS) or later.kind != "number" or follow > at + 1
        named = bool(before and before.kind in GOODS and before.kind != "container")
        return named and not unit and self._amount_before(at)

    def _alone(self, start: int, end: int) -> bool:
        """Whether words stand alone in brackets behind others: 雪碧5箱(500的), 红茶包(100包)."""
        inside = re.match(r"\s*的?\s*[)\]]", self.text[end:])
        return inside is not None and re.search(r"\w\s*[(\[]\s*$", self.text[:start]) is not None

    def _is_figure(self, at: int) -> bool:
        """Whether a number and its unit are a figure of the name beside them, with a quantity besides: 6pk."""
        token, figure = self.tokens[at], self.figures.get(self.tokens[at].start)
        unit = self._unit_at(at + 1)
        if token.kind != "number" or figure is None or unit is None or unit.end != figure.end:
            return False
        if self._alone(token.start, unit.end):
            return True
        if not (at and self.tokens[at - 1].kind in GOODS and self._is_its(figure.value, at - 1)):
            return False
        after = at + 2
        while after < len(self.tokens) and (
            self.tokens[after].kind in ("pack", "container") or self._joins(after)
        ):
            after += 1
        later = self.tokens[after] if after < len(self.tokens) else None
        return bool(later and later.kind in ("number", "range", "spoken")) or self._amount_before(at)

    def _is_its(self, figure: str, at: int) -> bool:
        """Whether goods that end at a place have this figure in their name."""
        start = at
        while start and self.tokens[start - 1].kind in GOODS:
            start -= 1
        words = self.text[self.tokens[start].start : self.tokens[at].end]
        return any(figure in f.figures for f in self.index.fitting(words))

    def _joins(self, at: int) -> bool:
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if token.kind == "sign":
            return token.value == "times"
        return token.kind == "role" and self.text[token.start : token.end] in (
            "装",
            "的",
            "来",
            "要",
            "给我",
            "各",
            "都",
            "再来",
            "拿",
            "加",
            "订",
            "再加",
            "得",
        )

    def _amount_before(self, at: int) -> bool:
        """Whether the goods that end here have their quantity in front: 再补5箱山泉水550."""
        place = at - 1
        while place >= 0 and (self.tokens[place].kind in GOODS or self._joint(self.tokens[place])):
            place -= 1
        if place < 0:
            return False
        if self.tokens[place].kind == "sign" and self.tokens[place].value == "times":
            place -= 1
        elif self.tokens[place].kind == "unit":
            place -= 1
        if place < 0 or self.tokens[place].kind not in ("number", "spoken"):
            return False
        return place == 0 or self.tokens[place - 1].kind not in GOODS

    def _joint(self, token: Token) -> bool:
        return token.kind == "role" and JOINING.fullmatch(self.text[token.start : token.end]) is not None

    def _goods(self, at: int) -> tuple[Piece, int]:
        held: list[Token] = []
        while at < len(self.tokens):
            token = self.tokens[at]
            if self._is_figure(at):
                held.append(replace(token, kind="size", end=self.tokens[at + 1].end, value=None))
                at += 2
                continue
            if held and self._joint(token) and self._more(at):
                at += 1
                continue
            size = token.kind == "number" and self._is_size(at)
            loose = token.kind == "unit" and not self._bare_unit(at)
            if held and (not (token.kind in GOODS or size or loose) or self._bare_unit(at)):
                break
            held.append(replace(token, kind="size") if size else token)
            at += 1
        known = any(t.kind in KNOWN for t in held)
        return Piece("goods", held[0].start, held[-1].end, None, known, tuple(held)), at

    def _more(self, at: int) -> bool:
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return following is not None and following.kind in GOODS | {"unit"} and following.kind != "strange"

    def _compound(self, pieces: list[Piece]) -> list[Piece]:
        """3箱零6瓶 is one quantity of two parts: the second of a smaller unit, nothing said between."""
        found: list[Piece] = []
        for piece in pieces:
            if piece.kind == "amount" and len(found) > 1 and self._links(found, piece):
                while found[-1].kind != "amount":
                    found.pop()
            last = found[-1] if found else None
            if piece.kind == "amount" and last and last.kind == "amount" and self._smaller(last, piece):
                parts = (*last.value.parts, *piece.value.parts)
                found[-1] = replace(
                    last, end=piece.end, value=Amount(parts, last.value.vague or piece.value.vague)
                )
                continue
            found.append(piece)
        return found

    def _links(self, found: list[Piece], piece: Piece) -> bool:
        """Whether a smaller amount is tied to the one before by 零, and or plus."""
        last = found[-1]
        tied = (
            last.kind == "role"
            and last.value == "and"
            or self.text[last.start : last.end] in ("零", "又", "+")
        )
        return tied and found[-2].kind == "amount" and self._smaller(found[-2], piece)

    def _smaller(self, first: Piece, second: Piece) -> bool:
        a, b = first.value.parts[-1], second.value.parts[0]
        between = self.text[first.end : second.start].strip()
        if between not in ("", "零", "又", "and", "+", "&") or a[2] not in RANK or b[2] not in RANK:
            return False
        return RANK[a[2]] > RANK[b[2]]
