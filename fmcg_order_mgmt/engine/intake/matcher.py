"""Find the product that words mean: by code, barcode, customer's code, alias, or its names."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from . import language
from .alike import Alike
from .figures import Figures
from .lexicon import Lexicon
from .model import Answer, Customer, Knowledge, Product, Question
from .names import Described, Features, Name, cover, described, features
from .parties import Parties
from .vocabulary import vocabulary

MOST_RANKED = 300
LEAST_SHARED = 0.6
SURE = 0.75
LETTERS = {"big": "l", "small": "s", "middle": "m"}
LATIN_WEIGHT = 3.0
DIGITS_ONLY = 4


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


@dataclass(frozen=True)
class Ranked:
    """How a product fits: explained weight, tier (0 its whole name), what is left of the words, likeness."""

    features: Features
    weight: float
    tier: int
    rest: str
    strange: tuple[str, ...]
    score: float
    head: bool


def gtin(word: str) -> str:
    """Return a number in one form: GTIN-8, 12, 13 and 14 are equal when leading zeros make them so."""
    word = word.strip()
    return word.zfill(14) if word.isdigit() and len(word) >= 8 else word.lower()


class Index:
    """The products of a knowledge, prepared for matching."""

    def __init__(self, knowledge: Knowledge):
        self.basis: tuple = ()
        self.products = {p.key: p for p in knowledge.products}
        self.parties = Parties(knowledge)
        self.codes = {p.code.lower(): p.key for p in knowledge.products if p.code}
        self.barcodes: dict[str, tuple[int, str | None]] = {}
        for p in knowledge.products:
            self.barcodes.update({gtin(b): (p.key, kind) for b, kind in p.unit_barcodes.items()})
            self.barcodes.update({gtin(b): (p.key, None) for b in p.barcodes})
        self.customer_codes: dict[int, dict[str, int]] = {}
        # words may outlive their product: one that is not sold any more means nothing
        sold, own = self.products, knowledge.customer_aliases
        self.aliases = {language.flat(w): k for w, k in knowledge.aliases.items() if k in sold}
        self.own = {(c, language.flat(w)): k for (c, w), k in own.items() if k in sold}
        called: dict[int, list[str]] = {}
        for word, key in self.aliases.items():
            called.setdefault(key, []).append(word)
        self.features = [features(p, called.get(p.key, ())) for p in knowledge.products]
        self.place = {f.product.key: i for i, f in enumerate(self.features)}
        self.lexicon = Lexicon(self.features, [w for _c, w in self.own])
        self.alike = Alike(self.features)
        self.categories: dict[str, list[Product]] = {}
        for p in knowledge.products:
            self.categories.setdefault(language.flat(p.category), []).append(p)
        self.magnitudes = {s for f in self.features for s in f.sizes}
        told = {figure for f in self.features for figure in f.figures}
        names = (language.flat(name) for p in knowledge.products for name in (*p.names, p.spec))
        self.figures = Figures(names, told, (language.flat(p.spec) for p in knowledge.products))

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
        key, unit = self.barcodes.get(gtin(word), (None, None))
        return self._sure(key, unit)

    def _sure(self, key: int | None, unit: str | None = None) -> Match | None:
        return Match(key, 1.0, unit=unit) if key in self.products else None

    def alias(self, text: str, customer: Customer | None) -> int | None:
        """Return the product that exactly these flat words stand for, the customer's own words first."""
        key = self.own.get((customer.key, text)) if customer else None
        return self.aliases.get(text) if key is None else key

    def match(
        self,
        words: str,
        customer: Customer | None,
        container: str = "",
        fits: Callable[[Product], bool] | None = None,
    ) -> Match:
        """Return what the words of a description mean.

        :param container: hinted at by the unit that is written
        :param fits: tells whether a product is sold by that unit
        """
        text = re.sub(r"\s+", " ", language.flat(words)).strip()
        for token in re.findall(r"[a-z0-9][a-z0-9_-]*", text):
            exact = self.exact(token, customer) if not token.isdigit() or len(token) >= DIGITS_ONLY else None
            if exact is not None:
                return exact
            if re.fullmatch(r"\d{8,14}", token):
                return _unknown(words)
        key = self.alias(text, customer)
        if key is not None:
            return Match(key, 1.0)
        said = described(self.alike.resolved(text), self.figures.known)
        named = self._by_names(said, words.strip(), customer, container, fits)
        unknown = named.question and named.question.code in ("unknown_product", "product_guess")
        return self._of_kind(text, words.strip(), customer) or named if unknown else named

    def _of_kind(self, text: str, words: str, customer: Customer | None) -> Match | None:
        """What the name of a category means: the only product of it that the customer usually buys."""
        products = self.categories.get(text, ()) if text else ()
        usual = [p for p in products if customer and p.key in customer.usual]
        if not products:
            return None
        if len(usual) == 1:
            return Match(usual[0].key, 0.7, note="by habit")
        answers = tuple(Answer(p.names[0], p.key) for p in _first(products, usual))
        return Match(None, 0.5, Question("which_product", {"words": words}), answers)

    def _spelled(self, said: Described, words: str, customer: Customer | None) -> Match:
        """The products whose names are typed like this in pinyin, as a question; unknown without them.

        A number alone means the one product that has it in its name (84).
        """
        called = [n for n in said.bare if self.figures.literal(str(n))]
        numbered = [f.product for f in self.features if called and called[0] in f.sizes]
        if len(numbered) == 1 and not said.han and not said.words:
            return Match(numbered[0].key, 0.8)
        if (said.figures or said.sizes) and not said.han and not said.words and customer:
            usual = self.sized(language.flat(words), customer.usual)
            if len(usual) == 1:
                return Match(usual[0], 0.7, note="by habit")
        typed = said.words[0] if len(said.words) == 1 and not said.han else ""
        found = [self.features[i].product for i in sorted(self.lexicon.spelled.get(typed, ()))]
        if len(typed) < 2 or not found:
            return _unknown(words)
        if len(found) == 1:
            return _unknown(words, found[0], 0.5)
        usual = [p for p in found if customer and p.key in customer.usual]
        answers = tuple(Answer(p.names[0], p.key) for p in _first(found, usual))
        return Match(None, 0.5, Question("which_product", {"words": words}), answers)

    def sized(self, words: str, products: Iterable[int]) -> list[int]:
        """Return those of some products that have all sizes and figures of flat words."""
        said = described(words, self.figures.known)
        held = [self.features[self.place[key]] for key in products if key in self.place]
        told = [f for f in held if said.figures <= f.figures and (not said.sizes or said.sizes & f.sizes)]
        return [f.product.key for f in told] if said.figures or said.sizes else []

    def fitting(self, words: str) -> list[Features]:
        """Return the features of the products that explain the most of flat words."""
        ranked = self._ranked(described(words, self.figures.known), None)
        best = max((r.weight for r in ranked), default=0)
        return [r.features for r in ranked if r.weight > best - 0.01]

    def _ranked(self, said: Described, customer: Customer | None) -> list[Ranked]:
        words = {w: self.lexicon.similar(w) for w in said.words}
        ranked = self._ranked_as(said, words, customer, False)
        if said.han and all(language.significant(r.rest) for r in ranked):
            ranked = self._ranked_as(said, words, customer, True)
        return [r for r in ranked if r.weight]

    def _ranked_as(
        self, said: Described, words: dict, customer: Customer | None, heard: bool
    ) -> list[Ranked]:
        return [_rank(self.features[i], said, words, heard) for i in self._pool(said, words, customer, heard)]

    def _pool(self, said: Described, words: dict, customer: Customer | None, heard: bool) -> list[int]:
        """The products that share the most with the words: ranking all of a large catalogue is slow."""
        shared = Counter(
            self.lexicon.sharing(said.han, {w for found in words.values() for w in found}, heard)
        )
        # what shares far less than the most cannot explain as much: names are told by pairs of characters
        least = max(shared.values(), default=0) * LEAST_SHARED
        best = sorted((i for i in shared if shared[i] >= least), key=lambda i: (-shared[i], i))
        usual = {self.place[k] for k in customer.usual if k in self.place} if customer else set()
        return [*best[:MOST_RANKED], *(i for i in best[MOST_RANKED:] if i in usual)]

    def _by_names(
        self, said: Described, words: str, customer: Customer | None, container: str, fits: Callable | None
    ) -> Match:
        ranked = self._ranked(said, customer)
        if not ranked:
            return self._spelled(said, words, customer)
        sizes = said.sizes | (said.bare & self.magnitudes)
        best = max(r.weight for r in ranked)
        top = [r for r in ranked if r.weight > best - 0.01]
        sized = [r for r in top if r.features.sizes & sizes] if sizes else top
        wrong_size = not sized and any(r.features.sizes for r in top)
        top = sized or top
        most = max(len(r.features.figures & said.figures) for r in top)
        wrong_size = wrong_size or most < len(said.figures)
        top = [r for r in top if len(r.features.figures & said.figures) == most]
        tier = min(r.tier for r in top)
        top = _contained([r for r in top if r.tier == tier], said)
        first = top[0]
        if wrong_size or first.strange or language.significant(first.rest) or first.score < SURE:
            return _unknown(words, first.features.product, 0.9 * first.score)
        fitting, top = top, _modified(top, first.rest, said, customer)
        if not top:
            products = [r.features.product for r in fitting]
            answers = tuple(Answer(p.names[0], p.key) for p in products[:6])
            return Match(None, 0.5, Question("which_product", {"words": words}), answers)
        sold = _contained([r for r in top if fits is None or fits(r.features.product)] or top, said, container)
        return _chosen(top, sold, words, customer, first.score)


def _rank(f: Features, said: Described, words: dict[str, dict[str, float]], heard: bool) -> Ranked:
    """How well a product's names explain what is said: the best Chinese name and the best Latin one.

    ``heard`` lets characters of the same sound stand for each other.
    """
    explained, rest, han_tier = max(
        (_han(name.han, said.han, heard) for name in f.names if name.han and said.han),
        key=lambda x: (x[0], -x[2]),
        default=(0.0, "".join(said.han), 2),
    )
    hits, weight, word_tier, head = max(
        (_latin(name, words) for name in f.names if name.words and words),
        key=lambda x: (x[1], -x[2]),
        default=(frozenset(), 0.0, 2, False),
    )
    containers = vocabulary().containers
    strange = tuple(w for w in said.words if w not in hits and not _empty(w, containers))
    length = sum(map(len, said.han)) - len(rest)
    total = explained + LATIN_WEIGHT * weight
    score = total / (length + LATIN_WEIGHT * len(hits)) if total else 0.0
    return Ranked(f, total, min(han_tier, word_tier), rest, strange, score, head)


def _empty(word: str, containers) -> bool:
    """Whether a Latin word says nothing about which product is meant."""
    return (
        word in containers
        or word in vocabulary().sizes
        or vocabulary().roles.get(word) == "filler"
        or len(word) < 2
    )


@lru_cache(maxsize=100_000)
def _han(tokens: tuple[str, ...], runs: tuple[str, ...], heard: bool) -> tuple[float, str, int]:
    """(explained weight, unexplained characters, tier) of Chinese runs by the parts of one name.

    Products that differ in size or pack alone share their parts, so most answers are remembered.
    """
    weight, rest, said, closes = 0.0, [], Counter(), True
    words = vocabulary()
    # 海岬罐啤: what it comes in parts the words of a name, but belongs to none of them
    apart = [run for run in runs if run in words.containers or run in words.units or run in words.sizes]
    if apart:
        named = any(run in token for run in apart for token in tokens)
        rest += [] if named else apart
        runs = ("".join(run for run in runs if named or run not in apart),)
    for run in filter(None, runs):
        left = run
        for token in sorted(tokens, key=lambda t: (-sum(p[3] for p in cover(t, left, heard)), len(t))):
            pieces = cover(token, left, heard)
            for start, _at, length, value in pieces:
                weight += value
                said[token] += length
                left = left[:start] + "\0" * length + left[start + length :]
            if pieces:
                closes = closes and max(at + length for _s, at, length, _w in pieces) == len(token)
        rest.append(left.replace("\0", ""))
    if not said:
        return 0.0, "".join(rest), 2
    whole = all(said[t] >= len(t) for t in tokens)
    return weight, "".join(rest), 0 if whole else 1 if closes else 2


def _latin(name: Name, words: dict[str, dict[str, float]]) -> tuple[frozenset, float, int, bool]:
    """(words explained, weight, tier, whether the last word is said) of Latin words by one name."""
    hits, weight, said = set(), 0.0, set()
    for word, alike in words.items():
        found = max((w for w in alike if w in name.words), key=lambda w: alike[w], default=None)
        if found:
            hits.add(word)
            weight += alike[found] if found not in said else 0.0
            said.add(found)
    return frozenset(hits), weight, 0 if said and said == name.words else 1 if said else 2, name.head in said


def _contained(found: list[Ranked], said: Described, container: str = "") -> list[Ranked]:
    """Those in the container that is written; all where none is or none fits."""
    containers = vocabulary().containers
    hints = {container} if container else set()
    hints |= {containers[w] for w in said.words if w in containers}
    hints |= {kind for word, kind in containers.items() if not word.isascii() and word in found[0].rest}
    held = [r for r in found if r.features.containers & hints]
    fit = held or [r for r in found if not r.features.containers]
    return fit if hints and fit else found


def _modified(found: list[Ranked], rest: str, said: Described, customer: Customer | None) -> list[Ranked]:
    """Those of the size that 大, 小 or big means among the sizes of one thing; none where several are meant."""
    sizes = vocabulary().sizes
    word = next((w for w in sorted(sizes, key=len, reverse=True) if not w.isascii() and w in rest), None)
    modifier = sizes.get(word) or next((sizes[w] for w in said.words if w in sizes), None)
    if not modifier:
        return found
    lettered = [r for r in found if LETTERS[modifier] in r.features.figures]
    if lettered:
        return lettered
    # among the sizes of what the customer usually buys; where it has one alone all are meant, or nobody knows
    mine, all_sizes = _of_one_name(found, customer), _of_size(found, modifier)
    if len({max(r.features.sizes) for r in mine if r.features.sizes}) > 1:
        return _of_size(mine, modifier)
    return all_sizes if _of_size(mine, modifier) == all_sizes else []


def _of_size(found: list[Ranked], modifier: str) -> list[Ranked]:
    known: list[Decimal] = sorted({max(r.features.sizes) for r in found if r.features.sizes})
    if not known or (modifier == "middle" and len(known) != 3):
        return found
    wanted = {"big": known[-1], "small": known[0]}.get(modifier, known[len(known) // 2])
    return [r for r in found if r.features.sizes and max(r.features.sizes) == wanted]


def _of_one_name(found: list[Ranked], customer: Customer | None) -> list[Ranked]:
    """Those called like the customer's usual one; all where that does not single out one name."""

    def called(r: Ranked) -> tuple:
        return tuple((name.han, name.words) for name in r.features.names)

    usual = {called(r) for r in found if customer and r.features.product.key in customer.usual}
    return [r for r in found if called(r) in usual] if len(usual) == 1 else found


def _chosen(
    found: list[Ranked], sold: list[Ranked], words: str, customer: Customer | None, score: float
) -> Match:
    """The one that is meant; ``sold`` are those that the written unit fits.

    A unit that fits only others than the usual one contradicts the habit: that is asked about.
    """
    if len(found) == 1:
        return Match(found[0].features.product.key, max(score, 0.6))
    usual = {p for p in customer.usual if p in {r.features.product.key for r in found}} if customer else set()
    contradicted = bool(usual) and not usual & {r.features.product.key for r in sold}
    if len(sold) == 1 and not contradicted:
        return Match(sold[0].features.product.key, min(score, 0.8), note="by unit")
    found = found if contradicted else sold
    usual = [r for r in found if customer and r.features.product.key in customer.usual]
    # a name in English ends with what the thing is: of butter and butter croissants, butter is the first
    heads = [r for r in usual if r.head]
    habit = [r.features.product for r in (heads if len(heads) == 1 else usual)]
    if len(habit) == 1 and not contradicted:
        return Match(habit[0].key, min(score, 0.8), note="by habit")
    answers = tuple(Answer(p.names[0], p.key) for p in _first([r.features.product for r in found], habit))
    return Match(None, 0.5, Question("which_product", {"words": words}), answers)


def _first(products: Iterable[Product], habit: list[Product]) -> list[Product]:
    return [*habit, *(p for p in products if p not in habit)][:6]


def _unknown(words: str, guess: Product | None = None, score: float = 0.0) -> Match:
    if guess is None:
        return Match(None, 0.0, Question("unknown_product", {"words": words.strip()}), block=True)
    question = Question("product_guess", {"words": words, "guess": guess.names[0]})
    return Match(guess.key, min(score, 0.5), question, (Answer(guess.names[0], guess.key),))


def index_of(knowledge: Knowledge) -> Index:
    """Return the index of a knowledge, built once for its products, customers and words."""
    basis = (knowledge.products, knowledge.customers, knowledge.aliases, knowledge.customer_aliases)
    index = knowledge.prepared.get("index")
    if index is None or any(a is not b for a, b in zip(index.basis, basis, strict=True)):
        index = knowledge.prepared["index"] = Index(knowledge)
        index.basis = basis
    return index
