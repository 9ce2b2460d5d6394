"""Which numbers in a text are sizes and figures of goods, and which are quantities."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from . import numbers
from .figures import PIECES
from .landmarks import Token
from .matcher import Index
from .vocabulary import vocabulary

GOODS = {"name", "alike", "strange", "latin", "size", "pack", "code", "modifier", "container", "word"}
KNOWN = {"name", "alike", "latin", "code"}
JOINING = re.compile(r"(?:的|装|味|型|of|in|with|\s|-)*")
LARGE = 100
OF = re.compile(r"\s+of\s")
# what may stand between a size and its quantity: 550水减2箱
PASSED = ("filler", "add", "each", "buy", "reduce", "set")
TIED = re.compile("[零〇]")


class Sizes:
    """Tells sizes from quantities among the tokens of one text."""

    def __init__(self, text: str, tokens: Sequence[Token], index: Index, units: dict[str, str]):
        self.text, self.tokens, self.index, self.units = text, tokens, index, units
        self.figures = {f.start: f for f in index.figures.known(text)}

    def unit_at(self, at: int) -> Token | None:
        """Return the unit at a place, a mistyped one behind a number included."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or token.kind not in ("unit", "typo", "container"):
            return None
        return token if token.value in self.units or token.kind == "typo" else None

    def unit_in(self, at: int) -> str:
        """Return the unit within a word for a size that is written to a number: two bottles in 2大瓶."""
        token, number = self.tokens[at] if at < len(self.tokens) else None, self.tokens[at - 1]
        if token is None or token.kind != "modifier" or token.start != number.end:
            return ""
        last = self.text[token.end - 1]
        return last if last in self.units and token.end > token.start + 1 else ""

    def joint(self, token: Token) -> bool:
        """Return whether a token joins words of one name: 的, of."""
        return token.kind == "role" and JOINING.fullmatch(self.text[token.start : token.end]) is not None

    def names(self, token: Token) -> bool:
        """Return whether a bare number is what goods are called by: 84."""
        said = self.text[token.start : token.end]
        return token.kind == "size" and said.isdigit() and self.index.figures.literal(said)

    def called_apart(self, at: int) -> bool:
        """Return whether a number names other goods than those right before it: 洗洁精 84 各3件."""
        token, before = self.tokens[at], self.tokens[at - 1]
        said = self.text[token.start : token.end]
        if token.kind not in ("number", "size") or not said.isdigit() or token.start == before.end:
            return False
        shared = [t.value for t in self.tokens[at + 1 : at + 2]] == ["each"]
        return shared and self.index.figures.literal(said) and not self._of_goods(Decimal(said), at)

    def size(self, at: int) -> bool:
        """Return whether a number is a size without its measure: one that products have, with a quantity."""
        token = self.tokens[at]
        number = numbers.number(str(token.value)) if token.kind == "number" else None
        if self._coded(at) or self._called(at) or self._listed(at) or self._figured(at):
            return True
        if number not in self.index.magnitudes:
            return False
        if not str(token.value)[0].isdigit() and (number < LARGE or self.unit_at(at + 1)):
            return False
        if self._alone(token.start, token.end):
            return number >= LARGE or bool(number % 1) or self._of_goods(number, at)
        unit = self.unit_at(at + 1)
        held = unit and self.units.get(unit.value) == "piece" and unit.value in vocabulary().containers
        large = number >= LARGE or number % 1
        if held and number >= LARGE and self._contains(number, at):
            return True
        if self._told(at) and (large or self._leads(number, at + 2)) or large and self._article(at):
            return True  # 7 cases of the 330 bottles, 500的杯子, 5 cases of the 1.25
        if not unit and large and self._refined(number, at):
            return True  # 换成柔顺的400
        if unit and not held:
            return False
        before = self.tokens[at - 1] if at else None
        named = before is not None and before.kind in GOODS and before.kind != "container"
        named = named or self._contained(at - 1)  # lime can 330
        if named and self._multiplied(at) and self._its(lambda f: number in f.sizes, at - 1):
            return True  # crisps 75 x06
        literal = self.index.figures.literal(str(token.value))
        # behind another size it is an amount: 330ml5 500ml3
        glued = named and before.end == token.start and before.kind != "size"
        if number < LARGE and not number % 1 and not literal and (held or not glued):
            return False
        follow = self._follow(at + (2 if held else 1), ("pack", "container", "size", "modifier"))
        later = self.tokens[follow] if follow < len(self.tokens) else None
        if later and later.kind in ("number", "range", "spoken", "negative"):
            if later.start == token.end and literal:
                return True  # 84两箱
            goods = named or (before is not None and before.kind in GOODS)
            return bool(goods) or later.kind != "number" or follow > at + 1
        if named and later and later.kind in KNOWN and number >= LARGE and not unit:
            return True  # fizzspring 330 glass
        if large and not unit and self._of_goods_behind(number, at, follow):
            return True
        if not named or (unit and not held):
            return False
        # 柔顺400、护发素各一箱: that many without a unit are no order, and it is their size
        sized = glued and number >= LARGE and self._its(lambda f: number in f.sizes, at - 1)
        return sized or self._amount_before(at)

    def _figured(self, at: int) -> bool:
        """Whether a number ends goods that hold so many pieces, with their amount before: 2 ctn wipes 80."""
        token, behind = self.tokens[at], self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if not at or self.tokens[at - 1].kind not in GOODS or not str(token.value).isdigit():
            return False
        closes = behind is None or behind.kind == "break" or behind.value in ("and", "filler")
        told = closes and self._amount_before(at)
        return told and self._its(lambda f: f"{token.value}{PIECES}" in f.figures, at - 1)

    def _multiplied(self, at: int) -> bool:
        """Whether a number stands before "x" and another one."""
        near = self.tokens[at + 1 : at + 3]
        return len(near) == 2 and near[0].value == "times" and near[1].kind == "number"

    def _called(self, at: int) -> bool:
        """Whether a number is what goods are called by, with a verb or an amount behind: 84不要了, 84 3箱."""
        token, behind = self.tokens[at], self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        literal = str(token.value).isdigit() and self.index.figures.literal(str(token.value))
        led = at > 1 and self.tokens[at - 2].kind == "number"
        if literal and led and (self.unit_at(at - 1) or self.tokens[at - 1].value == "times"):
            return behind is None or behind.kind == "break" or behind.value == "and"  # 5 cases 1664
        if not literal or behind is None or (at and self.tokens[at - 1].kind in GOODS):
            return False
        said = behind.kind == "role" and behind.value
        amount = at + (2 if said in ("hold", "return") else 1)
        number = self.tokens[amount] if amount < len(self.tokens) else None
        counted = number is not None and number.kind == "number" and token.end < number.start
        return said in ("remove", "set", "swap") or bool(counted and self.unit_at(amount + 1))

    def _listed(self, at: int) -> bool:
        """Whether a number names goods in a list that shares one amount: 抽纸、84、洗洁精各3件."""
        token = self.tokens[at]
        if not str(token.value).isdigit() or not self.index.figures.literal(str(token.value)):
            return False
        if at and self.tokens[at - 1].kind not in GOODS | {"break"} and self.tokens[at - 1].value != "and":
            return False
        rest = (t for t in self.tokens[at + 1 :] if t.kind not in GOODS | {"break"} and t.value != "and")
        return token.end < len(self.text) and next((t.value == "each" for t in rest), False)

    def _coded(self, at: int) -> bool:
        """Whether a number is written to goods as in a code, with a quantity behind "x": TISS100 x 10."""
        near = self.tokens[at - 1 : at + 3] if at else []
        if len(near) < 4 or near[1].kind != "number" or near[2].value != "times":
            return False
        named = near[0].kind in ("latin", "container", "unit")
        glued = named and near[0].end == near[1].start < near[1].end < near[2].start
        return glued and near[3].kind == "number" and self._its(self._numbered(near[1]), at - 1)

    @staticmethod
    def _numbered(token: Token) -> Callable:
        """What tells whether a product has a number as its size or a count."""
        value = str(token.value)
        return lambda f: Decimal(value) in f.sizes or f"{value}{PIECES}" in f.figures

    def _of_goods(self, number, at: int) -> bool:
        """Whether the goods before a number in brackets have it as their size: 大豆油(5), and not 可乐(5)."""
        before = next((i for i in range(at - 1, -1, -1) if self.tokens[i].kind in GOODS), None)
        return before is not None and self._its(lambda f: number in f.sizes, before)

    def _leads(self, number, follow: int) -> bool:
        """Whether goods that follow a number have it as their size, and a quantity of their own."""
        end = follow
        if follow >= len(self.tokens):
            return False
        while end < len(self.tokens) and self.tokens[end].kind in GOODS:
            end += 1
        after = self._follow(end, ("price",))
        counted = after < len(self.tokens) and self.tokens[after].kind in ("number", "spoken", "range")
        words = self.text[self.tokens[follow].start : self.tokens[end - 1].end]
        return counted and any(number in f.sizes for f in self.index.fitting(words))

    def _contains(self, number: Decimal, at: int) -> bool:
        """Whether a number before a container is the size of the goods behind: 330罐可乐9箱, 3提310罐凉茶."""
        return self._leads(number, at + 2) or self._behind_amount(number, at, at + 2)

    def _of_goods_behind(self, number: Decimal, at: int, follow: int) -> bool:
        """Whether goods with a quantity have a number before them as their size: 1000的盒5箱, 30箱550水."""
        goods = follow < len(self.tokens) and self.tokens[follow].kind in GOODS
        amounts = number >= LARGE and self._behind_amount(number, at, at + 1)
        return amounts or goods and self._leads(number, follow)

    def _behind_amount(self, number: Decimal, at: int, goods: int) -> bool:
        """Whether an amount stands right before a size, and from a place on goods that have it."""
        counted = at > 1 and self.unit_at(at - 1) is not None and self.tokens[at - 2].kind == "number"
        end = goods
        while end < len(self.tokens) and self.tokens[end].kind in GOODS:
            end += 1
        if not counted or end == goods:
            return False
        words = self.text[self.tokens[goods].start : self.tokens[end - 1].end]
        return any(number in f.sizes for f in self.index.fitting(words))

    def _article(self, at: int) -> bool:
        before = self.text[: self.tokens[at].start].rstrip()
        unit = self.unit_at(at + 1)
        ends = unit is not None and self.text[unit.end : unit.end + 1] in (":", ",", "")
        return before.endswith((" the", " of")) and (self._amount_before(at) or ends)

    def _told(self, at: int) -> bool:
        """Whether 的 ties a number to goods or a unit that come next, as no amount is."""
        tie = self.tokens[at + 1] if at + 2 < len(self.tokens) else None
        told = tie is not None and vocabulary().patterns["tie"].fullmatch(self.text[tie.start : tie.end])
        return bool(told) and self.tokens[at + 2].kind in GOODS | {"unit"}

    def _refined(self, number, at: int) -> bool:
        """Whether 的 ties a number to goods before it that have it as their size."""
        tied = at > 1 and self.text[self.tokens[at - 1].start : self.tokens[at].start] == "的"
        return tied and self.tokens[at - 2].kind in GOODS and self._its(lambda f: number in f.sizes, at - 2)

    def _follow(self, at: int, kinds: Sequence[str]) -> int:
        while at < len(self.tokens) and (self.tokens[at].kind in kinds or self._passes(at)):
            at += 1
        return at

    def _between(self, token: Token) -> bool:
        return self.joint(token) or self.text[token.start : token.end] == "the"

    def _joins(self, at: int) -> bool:
        return self._between(self.tokens[at]) or self._contained(at)

    def _contained(self, at: int) -> bool:
        """Whether goods that end at a place end with what they come in: lime can."""
        token, before = self.tokens[at], self.tokens[at - 1] if at > 0 else None
        held = token.kind in ("unit", "container") and token.value in vocabulary().containers
        return held and before is not None and before.kind in GOODS

    def _passes(self, at: int) -> bool:
        """Whether a token may stand between a size and its quantity."""
        token = self.tokens[at]
        if token.kind == "sign":
            return token.value in ("times", "dash")
        if token.kind == "break":
            return self.text[token.start : token.end].strip() == ":"
        han = not self.text[token.start].isascii()
        return token.kind == "role" and han and token.value in PASSED

    def _alone(self, start: int, end: int) -> bool:
        """Whether words stand alone in brackets behind others: 雪碧5箱(500的), 红茶包(100包)."""
        inside = re.match(r"\s*的?\s*[)\]]", self.text[end:])
        return inside is not None and re.search(r"\w\s*[(\[]\s*$", self.text[:start]) is not None

    def figure(self, at: int) -> bool:
        """Return whether number and unit are a figure of the goods, with a quantity besides: buns 6pk."""
        token, figure = self.tokens[at], self.figures.get(self.tokens[at].start)
        unit = self.unit_at(at + 1)
        if token.kind != "number" or figure is None or unit is None or unit.end != figure.end:
            return False
        if OF.match(self.text, unit.end):
            return False  # 24 cans of the sugar free
        if self._alone(token.start, unit.end):
            return True
        if not (at and self.tokens[at - 1].kind in GOODS):
            return False
        if not self._its(lambda f: figure.value in f.figures, at - 1):
            return False
        after = self._follow(at + 2, ("pack", "container"))
        later = self.tokens[after] if after < len(self.tokens) else None
        counted = later is not None and later.kind in ("number", "range", "spoken")
        # 洗洁精24瓶 550水6箱
        return counted and not self._of_next(after) or self._amount_before(at)

    def _of_next(self, at: int) -> bool:
        """Whether a number is the size of goods that follow it with a quantity of their own."""
        token = self.tokens[at]
        number = numbers.number(str(token.value)) if token.kind == "number" else None
        return number in self.index.magnitudes and number >= LARGE and self._leads(number, at + 1)

    def _its(self, holds, at: int) -> bool:
        """Whether something holds of a product that goods ending at a place may be."""
        start = at
        while start and self.tokens[start - 1].kind in GOODS:
            start -= 1
        words = self.text[self.tokens[start].start : self.tokens[at].end]
        return any(map(holds, self.index.fitting(words)))

    def _amount_before(self, at: int) -> bool:
        """Whether the goods that end here have their quantity in front: 再补5箱山泉水550."""
        place = at - 1
        while place >= 0 and (self.tokens[place].kind in GOODS or self._joins(place)):
            place -= 1
        if place < 0:
            return False
        token = self.tokens[place]
        if token.kind == "unit":
            place -= 1
        if place > 0 and self.tokens[place].kind == "sign" and self.tokens[place].value == "times":
            place -= 1
        if place < 0 or self.tokens[place].kind not in ("number", "spoken"):
            return False
        if self._of_next(place):
            return False  # 550水 6樽
        if place > 1 and self.tokens[place - 1].kind == "number" and self.tokens[place - 2].kind in GOODS:
            return False  # 纯净水550 3 啤酒2: the three is of the goods before
        if place > 1 and [t.kind for t in self.tokens[place - 2 : place]] == ["number", "sign"]:
            return False  # 细薯条6+1 番茄丁3
        return not self._counted_already(place)

    def _counted_already(self, place: int) -> bool:
        """Whether an amount that begins at a place has its goods before it: 鸡蛋嘛来四板, 水@18要30箱."""
        if place and TIED.fullmatch(str(self.tokens[place - 1].value)):
            place -= 1  # 豆奶2箱零1提
        place -= 3 if TIED.match(self.text, self.tokens[place].start) else 1  # 啤酒两箱零五瓶
        while place >= 0 and (self.tokens[place].value == "filler" or self.tokens[place].kind == "price"):
            place -= 1
        return place >= 0 and self.tokens[place].kind in GOODS
