"""What stands in a text apart from goods: references, telephones, addresses, dates, times, prices, sizes."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from . import dates
from .alike import Alike
from .figures import Figure, Figures
from .matcher import Index
from .model import Customer, OpenOrder
from .names import NUMBER, PACK, size_pattern
from .spoken_sizes import pointed_sizes, spoken_sizes
from .vocabulary import alternatives, part, vocabulary

_NAMED_ORDER = part("reference")
REFERENCE = re.compile(
    rf"(?<![a-z]){_NAMED_ORDER}(?:\s*{part('reference_number')})?\.?(?:\s*{part('reference_is')})?[\s.:：#-]*#?"
    r"(?!\d{1,2}/\d{1,2}(?![\d/]))([a-z]{1,6}-\d[\w/-]*|[a-z]{0,6}-?\d[\w/-]{2,}|[a-z]{1,6}(?:/\d{2,6}){1,3})"
)
TELEPHONE = re.compile(
    rf"{part('telephone')}\.?\s*{part('number_sign')}?\.?\s*[:：]?\s*\+?[\d(][\d ()-]{{5,}}\d|"
    r"(?<![\d.-])(?:1[3-9]\d{9}|1[3-9]\d-\d{4}-\d{4}|1[3-9]\d \d{4} \d{4}|0\d{2,3}-\d{4} ?\d{3,4}|"
    r"0\d \d{4} \d{4}|[689]\d{3} \d{4}|0\d{2,3} \d{3,4} \d{4}|"
    r"400-\d{3}-?\d{4}|0[1-9]\d{8,9}|0[1-9]\d{3} \d{6}|\+\d{1,3}[ -]?\d[\d -]{6,}\d)(?![\d])"
    rf"(?:[^\S\n]*{part('extension')}[^\S\n]*\d{{1,5}}(?!\d|[^\S\n]*[a-z\u4e00-\u9fff]))?"
)
ADDRESS = re.compile(rf"#\d{{1,3}}-\d{{1,4}}|\d{{1,2}}/f(?![a-z])|{part('address')}")
# patterns of words that do something only beside a number or a word, and what that is
TOLD = {
    "corrects": "correct",
    "resets": "set",
    "lowers": "reduce",
    "raises": "add",
    "collects": "return",
    "takes_back": "return",
    "leaves_out": "remove",
    "holds": "hold",
    "grants": "free",
}
# a place by its number, where the street before it is not read as one
PLACE = re.compile(
    r"(?<!\d)\d{1,5}(?:号|#)(?:仓库?|楼|门|铺|库房?|院|摊位?|档口?|桌|厅|窗口?|柜台?|店|油枪|油机|车|卷帘门|通道|车位|月台|老?屋|老宅)"
)
COUNTED = re.compile(r"[\d一二两三四五六七八九十百半几]$")
TIME = re.compile(
    r"(?<![\d.])\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)(?:\s?[ap]\.?m\.?)?|"
    rf"(?<![\w.])\d{{1,2}}(?:\.\d{{2}})?\s?[ap]\.?m\.?(?!\w)|{part('time')}|\d+(?:\.\d+)?\s?%"
)
# a number written to letters as in a code, and how many of it: JUMBO700 x 12
CODED = re.compile(r"(?<=[a-z])\d{2,4} [x×*] ?\d{1,3}(?=\s*(?:[@/,;\n]|$))")
# an amount, as no pack is written: 75 x06
TIMES_OUGHT = re.compile(r"[x×*]\s?0\d$")
NUMBERING = re.compile(r"^[^\S\n]*(?:[(（]?\d{1,2}[.、)）](?!\d)|•|[-*·▪►✅➤]+(?=\s))", re.M)
BARE_NUMBERING = re.compile(r"^[^\S\n]*(\d{1,2})[^\S\n]+(?=\D)", re.M)
_PART = r"\s?[*×x]\s?\d+[a-z]{0,2}[\u3400-\u9fff]?"
SPEC = re.compile(
    rf"\d[\d.]*\s?[a-z]{{0,2}}[\u3400-\u9fff]?(?:{_PART}){{2,}}|"
    rf"\d[\d.]*\s?(?:[a-z]{{1,2}}|[\u3400-\u9fff]){_PART}"
)
# 45,50 and no thousands
DECIMAL_COMMA = re.compile(r"\d+,\d\d")
# 10送1,550水3箱: no thousands
LISTED = re.compile(r"(?<![\d.,])\d{1,3},(\d{3})(?=[\u3400-\u9fff])")
# 甬惠 YH0916-40 订单
NUMBERED_ORDER = re.compile(
    r"(?<![a-z0-9_-])([a-z]{0,6}-?\d[\w/-]{3,})(?=\s?(?:号|的)?(?:订单|采购单|订货单)(?!号))"
)
SERIAL = re.compile(
    r"(?<![a-z0-9_-])[a-z]{1,5}-?\d{4,}(?:(?<=\d{5})|(?=[-/]\d))(?:[-/]\d{1,6})*(?![a-z0-9_-])"
)
MONEY = part("money")


@dataclass(frozen=True)
class Token:
    """A stretch of flat text and what it is."""

    kind: str
    start: int
    end: int
    value: object = None


@lru_cache(maxsize=64)
def _price(unit_words: frozenset[str]) -> re.Pattern:
    unit = alternatives(unit_words)
    # 1,234.50, and 45,50 where a comma is the decimal sign
    sum_ = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,6}},\d\d(?![\d,])|{NUMBER}"
    per = rf"[^\S\n]*(?:/|{part('price_per')})\s*(?:{unit})"
    each = part("price_each")
    return re.compile(
        rf"@\s*[$¥￥]?\s*({sum_})(?:\s?(?:{MONEY}))?(?:{per})?|[$¥￥€£]\s*(\d[\d,]*(?:\.\d+)?)(?:{per})?|"
        rf"(?<![\d.])({sum_})[^\S\n]*(?:{MONEY})(?:{per}|/?\s*{each})?|(?<![\d.])({sum_}){per}(?!半)|[按照]\s?({sum_})(?:块|元)?的?价|"
        rf"(?:每(?:{unit})|@|{part('price_lead')})\s*{part('price_is')}?\s*[:：]?\s*({sum_})"
        rf"(?!\s*(?:{unit}))(?:\s{each}(?!\w))?"
    )


def _spans(pattern: re.Pattern, text: str, kind: str, value: Callable | None = None) -> Iterator[Token]:
    for m in pattern.finditer(text):
        if m.end() > m.start():
            yield Token(kind, *m.span(), value(m) if value else None)


def _numbering(text: str) -> Iterator[Token]:
    """The numbers of a list: marked ones, and bare ones that count the lines of a list with amounts."""
    yield from _spans(NUMBERING, text, "noise")
    bare = list(BARE_NUMBERING.finditer(text))
    counted = [int(m[1]) for m in bare] == list(range(1, len(bare) + 1))
    lines = [text[m.end() : text.find("\n", m.end()) if "\n" in text[m.end() :] else len(text)] for m in bare]
    if len(bare) > 2 and counted and all(re.search(r"\d|[一二两三四五六七八九十]", line) for line in lines):
        yield from (Token("noise", *m.span()) for m in bare)
    within = list(_numbering_within().finditer(text))
    if len(within) > 1 and [int(m[1]) for m in within] == list(range(1, len(within) + 1)):
        yield from (Token("noise", *m.span(1)) for m in within)


@lru_cache(maxsize=1)
def _numbering_within() -> re.Pattern:
    """The pattern of numbers at the beginning and right behind an amount: 1可乐5箱2雪碧3箱."""
    unit = alternatives(w for w in vocabulary().units if not w.isascii())
    return re.compile(rf"(?:^|(?<=\d)(?:{unit})[^\S\n]*)(\d{{1,2}})(?=(?!{unit})[\u3400-\u9fff])")


def _serials(text: str) -> Iterator[Token]:
    """Letters and many digits in one word, with no unit behind: a document's number, HM260618."""
    for m in SERIAL.finditer(text):
        if not _unit_next().match(text, m.end()):
            yield Token("noise", *m.span())


def references(orders: Iterable[OpenOrder]) -> dict[str, OpenOrder]:
    """Return orders by their names in lower case: ours, and the customer's with and without its letters."""
    found: dict[str, OpenOrder] = {}
    for order in orders:
        for name in (order.ref, order.customer_ref):
            if name and len(name) > 2:
                found.setdefault(name.lower(), order)
                found.setdefault(re.sub(r"^(?:so|po)[ -]?", "", name.lower()), order)
    return {name: order for name, order in found.items() if len(name) > 2}


@lru_cache(maxsize=1)
def _unit_next() -> re.Pattern:
    """The pattern of a unit that follows: what stands before it is an amount and no order's number."""
    return re.compile(rf"\s*(?:{alternatives(vocabulary().units)})")


@lru_cache(maxsize=1)
def _money_next() -> re.Pattern:
    """The pattern of a currency that follows."""
    return re.compile(rf"\s*{MONEY}")


@lru_cache(maxsize=1)
def _amount_itself() -> re.Pattern:
    """The pattern of a word that is an amount and no order's number."""
    return re.compile(rf"\d+(?:{alternatives(vocabulary().units)})")


@lru_cache(maxsize=1)
def _amount_next() -> re.Pattern:
    """The pattern of an amount that follows: what stands before it are goods (order: spr330 x 5)."""
    return re.compile(rf"\s*(?:[x×*]\s*\d|\d+\s?(?:{alternatives(vocabulary().units)}))")


def _reference_tokens(text: str, known: Iterable[str]) -> Iterator[Token]:
    names = "|".join(re.escape(r) for r in sorted(known, key=len, reverse=True))
    if names:
        pattern = re.compile(rf"(?<![a-z0-9_-])(?:{_NAMED_ORDER}[\s.:#-]*)?({names})(?![a-z0-9_-])")
        yield from _spans(pattern, text, "reference", lambda m: m[1])
    for m in REFERENCE.finditer(text):
        counted = _unit_next().match(text, m.end()) or _amount_next().match(text, m.end())
        if _amount_itself().fullmatch(m[1]):
            continue  # order: 6ctn
        if not counted or m[0].startswith(("po", "p.o")):
            yield Token("reference", *m.span(), m[1])
    yield from _spans(NUMBERED_ORDER, text, "reference", lambda m: m[1])


def landmarks(
    text: str,
    customer: Customer | None,
    orders: Iterable[OpenOrder],
    today: dt.date,
    unit_words: Mapping[str, str],
    codes: Callable[[str], object],
    index: Index,
) -> list[Token]:
    """Return what stands apart in a flat text, in order and without overlaps; the surer kinds come first.

    :param codes: tells whether a word is an article's code or barcode
    """
    day_first = bool(customer and customer.day_first)
    figures = index.figures
    held = figures.known(text)
    known = [found for found in held if not CODED.match(text, found.start)]
    told = [found for found in known if found.sure]
    shares = [f for f in known if f.value in figures.beside and "%" in text[f.start : f.end]]
    glued = [f for f in known if "/" in f.value or ((f.sure or f.value.isdigit()) and figures.glued(text, f))]
    finders = (
        _reference_tokens(text, references(orders)),
        _spans(TELEPHONE, text, "noise"),
        _codes(text, codes),
        _spans(vocabulary().patterns["usual"], text, "role", lambda m: "usual"),
        _numbered(text, index),
        _specs(text, figures),
        _figures(text, [*glued, *shares]),
        _serials(text),
        _numbering(text),
        _commas(text, index),
        _spans(vocabulary().patterns["other_days"], text, "noise"),
        (Token("date", *f.span, f) for f in dates.find(text, today, day_first) if not _sized(text, f, index)),
        _spans(vocabulary().patterns["unreadable"], text, "strange"),
        (Token("size", *said) for said in pointed_sizes(text, index.magnitudes)),
        _spans(vocabulary().patterns["noise"], text, "noise"),
        _spans(_past_days(), text, "noise"),
        _spans(TIME, text, "noise"),
        _spans(ADDRESS, text, "noise"),
        _prices(text, frozenset(unit_words), index.magnitudes),
        _packs(text, {found.start for found in held}, index.magnitudes),
        _spans(size_pattern(), text, "size", lambda m: m[0]),
        _figures(text, told),
        (Token("size", *said) for said in spoken_sizes(text)),
        _words(text, index),
    )
    return without_overlaps(token for found in finders for token in found)


def _commas(text: str, index: Index) -> Iterator[Token]:
    """The commas between an amount and the size that goods begin with."""
    for m in LISTED.finditer(text):
        begun, lexicon = text[m.end() : m.end() + 2], index.lexicon
        named = lexicon.is_part(begun) or begun[:1] in lexicon.ends
        counted = _unit_next().match(text, m.end()) or _money_next().match(text, m.end())
        if Decimal(m[1]) in index.magnitudes and named and not counted:
            yield Token("break", m.start(1) - 1, m.start(1), 2)


def _words(text: str, index: Index) -> Iterator[Token]:
    """The words of several parts, and those that do something only beside others."""
    words = vocabulary()
    yield from _spans(_long_units(), text, "unit", lambda m: m[0])
    for name, role in TOLD.items():
        yield from _spans(words.patterns[name], text, "role", lambda m, role=role: role)
    yield from _other_words(text, index.alike)
    yield from _spans(words.phrases, text, "role", lambda m: words.roles[m[0]])
    yield from _spans(words.patterns["sets"], text, "role", lambda m: "set")


def _sized(text: str, found: dates.Found, index: Index) -> bool:
    """Whether what may be a day is the size of goods that are sold: 5 cases of the 1.25."""
    said = re.fullmatch(r"\d\.\d+", text[slice(*found.span)].strip())
    return said is not None and Decimal(said[0]) in index.magnitudes


def places(text: str) -> Iterator[Token]:
    """Yield the numbers of places; where an address was told from something surer they stand alone."""
    return _spans(PLACE, text, "noise")


def _codes(text: str, codes: Callable[[str], object]) -> Iterator[Token]:
    for m in re.finditer(r"(?<![a-z0-9_.])[a-z0-9][a-z0-9_/-]*(?![a-z0-9_])", text):
        word = m[0].rstrip("-/")
        if word.isdigit() and len(word) < 4 or not re.search(r"\d|-", word):
            continue
        if codes(word) or re.fullmatch(r"\d{8}|\d{12,14}", word):
            yield Token("code", m.start(), m.start() + len(word))


def _numbered(text: str, index: Index) -> Iterator[Token]:
    """The words of names that begin with numbers, as names are compared: 7up, seven up, 六个核桃; WD-40."""
    yield from (Token(*place) for place in index.counted.places(text))
    yield from (Token(*place) for place in index.named_numbers.places(text))
    for pattern, word in index.numbered:
        yield from _spans(pattern, text, "latin", lambda m, word=word: word)


def _prices(text: str, unit_words: frozenset[str], magnitudes: set[Decimal]) -> Iterator[Token]:
    """Prices; 威士忌700一箱 is one case of a size that there is."""
    for m in _price(unit_words).finditer(text):
        told = next(filter(None, m.groups()))
        glued = m[0].startswith(told) and text[m.start() - 1 : m.start()].isalpha()
        if not (glued and _money(told) in magnitudes and _money(told) >= 100):
            yield Token("price", *m.span(), _money(told))


def _specs(text: str, figures: Figures) -> Iterator[Token]:
    yield from _spans(_counted_packs(), text, "pack")
    for m in SPEC.finditer(text):
        if figures.spec(m[0]):
            yield Token("pack", *m.span())


def _packs(text: str, figures: set[int], magnitudes: set[Decimal]) -> Iterator[Token]:
    """Packs as 330ml*24; a size times a number that no product is packed by is a size and an amount.

    :param figures: where figures that names of the catalogue hold begin
    """
    for m in PACK.finditer(text):
        if TIMES_OUGHT.search(m[0]):
            continue
        size = Decimal(re.search(r"\d+", m[0])[0])
        large = size in magnitudes and size >= (100 if re.match(r"\S*[*×x]", m[0]) else 50)
        sized = size_pattern().match(m[0]) or large
        if m.start() in figures or not sized or re.match(r"\s*\d", text[m.end() :]):
            yield Token("pack", m.start(), _packed_until(text, m))


@lru_cache(maxsize=1)
def _counted_packs() -> re.Pattern:
    """The pattern of a pack that an amount follows: 6包*8提 5箱, 100抽*60 3件, 500ml/24 40 cs."""
    words = vocabulary()
    unit = alternatives(w for w in (*words.units, *words.figures) if not w.isascii())
    counted = rf"(?=\s+(?:[*×x]\s?)?{NUMBER}\s?(?:{alternatives(words.units)}))"
    slashed = rf"\d+(?:\.\d+)?(?:ml|l|g|kg)/\d{{1,3}}{counted}"
    return re.compile(rf"(?<![\d.*×x])(?:\d+(?:{unit})[*×x]\d+(?:{unit})?{counted}|{slashed})")


def _packed_until(text: str, m: re.Match) -> int:
    """Where a pack ends: what it is multiplied with before a unit is an amount (330*24 x 7 cs)."""
    counts = re.search(r"(?<=\d)\s[*×x]\s?\d+$", m[0])
    apart = counts and re.search(r"\d[a-z]*[*×x]\d", m[0])
    counted = counts and (apart or _unit_next().match(text, m.end()))
    return m.start() + counts.start() if counted else m.end()


@lru_cache(maxsize=1)
def _past_days() -> re.Pattern:
    dates = vocabulary().dates
    # an order of yesterday is spoken of by its day: 昨天单; yesterday's order is no size s
    return re.compile(f"(?:{alternatives((*dates['yesterday'], *dates['day_before']))})(?:'s(?!\\w))?(?!单)")


@lru_cache(maxsize=1)
def _long_units() -> re.Pattern:
    return re.compile(alternatives(w for w in vocabulary().units if w.isascii() and not w.isalpha()))


def _other_words(text: str, alike: Alike) -> Iterator[Token]:
    units = vocabulary().units
    for start, end, word in alike.find(text):
        if text[start] in units and COUNTED.search(text, 0, start):
            continue  # 黄酒3瓶啤酒5箱 has a unit and goods there, no bottled beer
        kind = "strange" if word is None else "latin" if word.isascii() else "name"
        yield Token(kind, start, end, word or text[start:end])


def _figures(text: str, found: Iterable[Figure]) -> Iterator[Token]:
    for figure in found:
        letter = figure.value in ("l", "s") and figure.end == figure.start + 1
        if letter and _unit_next().match(text, figure.end):
            continue  # 翅根 l 箱 is one case
        yield Token("size", figure.start, figure.end, text[figure.start : figure.end])


def _money(words: str) -> Decimal:
    return Decimal(words.replace(",", "." if DECIMAL_COMMA.fullmatch(words) else ""))


def without_overlaps(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens in order; of those that overlap the first given is kept."""
    taken: list[Token] = []
    used: set[int] = set()
    for token in tokens:
        places = range(token.start, token.end)
        if not used.intersection(places):
            used.update(places)
            taken.append(token)
    return sorted(taken, key=lambda t: t.start)
