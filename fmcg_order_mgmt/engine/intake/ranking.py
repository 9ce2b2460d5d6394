"""How well the names of products explain what is said of them, and which sizes and containers are meant."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from . import language
from .model import Customer
from .names import Described, Features, Name, cover, stem
from .vocabulary import vocabulary

LATIN_WEIGHT = 3.0
# as long is what may tell the kind of a thing behind its word: 经典
LONGEST_KIND = 3
LETTERS = {"big": "l", "small": "s", "middle": "m"}
LETTERED = {*LETTERS.values(), "xl", "xxl"}


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

    def of(self, features: Features) -> "Ranked":
        """Return how well another product of the same names fits."""
        if features is self.features:
            return self
        return Ranked(features, self.weight, self.tier, self.rest, self.strange, self.score, self.head)


def rank(f: Features, said: Described, words: dict[str, dict[str, float]], heard: bool) -> Ranked:
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
        or word in vocabulary().common
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
            if pieces and not _thing(run, token):
                closes = closes and max(at + length for _s, at, length, _w in pieces) == len(token)
        rest.append(left.replace("\0", ""))
    if not said:
        return 0.0, "".join(rest), 2
    whole = all(said[t] >= len(t) for t in tokens)
    return weight, "".join(rest), 0 if whole else 1 if closes else 2


def _thing(run: str, token: str) -> bool:
    """Whether a run is the word for a thing in a name that goes on with its kind: 啤酒 in 青岛啤酒经典."""
    words, rest = vocabulary(), token.partition(run)[2]
    known = run in words.abbreviated.values() and run in token
    return known and len(rest) <= LONGEST_KIND and not rest.startswith(tuple(words.made_into))


def _latin(name: Name, words: dict[str, dict[str, float]]) -> tuple[frozenset, float, int, bool]:
    """(words explained, weight, tier, whether the last word is said) of Latin words by one name."""
    hits, weight, said = set(), 0.0, set()
    for word, alike in words.items():
        held = (w for w in alike if w in name.words or w in name.further)
        found = max(held, key=lambda w: alike[w], default=None)
        if found:
            hits.add(word)
            weight += alike[found] if found not in said else 0.0
            said.add(found)
    return frozenset(hits), weight, 0 if said and said == name.words else 1 if said else 2, name.head in said


def left(ranked: Ranked) -> str:
    """What of Chinese words a name leaves unexplained; that empties are empty needs no word of the name."""
    goes_back = ranked.features.empty or ranked.features.crate
    rest = vocabulary().patterns["emptied"].sub("", ranked.rest) if goes_back else ranked.rest
    return language.significant(rest)


def contained(found: list[Ranked], said: Described, container: str = "") -> list[Ranked]:
    """Those in the container that is written; all where none is; none where each name tells another one."""
    containers = vocabulary().containers
    hints = {container} if container else set()
    hints |= {containers[w] for w in said.words if w in containers}
    rest = found[0].rest if found else ""
    hints |= {kind for word, kind in containers.items() if not word.isascii() and word in rest}
    held = [r for r in found if r.features.containers & hints]
    fit = held or [r for r in found if not r.features.containers]
    if not hints or fit:
        return fit if hints else found
    sized = [r for r in found if r.features.sizes & said.sizes]
    return [] if len(sized) < len(found) or any(r.features.in_name for r in found) else found


def bottled(found: list[Ranked], said: Described) -> list[Ranked]:
    """Those of whose Chinese names nothing is left unsaid but what they come in: 回收瓶."""
    run = "".join(said.han)
    return [r for r in found if any(name.han and _but_container(name, run) for name in r.features.names)]


def _but_container(name: Name, run: str) -> bool:
    unsaid = [token for token in name.han if token not in run]
    return len(unsaid) < len(name.han) and all(token[-1] in vocabulary().containers for token in unsaid)


def modified(
    found: list[Ranked], tied: list[Ranked], said: Described, customer: Customer | None
) -> list[Ranked]:
    """Those of the size that 大 or big means among the sizes of one thing; none where several are meant.

    ``tied`` are those found in any container.
    """
    rest = found[0].rest
    sizes = vocabulary().sizes
    word = next((w for w in sorted(sizes, key=len, reverse=True) if not w.isascii() and w in rest), None)
    modifier = sizes.get(word) or next((sizes[w] for w in said.words if w in sizes), None)
    if not modifier:
        return found
    lettered = [r for r in found if LETTERS[modifier] in r.features.figures]
    if lettered or any(r.features.figures & LETTERED for r in found):
        return lettered
    if len({max(r.features.sizes) for r in found if r.features.sizes}) == 1:
        # big or small beside what? beside its other containers, or else it must be the customer's own
        apart = _of_size(tied, modifier) if len(tied) > len(found) else []
        mine = [r for r in found if customer and r.features.product.key in customer.usual]
        told = said.sizes | said.bare
        return [r for r in found if r in apart or r.features.sizes & told] or mine
    # among the sizes of what the customer usually buys; where it has one alone, all are meant
    mine, all_sizes = _of_one_name(found, customer), _of_size(found, modifier)
    if len({max(r.features.sizes) for r in mine if r.features.sizes}) > 1:
        return _of_size(mine, modifier)
    return all_sizes if _of_size(mine, modifier) == all_sizes else []


def themselves(found: list[Ranked], said: Described) -> list[Ranked]:
    """Those that are what is said, and not only made with it: of milk and milk candy, milk."""
    words = vocabulary()
    spoken = {stem(word) for word in said.words}
    last = stem(said.words[-1]) if said.words else ""
    run = said.han[-1] if said.han else ""
    goods = last if last in words.made_of else next((w for w in words.made_of if run.endswith(w)), "")
    return [r for r in found if not _made_with(r.features, goods, spoken)] if goods else found


def _made_with(features: Features, goods: str, spoken: set[str]) -> bool:
    """Whether the names that hold a word all go on with something that is made with it."""
    into = vocabulary().made_into
    if goods.isascii():
        rests = [n.phrase[n.phrase.index(goods) + 1 :] for n in features.names if goods in n.phrase]
        return bool(rests) and all(into.intersection(rest) - spoken for rest in rests)
    rests = [t.partition(goods)[2] for n in features.names for t in n.han if goods in t]
    return bool(rests) and all(rest.startswith(tuple(into)) for rest in rests)


def commonly(found: list[Ranked], said: Described) -> list[Ranked]:
    """Those of the usual kind where that is said: regular cola is no zero cola; else all."""
    words = vocabulary()
    usual = any(word in words.common for word in said.words) or any(
        word in run for run in said.han for word in words.common
    )
    return [r for r in found if not _is_one_of(r.features, words.uncommon, said)] or found if usual else found


def habitual(
    found: list[Ranked], whole: list[Ranked], said: Described, customer: Customer | None
) -> list[Ranked]:
    """Those that a customer usually buys where the words are the whole name of none of them.

    Milk is also what its fresh milk is called, although another product is called milk and nothing else.
    """
    usual = [r for r in found if customer and r.features.product.key in customer.usual]
    if not usual or any(r in usual for r in whole) or unspoken(usual, said, None):
        return []
    return usual


def unspoken(found: list[Ranked], said: Described, customer: Customer | None) -> list[Ranked]:
    """Those of a special kind that is not said, where all are: zero cola where cola is asked for, empty jugs.

    One that the customer usually buys is what it means.
    """
    lesser = vocabulary().lesser
    named = lesser | vocabulary().either
    if named.intersection(said.words) or any(word in run for run in said.han for word in named):
        return []
    special = [r for r in found if _is_special(r.features, said)]
    usual = [r for r in special if customer and r.features.product.key in customer.usual]
    return special if len(special) == len(found) and not usual else []


def _is_special(features: Features, said: Described) -> bool:
    """Whether goods are a kind apart that is not said: with less of something, empty, or beer of 0.0."""
    if features.empty:
        return not vocabulary().patterns["empties"].search(" ".join([*said.han, *said.words]))
    without = Decimal(0) in features.sizes and Decimal(0) not in said.sizes | said.bare
    return without or _is_one_of(features, vocabulary().lesser, said)


def _is_one_of(features: Features, words: frozenset[str], said: Described) -> bool:
    """Whether a name in the language that is spoken has one of the words: 零添加 is nothing less."""
    spoken = [name for name in features.names if bool(name.han) == bool(said.han)] or features.names
    return any(
        words & name.words or any(word in token for token in name.han for word in words) for name in spoken
    )


def plainly(found: list[Ranked], said: Described) -> list[Ranked]:
    """Those that a word alone means, where it ends several names: water is no tonic water; else all."""
    sizes = vocabulary().sizes
    bare = [_unsized(run) for run in said.han if run not in sizes]
    spoken = [*bare, *(stem(w) for w in said.words if w not in sizes)]
    meant = vocabulary().plain.get(spoken[0], ()) if len(spoken) == 1 else ()
    return [r for r in found if any(_is_called(r.features, word) for word in meant)] or found


def wholly(found: list[Ranked], said: Described, customer: Customer | None) -> list[Ranked]:
    """Those with a word as a whole part of their names, where the others refine it: 夜用, and no 加长夜用.

    All are kept where the customer usually buys one of the others, or it is another brand.
    """
    run = said.han[0] if len(said.han) == 1 and not said.words else ""
    exact = [r for r in found if any(run in name.han for name in r.features.names)]
    others = [r for r in found if r not in exact]
    beside = {_beside(r, run, str.__eq__) for r in exact}
    refining = all(_beside(r, run, str.endswith) in beside for r in others)
    if not (exact and refining):
        exact, others = _plain(found, said)
    habitual = customer and any(r.features.product.key in customer.usual for r in others)
    return exact if exact and not habitual else found


def _plain(found: list[Ranked], said: Described) -> tuple[list[Ranked], list[Ranked]]:
    """Those that the others are but a lesser kind of: 鲜奶 beside 脱脂鲜奶; none where it is not so."""
    either = vocabulary().either
    if either.intersection(said.words) or any(word in run for run in said.han for word in either):
        return [], []
    lesser = [r for r in found if _is_one_of(r.features, vocabulary().lesser, said)]
    plain = [r for r in found if r not in lesser]
    names = {_full(r.features.names[0]) for r in plain}
    return (plain, lesser) if plain and all(_full(r.features.names[0]) in names for r in lesser) else ([], [])


def _full(name: Name) -> tuple:
    """A name without the words that make it a lesser kind."""
    words = sorted(vocabulary().lesser, key=len, reverse=True)
    parts = name.han
    for word in words:
        parts = tuple(part.replace(word, "") for part in parts)
    return parts, name.words - vocabulary().lesser


def _beside(ranked: Ranked, run: str, told: Callable[[str, str], bool]) -> frozenset[str] | None:
    """What stands in a name beside the part that tells a word, None where no part does."""
    for name in ranked.features.names:
        if any(told(part, run) for part in name.han):
            return frozenset(part for part in name.han if not told(part, run))
    return None


def _unsized(run: str) -> str:
    """A Chinese run without the size that it begins with: 水 for 小瓶水."""
    words = (w for w in vocabulary().sizes if not w.isascii() and len(w) < len(run) and run.startswith(w))
    return run[len(max(words, key=len, default="")) :]


def _is_called(features: Features, word: str) -> bool:
    if word.isascii():
        parts = {stem(each) for each in word.split()}
        return any(parts <= name.words for name in features.names)
    return any(token.endswith(word) for name in features.names for token in name.han)


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
