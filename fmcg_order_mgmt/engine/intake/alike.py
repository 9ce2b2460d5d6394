"""Other words of the trade for the goods of a catalogue: loo roll for toilet roll, 锡纸 for 铝箔纸."""

import re
from collections.abc import Iterable, Iterator, Set
from itertools import pairwise
from operator import add

from .names import WORD, Features, Name, stem
from .vocabulary import alternatives, vocabulary


class Alike:
    """The words that a catalogue does not use, each with the one that it does use for the same thing.

    ``unsold`` are those of things for which it has no word: they are no other goods.
    """

    def __init__(self, features: Iterable[Features], categories: Set[str] = frozenset()):
        self._categories = categories
        names = [name for f in features for name in f.names]
        self._han = {token for name in names for token in name.han}
        # pairs of characters of the names
        self._pairs = {token[i : i + 2] for token in self._han for i in range(len(token) - 1)}
        self._further = {word for name in names for word in name.further}
        self._phrases = {" ".join(("", *name.phrase, "")) for name in names if name.phrase}
        self._known: dict[str, bool] = {}
        self.words: dict[str, str] = {}
        self.unsold: set[str] = set()
        # words of which names are made, and all signs of names
        self._made_of: set[str] = set()
        self._signs = {sign for token in self._han for sign in token}
        for group in vocabulary().alike:
            self._group(group)
        for word, meant in vocabulary().short.items():
            if not self._used(word) and self._used(meant.split()[-1]):
                self.words[word] = meant
        self._joined(names)
        self._abbreviated()
        self.unsold -= self.words.keys()
        told = {*self.words, *self.unsold}
        self._pattern = re.compile(self._alternatives(told)) if told else None
        self._starts = {word[:2] for word in told}

    def _group(self, group: tuple[str, ...]) -> None:
        used = [word for word in group if self._used(word)]
        if not used:
            # 泡面 is what a catalogue may call its noodles by their category alone
            self.unsold.update(() if self._categories & set(group) else group)
            return
        # 牛油 is butter where a catalogue has it in 牛油曲奇 alone, and 黄油
        itself = [word for word in used if word.isascii() or self._ends(word)]
        for word in group:
            if word not in (itself or used) and word not in self.words:
                self.words[word] = (itself or used)[0]
                self._made_of.update({word} & set(used))

    def _ends(self, word: str) -> bool:
        """Whether a name is of the thing itself, and not of what is made with it."""
        return any(token.endswith(word) for token in self._han)

    def _joined(self, names: Iterable[Name]) -> None:
        """Two words of a name that are written as one: cornflakes."""
        for first, second in {pair for name in names for pair in pairwise(name.phrase)}:
            if not self._used(first + second):
                self.words.setdefault(first + second, f"{first} {second}")

    def _abbreviated(self) -> None:
        """Names by their first sign and a short word for the kind of goods: 青啤 for 青岛啤酒."""
        meant: dict[str, set[str]] = {}
        for short, kind in vocabulary().abbreviated.items():
            for token in self._han:
                brand = token.partition(kind)[0]
                if kind in token and len(brand) > 1:
                    meant.setdefault(token[0] + short, set()).add(brand + kind)
        for word, tokens in meant.items():
            if len(tokens) == 1 and not self._used(word):
                self.words.setdefault(word, *tokens)

    def _used(self, word: str) -> bool:
        """Whether a name of the catalogue holds a word, or all words of a phrase."""
        if word not in self._known:
            if word.isascii():
                phrase = " ".join(("", *(stem(w) for w in WORD.findall(word)), ""))
                self._known[word] = stem(word) in self._further or any(phrase in p for p in self._phrases)
            else:
                self._known[word] = any(self._holds(token, word) for token in self._han)
        return self._known[word]

    @staticmethod
    def _holds(token: str, word: str) -> bool:
        """Whether a part of a name has a word, at one of its ends or before what is made with it.

        果糖 is none in 榛果糖浆.
        """
        if word not in token:
            return False
        if token.startswith(word) or token.endswith(word):
            return True
        words = vocabulary()
        return token.partition(word)[2].startswith((*words.made_into, *words.kept_in))

    @staticmethod
    def _alternatives(told: Iterable[str]) -> str:
        plural = {f"{word}{end}" for word in told if word.isascii() for end in ("s", "es")}
        return alternatives([*told, *plural])

    def find(self, text: str) -> Iterator[tuple[int, int, str | None]]:
        """Yield (start, end, the catalogue's word or None) of the other words in a flat text."""
        until = 0
        # most places begin none of these: a look at two characters is quicker than trying all of them
        for at, pair in enumerate(map(add, text, text[1:])):
            m = self._pattern.match(text, at) if pair in self._starts and at >= until else None
            if m and not self._crossing(text, at, m.end()):
                until = m.end()
                word = m[0] if m[0] in self.words else m[0][:-1] if m[0][:-1] in self.words else m[0][:-2]
                yield at, until, self.words.get(word)

    def _crossing(self, text: str, start: int, end: int) -> bool:
        """Whether a Chinese word goes on into another word, and is none there: 瓶啤 in 大瓶啤酒, 小瓶 水.

        朱古力脆皮 is not parted by 力脆, which 巧克力脆皮 has as well.
        """
        if text[start:end] in self._made_of and text[end : end + 1] in self._signs:
            return True  # 牛油底料
        meant = self.words.get(text[start:end])
        ahead = text[end - 1 : end + 1] in self._pairs and not (meant and meant[-1] == text[end - 1])
        return ahead or text[start - 1 : start + 1] in vocabulary().sizes

    def resolved(self, text: str) -> str:
        """Return a flat text in the words of the catalogue."""
        found, at = "", 0
        for start, end, word in self.find(text):
            found, at = found + text[at:start] + (word or text[start:end]), end
        return found + text[at:]
