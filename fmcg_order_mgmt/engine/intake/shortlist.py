"""The products whose names may explain words the best: to rank all of a catalogue is slow."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter

from . import language
from .lexicon import Lexicon
from .names import Described, Features
from .ranking import LATIN_WEIGHT, Ranked, rank
from .vocabulary import vocabulary

MOST_RANKED = 300
LEAST_SHARED = 0.6
# shared by a name with a run of two characters: the pair, and the last one
ONE_PAIR = 2
# names explain as much where they differ by less
EQUAL = 0.01


class Shortlist:
    """Ranks those of some products that share enough with words.

    ``named`` are the places of products that share their names: these are explained by the same words.
    """

    def __init__(self, features: Sequence[Features], named: Sequence[Sequence[int]], lexicon: Lexicon):
        self._features, self._named, self._lexicon = features, named, lexicon
        of_names = [features[i] for i, *_more in named]
        self._empty = {at for at, f in enumerate(of_names) if f.empty}
        self._signs = [frozenset("".join(chain(*(name.han for name in f.names)))) for f in of_names]

    def ranked(self, said: Described, words: dict, usual: set[int], heard: bool) -> list[Ranked]:
        """Return the products that may explain the most, with all that explain as much as the best of them.

        :param words: what each Latin word may stand for, with its likeness
        :param usual: places of products that are ranked wherever they share enough
        :param heard: lets characters of the same sound stand for each other
        """
        found: list[tuple[int, int, Ranked]] = []
        best, room, run = 0.0, MOST_RANKED, "".join(said.han)
        significant = language.significant(run)
        for shared, named in self._pool(said, words, heard):
            places = self._named[named] if room > 0 else usual.intersection(self._named[named])
            room -= len(places)
            lesser = not heard and self._lesser(named, said, run, significant, shared, best - EQUAL)
            if lesser or not places:
                continue
            ranked = rank(self._features[self._named[named][0]], said, words, heard)
            best = max(best, ranked.weight)
            if ranked.weight:
                found += [(-shared, i, ranked.of(self._features[i])) for i in places]
        return [ranked for _shared, _place, ranked in sorted(found, key=itemgetter(0, 1))]

    def _lesser(
        self, named: int, said: Described, run: str, significant: str, shared: int, weight: float
    ) -> bool:
        """Whether names cannot explain words of one script up to a weight, nor all significant ones.

        A Chinese character weighs at most 1, and a Latin word counts once among what is shared.
        """
        if not run:
            return LATIN_WEIGHT * shared < weight
        signs = self._signs[named]
        return (
            not said.words
            and sum(map(signs.__contains__, run)) < weight
            and not signs.issuperset(significant)
        )

    def _pool(self, said: Described, words: dict, heard: bool) -> list[tuple[int, int]]:
        """(how much, names) of those names that share the most with the words, the most first."""
        meant = {w for found in words.values() for w in found}
        shared = Counter(chain.from_iterable(self._lexicon.sharing(said.han, meant, heard)))
        shared = self._filled(shared, said)
        # what shares far less than the most cannot explain as much: names are told by pairs of characters
        most = max(shared.values(), default=0)
        # of one pair of characters nothing can be told: 啤酒 is as well in 青岛啤酒经典 as in 原浆啤酒
        least = most * LEAST_SHARED if most > ONE_PAIR else 1
        able = [(-n, self._named[named][0], named) for named, n in shared.items() if n >= least]
        return [(-n, named) for n, _place, named in sorted(able)]

    def _filled(self, shared: Counter, said: Described) -> Counter:
        """What is shared with names that are not empty, where words do not call goods so: water jugs."""
        words = " ".join([*said.han, *said.words])
        if not self._empty or vocabulary().patterns["empties"].search(words):
            return shared
        full = {at: n for at, n in shared.items() if at not in self._empty}
        return Counter(full) if full else shared
