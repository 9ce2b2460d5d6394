"""The words of a catalogue's names: which stretches of text belong to them, and which products share them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from .names import Features, stem
from .pinyin import initials, sounds, spelled
from .vocabulary import vocabulary

LONGEST = 8
LEAST_BEGUN = 3
# sizes that a figure may look like
LETTERS = {"s", "l"}
# so many signs at the beginning of a name that has a numeral there
BEGINNING, NUMERALS = 3, "一二三四五六七八九十百千万"
# a name of two words of two signs, which the first signs of both stand for: 港奶 for 港式奶茶
HALVED = 4
# how much of a word stands in a shortening that has vowels
CLIPPED = 0.6
VOWELS = frozenset("aeiou")
PREFIX, TYPO, SHORT = 0.95, 0.85, 0.8


class Lexicon:
    """All parts of the names of products, for reading texts without spaces and words with slips.

    ``features`` stand for one product of each set of names; places are theirs. ``further`` are words that
    customers have for products.
    """

    def __init__(self, features: Sequence[Features]):
        self.parts: set[str] = set()
        self.wholes: set[str] = set()
        self.further: frozenset[str] = frozenset()
        # of names that begin with a numeral: 九百里, which is no nine hundred
        self.beginnings: set[str] = set()
        # letter to the pairs of signs in names of what comes in such a size: 裤 in L
        self.lettered: dict[str, set[str]] = {}
        self.sounds: dict[str, set[str]] = {}
        self.ends: set[str] = set()
        self.tails: set[str] = set()
        self.shared: dict[str, set[int]] = {}
        self.words: dict[str, set[int]] = {}
        self.spelled: dict[str, set[int]] = {}
        self.joined = {pair for f in features for pair in f.joined}
        self._alike: dict[str, dict[str, float]] = {}
        self._inner: dict[str, bool] = {}
        tokens: dict[str, set[int]] = {}
        for i, f in enumerate(features):
            for letter in f.figures & LETTERS:
                runs = [token for name in f.names for token in name.han]
                pairs = {token[at : at + 2] for token in runs for at in range(len(token) - 1)}
                self.lettered.setdefault(letter, set()).update(pairs)
            for name in f.names:
                for token in name.han:
                    tokens.setdefault(token, set()).add(i)
                for word in name.words | name.further:
                    self.words.setdefault(word, set()).add(i)
        for token, products in tokens.items():
            self._add(token, products)
        self._by_start: dict[str, list[str]] = {}
        for word in self.words:
            self._by_start.setdefault(word[0], []).append(word)

    def _add(self, token: str, products: set[int]) -> None:
        self.wholes.add(token)
        if len(token) > BEGINNING and token[0] in NUMERALS:
            self.beginnings.add(token[:BEGINNING])
        self.ends.add(token[-1])
        self.tails |= {token[-n:] for n in range(3, len(token))}
        for length in range(2, min(len(token), LONGEST) + 1):
            for start in range(len(token) - length + 1):
                part = token[start : start + length]
                self.parts.add(part)
                if length <= 4:
                    self.sounds.setdefault(sounds(part), set()).add(part)
                if length == 2:
                    self.shared.setdefault(part, set()).update(products)
                    self.shared.setdefault(sounds(part), set()).update(products)
        self.shared.setdefault("$" + token[-1], set()).update(products)
        if len(token) == HALVED:
            self.shared.setdefault(f"{token[0]}~{token[2]}", set()).update(products)
        if len(token) > 1:
            for start in range(len(token) - 1):
                end = token[start:]
                for typed in {spelled(end), initials(end)}:
                    self.spelled.setdefault(typed, set()).update(products)

    def is_whole(self, text: str) -> bool:
        """Return whether a stretch of characters is a whole part of a name, or a customer's word."""
        return text in self.wholes or text in self.further

    def is_part(self, text: str) -> bool:
        """Return whether a stretch of characters is a part of a name, and no chance meeting of words."""
        if self.is_whole(text) or text in self.tails or text in self.beginnings:
            return True
        if text not in self.parts:
            return False
        if text not in self._inner:
            self._inner[text] = _only_grammar(text)
        return not self._inner[text]

    def sounds_like_part(self, text: str) -> bool:
        """Return whether a stretch sounds like a part of a name and shares a character with it."""
        heard = self.sounds.get(sounds(text), ())
        return any(a == b for part in heard for a, b in zip(part, text, strict=True))

    def is_word(self, word: str) -> bool:
        """Return whether a Latin word stands in a name, in this spelling or a near one, or is its pinyin."""
        return bool(self.similar(word)) or word in self.spelled

    def sharing(self, runs: Iterable[str], words: Iterable[str], heard: bool) -> Iterator[Iterable[int]]:
        """Yield the places of names that share a pair of characters or a word, for each that is shared.

        With ``heard`` pairs that sound alike are shared as well.
        """
        for run in runs:
            for i in range(len(run) - 1):
                pair = run[i : i + 2]
                yield self.shared.get(sounds(pair) if heard else pair, ())
            if len(run) == HALVED // 2:
                yield self.shared.get("~".join(run), ())
            # 饺子 is 饺: the ending says nothing
            yield self.shared.get("$" + (run.rstrip("子儿") or run)[-1], ())
        for word in words:
            yield self.words.get(word, ())

    def similar(self, word: str) -> dict[str, float]:
        """Return the words of names that a written Latin word may stand for, with their likeness."""
        if word not in self._alike:
            self._alike[word] = self._similar(word)
        return self._alike[word]

    def _similar(self, word: str) -> dict[str, float]:
        base = stem(word)
        if base in self.words:
            return {base: 1.0}
        words = vocabulary()
        if len(word) < 3 or word in words.containers or word in words.roles or base in words.exact:
            return {}
        near = self._by_start.get(word[0], ())
        begun = {w: PREFIX for w in near if len(w) > len(base) >= LEAST_BEGUN and w.startswith(base)}
        slips = {w: TYPO for w in near if _slip(base, w)} if not begun else {}
        return begun or slips or {w: SHORT for w in near if _short(word, w)}


def _only_grammar(text: str) -> bool:
    """Whether a stretch can be read as grammar alone, character by character: 来一, 要点."""
    known = _grammar()
    return text in known or all(c in known for c in text)


@lru_cache(maxsize=1)
def _grammar() -> frozenset[str]:
    words = vocabulary()
    return frozenset((*words.roles, *words.units, *"一二三四五六七八九十百千两半零"))


@lru_cache(maxsize=100_000)
def _slip(written: str, meant: str) -> bool:
    """Whether two words differ by a slip of the keyboard: one, from eight letters on two."""
    allowed = 0 if len(written) < 4 else 1 if len(written) < 8 else 2
    return (
        bool(allowed) and abs(len(written) - len(meant)) <= allowed and _distance(written, meant) <= allowed
    )


def _distance(a: str, b: str) -> int:
    """Damerau-Levenshtein distance in its restricted form (optimal string alignment)."""
    before, last = [], list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _short(written: str, meant: str) -> bool:
    """Whether a word is a common shortening: letters of the longer one in order, vowels left out.

    Where vowels stay, nothing else may be missing, and most of the word must be there: pnut.
    """
    if len(meant) <= len(written) + 1:
        return False
    if set(written[1:]) & VOWELS:
        whole = len(written) > 3 and len(written) >= CLIPPED * len(meant)
        return whole and _consonants(written) == _consonants(meant) and _in_order(written, meant)
    return _in_order(written, meant)


def _consonants(word: str) -> str:
    return "".join(c for c in word if c not in VOWELS)


def _in_order(written: str, meant: str) -> bool:
    rest = iter(meant)
    return all(letter in rest for letter in written)
