"""Find the product that words mean: by code, barcode, customer's code, alias, or the tokens of its names."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from . import language, units
from .model import Answer, Customer, Knowledge, Product, Question
from .parties import Parties

SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(ml|毫升|kg|l|升|g|克)(?![a-z])")
PACK = re.compile(
    r"(?<![a-z0-9-])\d+(?:\.\d+)?\s*(?:ml|l|g)?\s*[*×x]\s*\d+\s*(?:ml|l|g)?(?![\w])|"
    r"\d+(?:ml|l|g)?[*×]\d+(?:ml|l|g)?(?!\w)"
)
MOST_RANKED = 300
HAN = re.compile(r"[\u4e00-\u9fff]+")
WORD = re.compile(r"[a-zé]+\d?[a-zé]*")
ASK_BELOW = 0.55


@dataclass
class Features:
    """What the names of one product consist of."""

    product: Product
    han: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    sizes: set[Decimal] = field(default_factory=set)
    containers: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Match:
    """A described product: key and score, or a question with ready answers (``block`` where nothing fits)."""

    product: int | None
    score: float
    question: Question | None = None
    answers: tuple[Answer, ...] = ()
    block: bool = False
    note: str = ""
    unit: str | None = None


def _gtin(word: str) -> str:
    """GTIN-8, 12, 13 and 14 name the same article when leading zeros make them equal."""
    word = word.strip()
    return word.zfill(14) if word.isdigit() and len(word) >= 8 else word.lower()


def _word(word: str) -> str:
    word = language.SYNONYMS.get(word, word)
    stem = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
    return language.SYNONYMS.get(stem, stem)


def sizes_of(text: str) -> set[Decimal]:
    """Return the sizes written in a text, litres also as millilitres."""
    found = {Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", text)}
    return found | {Decimal(n) * 1000 for n, unit in SIZE.findall(text) if unit in ("l", "升")}


class Index:
    """The products of a knowledge, prepared for matching."""

    def __init__(self, knowledge: Knowledge):
        self.basis: tuple = ()
        self.products = {p.key: p for p in knowledge.products}
        self.parties = Parties(knowledge)
        self.codes = {p.code.lower(): p.key for p in knowledge.products if p.code}
        self.barcodes: dict[str, tuple[int, str | None]] = {}
        for p in knowledge.products:
            self.barcodes.update({_gtin(b): (p.key, kind) for b, kind in p.unit_barcodes.items()})
            self.barcodes.update({_gtin(b): (p.key, None) for b in p.barcodes})
        self.customer_codes: dict[int, dict[str, int]] = {}
        # words may outlive their product: one that is not sold any more means nothing
        sold, own = self.products, knowledge.customer_aliases
        self.aliases = {language.flat(w): k for w, k in knowledge.aliases.items() if k in sold}
        self.own = {(c, language.flat(w)): k for (c, w), k in own.items() if k in sold}
        self.words_for: dict[int, list[str]] = {}
        for word, key in self.aliases.items():
            self.words_for.setdefault(key, []).append(word)
        self.features = [self._features(p) for p in knowledge.products]
        self.similar: dict[str, list[str]] = {}
        self.inverted: dict[str, set[int]] = {}
        for i, f in enumerate(self.features):
            for token in set("".join(f.han)) | f.words:
                self.inverted.setdefault(token, set()).add(i)
        self.magnitudes = {s for f in self.features for s in f.sizes}

    def _features(self, product: Product) -> Features:
        f = Features(product)
        own = self.words_for.get(product.key, [])
        for name in [language.flat(n) for n in product.names] + own:
            bare = SIZE.sub(" ", name)
            f.sizes |= {s for m in SIZE.finditer(name) for s in sizes_of(m[0])}
            f.containers |= {units.CONTAINERS[w] for w in re.split(r"\s+", bare) if w in units.CONTAINERS}
            f.han += [
                t.translate(language.SOUND_ALIKE) for t in HAN.findall(bare) if t not in units.CONTAINERS
            ]
            f.words |= {_word(w) for w in WORD.findall(bare)}
        return f

    def code(self, word: str, customer: Customer | None) -> int | None:
        """Return the product of an exact code or barcode, the customer's own codes first."""
        found = self.exact(word, customer)
        return found.product if found else None

    def exact(self, word: str, customer: Customer | None) -> Match | None:
        """Return the match of an exact code or barcode, the customer's own codes first."""
        return self.own_code(word, customer) or self.our_code(word) or self.barcode(word)

    def own_code(self, word: str, customer: Customer | None) -> Match | None:
        """Return the product that the customer calls by this item code."""
        if customer is None or not customer.codes:
            return None
        if customer.key not in self.customer_codes:
            self.customer_codes[customer.key] = {k.lower(): v for k, v in customer.codes.items()}
        return self._sure(self.customer_codes[customer.key].get(word.strip().lower()))

    def our_code(self, word: str) -> Match | None:
        """Return the product with this code of ours."""
        return self._sure(self.codes.get(word.strip().lower()))

    def barcode(self, word: str) -> Match | None:
        """Return the product of a GTIN; that of a case or an inner pack brings its kind of pack."""
        key, unit = self.barcodes.get(_gtin(word), (None, None))
        return self._sure(key, unit)

    def _sure(self, key: int | None, unit: str | None = None) -> Match | None:
        return Match(key, 1.0, unit=unit) if key in self.products else None

    def match(self, words: str, customer: Customer | None, container: str = "") -> Match:
        """Return what the words of a description mean; ``container`` is hinted at by the unit written."""
        text = language.flat(words).strip()
        for token in re.findall(r"[a-z0-9][a-z0-9_-]*", text):
            exact = self.exact(token, customer)
            if exact is not None:
                return exact
            if re.fullmatch(r"\d{8,14}", token):
                return self._unknown(words)
        for called in dict.fromkeys((text, _without_fillers(text))):
            key = self.own.get((customer.key, called)) if customer else None
            key = self.aliases.get(called) if key is None else key
            if key is not None:
                return Match(key, 1.0)
        return self._by_names(text, words.strip(), customer, container)

    def _unknown(self, words: str, guess: Product | None = None) -> Match:
        if guess is None:
            return Match(None, 0.0, Question("unknown_product", {"words": words.strip()}), block=True)
        return Match(
            guess.key,
            0.4,
            Question("product_guess", {"words": words, "guess": guess.names[0]}),
            (Answer(guess.names[0], guess.key),),
        )

    def _by_names(self, text: str, words: str, customer: Customer | None, container: str) -> Match:
        sizes = sizes_of(PACK.sub(lambda m: re.split(r"[*×x]", m[0])[0], text))
        bare = SIZE.sub(" ", PACK.sub(" ", text))
        han = "".join(HAN.findall(bare)).translate(language.SOUND_ALIKE)
        latin = {_word(w) for w in WORD.findall(bare) if w not in language.FILLER_WORDS} - {"ml", "l", "g"}
        tokens = set(han) | latin | {w for v in latin for w in self._similar(v)}
        pool = self._pool(tokens)
        ranked = [(self._rank(self.features[i], han, latin), self.features[i]) for i in pool]
        ranked = [(r, f) for r, f in ranked if r[0]]
        if not ranked:
            return self._unknown(words)
        best = max(r[0] for r, f in ranked)
        top = [(r, f) for r, f in ranked if r[0] == best]
        rest = top[0][0][2]
        top = [(r, f) for r, f in top if f.sizes & sizes] or top
        fits = max(r[1] for r, f in top)
        top = [f for r, f in top if r[1] == fits]
        top, exact = self._narrow(top, sizes, rest, container)
        modifier = rest[0] if rest[:1] in ("大", "小", "中") else ""
        unknown = [w for w in self.unexplained(rest) if w not in units.CONTAINERS] if rest else []
        if unknown or not exact or self._left(top[0], latin):
            return self._unknown(words, top[0].product)
        return self._choose(self._sized(top, modifier), words, customer, fits)

    def _pool(self, tokens: Iterable[str]) -> list[int]:
        """The products that share the most with the words: ranking all of a large catalogue is slow."""
        shared = Counter(i for token in tokens for i in self.inverted.get(token, ()))
        return [i for i, _count in sorted(shared.items(), key=lambda x: (-x[1], x[0]))[:MOST_RANKED]]

    def _similar(self, word: str) -> list[str]:
        if word not in self.similar:
            likely = len(word) > 2
            self.similar[word] = [w for w in self.inverted if likely and len(w) > 3 and w.startswith(word)]
        return self.similar[word]

    def _left(self, f: Features, latin: set[str]) -> set[str]:
        return {w for w in latin if w not in units.CONTAINERS and not (f.words & {w, *self._similar(w)})}

    @staticmethod
    def unexplained(rest: str) -> str:
        """Return what fillers, sizes and containers leave of Chinese words."""
        return _unexplained(rest)

    def _rank(self, f: Features, han: str, latin: set[str]) -> tuple[int, float, str]:
        """(how much of the words is covered, how much of the name is, what is left of the Chinese words)."""
        covered, fit, rest = 0, 0.0, han
        # the name that fits best takes its characters first: 可乐 itself before 瓶装可乐
        for token in sorted(f.han, key=lambda t: (-len(_common(t, han)), len(t))):
            part = _common(token, rest)
            if part and (len(part) > 1 or len(self.unexplained(rest)) == 1 or part == rest):
                covered += len(part)
                fit = max(fit, len(part) / len(token))
                rest = rest.replace(part, "", 1)
        hit = {w for v in latin for w in f.words & {v, *self._similar(v)}}
        if hit - set(units.CONTAINERS):
            covered += 3 * len(hit)
            fit = max(fit, len(hit) / len(f.words))
        return covered, round(fit, 3), rest

    def _narrow(
        self, found: list[Features], sizes: set, rest: str, container: str
    ) -> tuple[list[Features], bool]:
        hints = {units.CONTAINERS[c] for c in rest if c in units.CONTAINERS} | (
            {container} if container else set()
        )
        sized = [f for f in found if f.sizes & sizes] if sizes else found
        exact = bool(sized) or not any(f.sizes for f in found)
        sized = sized or found
        packed = [f for f in sized if not f.containers or f.containers & hints] if hints else sized
        return packed or sized, exact

    def _sized(self, found: list[Features], modifier: str) -> list[Features]:
        known = sorted({max(f.sizes) for f in found if f.sizes})
        if not modifier or not known or (modifier == "中" and len(known) != 3):
            return found
        wanted = {"大": known[-1], "小": known[0]}.get(modifier, known[len(known) // 2])
        return [f for f in found if f.sizes and max(f.sizes) == wanted]

    def _choose(self, found: list[Features], words: str, customer: Customer | None, score: float) -> Match:
        if len(found) == 1:
            return Match(found[0].product.key, max(score, 0.6))
        habit = [f.product for f in found if customer and f.product.key in customer.usual]
        if len(habit) == 1:
            return Match(habit[0].key, 0.8, note="by habit")
        answers = tuple(Answer(f.product.names[0], f.product.key) for f in found[:6])
        return Match(None, 0.5, Question("which_product", {"words": words}), answers)


@lru_cache(maxsize=4096)
def _without_fillers(text: str) -> str:
    """Return words without the polite and the joining ones at their ends: 喂老板 听可 is 听可."""
    parts = [_trimmed(part) for part in text.split()]
    return " ".join(filter(None, parts))


def _trimmed(part: str) -> str:
    for _round in range(3):
        for filler in language.FILLERS:
            if len(filler) > 1 or len(part) > 2:
                part = part.removeprefix(filler).removesuffix(filler)
    return part


@lru_cache(maxsize=4096)
def _unexplained(rest: str) -> str:
    for filler in language.FILLERS:
        if filler in rest:
            rest = rest.replace(filler, "")
    return re.sub("[大小中装瓶罐听袋盒桶]", "", rest)


@lru_cache(maxsize=65536)
def _common(token: str, text: str) -> str:
    """Return the longest part of a name's token that stands in the text."""
    for size in range(len(token), 0, -1):
        for start in range(len(token) - size + 1):
            if token[start : start + size] in text:
                return token[start : start + size]
    return ""


def index_of(knowledge: Knowledge) -> Index:
    """Return the index of a knowledge, built once for its products, customers and words."""
    basis = (knowledge.products, knowledge.customers, knowledge.aliases, knowledge.customer_aliases)
    index = knowledge.prepared.get("index")
    if index is None or any(a is not b for a, b in zip(index.basis, basis, strict=True)):
        index = knowledge.prepared["index"] = Index(knowledge)
        index.basis = basis
    return index
