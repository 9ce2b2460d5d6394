"""Find the product that words mean, by the names of the products."""

import re
from collections.abc import Callable, Collection, Iterable
from copy import copy

from . import language
from .alike import Alike
from .codes import Codes, Match, one_form
from .counted_names import CountedNames
from .figures import PIECES, Figures
from .lexicon import Lexicon
from .model import Answer, Customer, Knowledge, Product, Question
from .named_numbers import NamedNumbers
from .names import Described, Features, described, features, in_letters, numbered_pattern, numbered_words
from .parties import Parties
from .ranking import (
    Ranked,
    bottled,
    commonly,
    contained,
    habitual,
    left,
    modified,
    plainly,
    themselves,
    unspoken,
    wholly,
)
from .shortlist import EQUAL, Shortlist
from .vocabulary import vocabulary

SURE = 0.75
DIGITS_ONLY = 4
# a longer name of a unit is no single word
LONGEST_UNIT = 12
# from there on a bare number beside goods is their size: the 750 shampoo
LARGE = 100


def _is_unit_word(name: str) -> bool:
    """Whether a unit's own name is a word that stands for nothing else: 卡, and no kg."""
    words = vocabulary()
    known = name in words.units or name in words.measures or name in words.roles
    return not known and name.isalpha() and len(name) <= LONGEST_UNIT


class Index(Codes):
    """The products of a knowledge, prepared for matching."""

    def __init__(self, knowledge: Knowledge):
        super().__init__(knowledge)
        self.basis: tuple = ()
        self.parties: Parties | None = None
        called: dict[int, list[str]] = {}
        for word, key in self.aliases.items():
            called.setdefault(key, []).append(word)
        self.features = [features(p, called.get(p.key, ())) for p in knowledge.products]
        # products that differ in size or pack alone are explained by the same words
        places: dict[tuple, list[int]] = {}
        for i, f in enumerate(self.features):
            places.setdefault(tuple(f.names), []).append(i)
        self.named = list(places.values())
        self.place = {f.product.key: i for i, f in enumerate(self.features)}
        self.lexicon = Lexicon([self.features[i] for i, *_more in self.named])
        self.shortlist = Shortlist(self.features, self.named, self.lexicon)
        self.categories: dict[str, list[Product]] = {}
        for p in knowledge.products:
            self.categories.setdefault(language.flat(p.category), []).append(p)
        full = [f for f in self.features if not f.empty] or self.features
        self.alike = Alike(full, self.categories.keys())
        for group in vocabulary().alike:
            kind = next((word for word in group if word in self.categories), None)
            for word in group if kind else ():
                self.categories.setdefault(word, self.categories[kind])
        for word, *names in vocabulary().called:
            kind = next((name for name in names if name in self.categories), None)
            if kind:
                self.categories.setdefault(word, self.categories[kind])
        self.magnitudes = {s for f in self.features for s in f.sizes}
        told = {figure for f in self.features for figure in f.figures}
        specs = (language.flat(p.spec) for p in knowledge.products)
        beside = (f.beside for f in self.features if f.beside)
        self.figures = Figures(beside, told, specs, self.magnitudes)
        self.unit_names = dict(
            (language.flat(name), held[0])
            for p in knowledge.products
            for name, held in p.named.items()
            if _is_unit_word(language.flat(name))
        )
        names = {language.flat(name) for p in knowledge.products for name in p.names}
        self.counted, self.named_numbers = CountedNames(names), NamedNumbers(names)
        self.figures.named = self.named_numbers.alone
        numbered = sorted({pair for name in names for pair in numbered_words(name)})
        self.numbered = [(numbered_pattern(*pair), in_letters(*pair)) for pair in numbered]

    def of_customers(self, knowledge: Knowledge) -> "Index":
        """Return an index of the same goods for the customers of a knowledge, with their own words."""
        other = copy(self)
        other._know_customers(knowledge)
        other.lexicon = copy(self.lexicon)
        other.lexicon.further = frozenset(word for _customer, word in other.own)
        if self.parties is None or self.parties.customers is not knowledge.customers:
            other.parties = Parties(knowledge, self.parties)
        return other

    def is_empty(self, product: int) -> bool:
        """Return whether a product is an empty bottle or crate."""
        return self.features[self.place[product]].empty

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
        text = one_form(words)
        for token in re.findall(r"[a-z0-9][a-z0-9_-]*", text):
            exact = self.exact(token, customer) if not token.isdigit() or len(token) >= DIGITS_ONLY else None
            if exact is not None:
                return self._agreeing(exact, text.replace(token, " ", 1).strip(), words, customer)
            if self.like_own_codes(token, customer):
                return _unknown(words)
            if re.fullmatch(r"\d{8,14}", token):
                return _unknown(words)
        key = self.alias(text, customer)
        if key is not None:
            return Match(key, 1.0)
        said = self._described(self.alike.resolved(text))
        named = self._by_names(said, words.strip(), customer, container, fits)
        if text in self.alike.unsold and not named.question:
            return _unknown(words)  # 白洒 for 白酒 that is not sold is no 白砂糖
        unknown = named.question and named.question.code in ("unknown_product", "product_guess")
        return self._of_kind(text, words.strip(), customer) or named if unknown else named

    def _agreeing(self, exact: Match, named: str, words: str, customer: Customer | None) -> Match:
        """The match of a code; a name beside it that surely means another product contradicts it."""
        other = self.match(named, None) if named.strip() else exact
        asked = other.question and other.question.code != "which_product"
        meant = [*(a.product for a in other.answers), other.product]
        known = exact.product in meant or any(meant) and exact.product in self._fitting_keys(named)
        if asked or known or not any(meant):
            return exact
        found = [exact.product, *(key for key in meant if key)][:6]
        answers = tuple(Answer(self.products[key].names[0], key) for key in found)
        return Match(None, 0.0, Question("product_conflict", {"words": words.strip()}), answers)

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
        numbered = self._called(said)
        if numbered:
            return self._one_of(numbered, words, customer)
        marked = self._marked(said)
        if marked:
            return marked
        # stage 3 tin
        if said.figures and not said.han and _held_only(said) and customer:
            usual = self.sized(language.flat(words), customer.usual)
            if len(usual) == 1:
                return Match(usual[0], 0.7, note="by habit")
        typed = said.words[0] if len(said.words) == 1 and not said.han else ""
        places = sorted(i for named in self.lexicon.spelled.get(typed, ()) for i in self.named[named])
        found = [self.features[i].product for i in places]
        if len(typed) < 2 or not found:
            return _unknown(words)
        if len(found) == 1:
            return _unknown(words, found[0], 0.5)
        return self._which(found, words, customer)

    def _called(self, said: Described) -> list[Product]:
        """The products with a number in their names of which but the container is said: 1739 cans."""
        called = [n for n in said.bare if self.figures.literal(str(n))]
        if not called or not _held_only(said):
            return []
        containers = vocabulary().containers
        held = {kind for word, kind in containers.items() if any(word in run for run in said.han)}
        held |= {containers[word] for word in said.words}
        found = [f for f in self.features if called[0] in f.sizes]
        return [f.product for f in found if not (said.han or said.words) or f.containers & held]

    @staticmethod
    def _which(found: list[Product], words: str, customer: Customer | None) -> Match:
        usual = [p for p in found if customer and p.key in customer.usual]
        answers = tuple(Answer(p.names[0], p.key) for p in _first(found, usual))
        return Match(None, 0.5, Question("which_product", {"words": words}), answers)

    def _one_of(self, found: list[Product], words: str, customer: Customer | None) -> Match:
        """The only one of some products, else the only one that the customer usually buys."""
        usual = [p for p in found if customer and p.key in customer.usual]
        if len(found) == 1 or len(usual) == 1:
            return Match((usual or found)[0].key, 0.8, note="by habit" if len(found) > 1 else "")
        return self._which(found, words, customer)

    def _marked(self, said: Described) -> Match | None:
        """The one product with a mark of letters and digits which is all that is said: CR2032."""
        marks = {f for f in said.figures if re.fullmatch(r"[a-z]+\d+", f)}
        if not marks or said.han or said.words:
            return None
        held = [f.product.key for f in self.features if marks <= f.figures]
        return Match(held[0], 0.8) if len(held) == 1 else None

    def sized(self, words: str, products: Iterable[int]) -> list[int]:
        """Return those of some products that have all sizes and figures of flat words."""
        said = self._described(words)
        held = [self.features[self.place[key]] for key in products if key in self.place]
        told = [f for f in held if said.figures <= f.figures and (not said.sizes or said.sizes & f.sizes)]
        return [f.product.key for f in told] if said.figures or said.sizes else []

    def of_kind(self, words: str, held: Collection[int]) -> list[int]:
        """Return those of some products whose category has such a name: beer."""
        kind = {p.key for p in self.categories.get(one_form(words), ())}
        return [key for key in held if key in kind]

    def among(self, words: str, held: Collection[int]) -> list[int]:
        """Return those of some products that explain the most of flat words, with all sizes and figures."""
        said = self._described(self.alike.resolved(one_form(words)))
        best = [f for f in self.fitting(words) if f.product.key in held and said.figures <= f.figures]
        return [f.product.key for f in best if not said.sizes or said.sizes & f.sizes]

    def _described(self, words: str) -> Described:
        return described(self.counted.plain(words), self.figures.known)

    def fitting(self, words: str) -> list[Features]:
        """Return the features of the products that explain the most of flat words."""
        ranked = self._ranked(self._described(words), None)
        best = max((r.weight for r in ranked), default=0)
        return [r.features for r in ranked if r.weight > best - EQUAL]

    def _fitting_keys(self, words: str) -> set[int]:
        return {f.product.key for f in self.fitting(words)}

    def _ranked(self, said: Described, customer: Customer | None) -> list[Ranked]:
        words = {w: self.lexicon.similar(w) for w in said.words}
        usual = {self.place[k] for k in customer.usual if k in self.place} if customer else set()
        ranked = self.shortlist.ranked(said, words, usual, False)
        if said.han and all(language.significant(r.rest) for r in ranked):
            ranked = self.shortlist.ranked(said, words, usual, True)
        return ranked

    def _by_names(
        self, said: Described, words: str, customer: Customer | None, container: str, fits: Callable | None
    ) -> Match:
        ranked = self._ranked(said, customer)
        if not ranked or (not said.han and self._called(said)):
            return self._spelled(said, words, customer)
        sizes = said.sizes | (said.bare & self.magnitudes)
        best = max(r.weight for r in ranked)
        top = [r for r in ranked if r.weight > best - EQUAL]
        sized = [r for r in top if r.features.sizes & sizes] if sizes else top
        wrong_size = not sized and any(r.features.sizes for r in top)
        top = sized or top
        most = max(len(r.features.figures & said.figures) for r in top)
        counts = {n: f"{n:f}{PIECES}" for n in said.bare - self.magnitudes}
        unknown = {n for n in counts if n >= LARGE and n == n.to_integral_value()}
        held = {n for n in unknown if any(counts[n] in r.features.figures for r in top)}
        top = [r for r in top if all(counts[n] in r.features.figures for n in held)] or top
        unknown -= held
        wrong_size = wrong_size or most < len(said.figures) or bool(unknown)
        top = [r for r in top if len(r.features.figures & said.figures) == most]
        tier = min(r.tier for r in top)
        tied = [r for r in top if r.tier == tier]
        tied = habitual(top, tied, said, customer) or tied
        thing = themselves(tied, said)
        # beer in bottles is one whose name says more of the bottle, where the plain one comes in cans
        top = contained(thing or tied, said) or contained(bottled(top, said), said)
        otherwise, top = not top or not thing, top or tied
        first = top[0]
        if wrong_size or otherwise or first.strange or left(first) or first.score < SURE:
            return _unknown(words, first.features.product, 0.9 * first.score)
        top = wholly(plainly(commonly(top, said), said), said, customer)
        fitting, top = top, modified(top, tied, said, customer)
        if not top or unspoken(top, said, customer):
            products = [r.features.product for r in top or fitting]
            answers = tuple(Answer(p.names[0], p.key) for p in products[:6])
            return Match(None, 0.5, Question("which_product", {"words": words}), answers)
        able = [r for r in top if fits is None or fits(r.features.product)] or top
        sold = contained(able, said, container) or able
        return _chosen(top, sold, words, customer, first.score)


def _held_only(said: Described) -> bool:
    """Whether the Latin words of goods name nothing but what they come in: tin, cans."""
    return all(word in vocabulary().containers for word in said.words)


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
    """Return the index of a knowledge, built once for its products, customers and words.

    Where only customers or their own words are others, what is known of the goods stays.
    """
    goods = (knowledge.products, knowledge.aliases)
    basis = (*goods, knowledge.customers, knowledge.customer_aliases)
    index = knowledge.prepared.get("index")
    if index is None or _differ(index.basis, basis):
        same = index is not None and not _differ(index.basis[: len(goods)], goods)
        index = (index if same else Index(knowledge)).of_customers(knowledge)
        index.basis = basis
        knowledge.prepared["index"] = index
    return index


def _differ(before: tuple, after: tuple) -> bool:
    return any(a is not b for a, b in zip(before, after, strict=True))
