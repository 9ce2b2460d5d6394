"""Which products come nearest to some words: for a person to choose from, never to decide by."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log

from . import language
from .model import Knowledge, Product

WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[^\W\da-z_]+")
HAN = re.compile(r"[\u4e00-\u9fff]+")
# A token that starts with what was typed counts for less than the token itself.
BEGUN = 0.6
MOST_BEGUN = 40


@dataclass(frozen=True)
class _Names:
    """The tokens of all products: which products hold each, how rare it is, all of them in order."""

    products: tuple[Product, ...]
    holders: Mapping[str, set[int]]
    weights: Mapping[str, float]
    tokens: list[str]


def nearest(words: str, knowledge: Knowledge, customer: int | None = None, limit: int = 8) -> list[int]:
    """Return the keys of the products that share the most with ``words``, the nearest first.

    Words, pairs of Chinese characters, numbers, codes and barcodes count, whole or begun; what the customer
    calls a product counts as its name, and of two equally near the one that the customer usually has wins.
    """
    names = _names(knowledge)
    scores: Counter[int] = Counter()
    for token in set(_tokens(language.flat(words))):
        for held, share in _held(token, names):
            for place in names.holders[held]:
                scores[place] += share * names.weights[held]
    known = next((c for c in knowledge.customers if c.key == customer), None)
    usual = set(known.usual) if known else set()
    ranked = sorted(scores, key=lambda i: (-round(scores[i], 3), names.products[i].key not in usual, i))
    return [names.products[i].key for i in ranked[:limit]]


def _held(token: str, names: _Names) -> Iterator[tuple[str, float]]:
    """The tokens that a token stands for: itself, and those that it begins."""
    if token in names.holders:
        yield token, 1.0
    at = bisect_left(names.tokens, token)
    for other in names.tokens[at : at + MOST_BEGUN]:
        if other != token and other.startswith(token) and len(token) > 1:
            yield other, BEGUN


def _names(knowledge: Knowledge) -> _Names:
    """The tokens of a knowledge's products, counted once and kept beside its index."""
    basis = (knowledge.products, knowledge.aliases, knowledge.customer_aliases)
    kept = knowledge.prepared.get("nearest")
    if kept and all(a is b for a, b in zip(kept[0], basis, strict=True)):
        return kept[1]
    called: dict[int, list[str]] = {}
    for word, key in [
        *knowledge.aliases.items(),
        *((w, k) for (_c, w), k in knowledge.customer_aliases.items()),
    ]:
        called.setdefault(key, []).append(word)
    holders: dict[str, set[int]] = {}
    for place, product in enumerate(knowledge.products):
        for token in _of_product(product, called.get(product.key, [])):
            holders.setdefault(token, set()).add(place)
    total = len(knowledge.products) + 1
    weights = {token: log(total / len(held)) for token, held in holders.items()}
    made = _Names(knowledge.products, holders, weights, sorted(holders))
    knowledge.prepared["nearest"] = (basis, made)
    return made


def _of_product(product: Product, called: list[str]) -> set[str]:
    texts = [*product.names, product.spec, *called]
    tokens = {token for text in texts for token in _tokens(language.flat(text))}
    return tokens | {word.lower() for word in (product.code, *product.barcodes) if word}


def _tokens(text: str) -> Iterator[str]:
    """Words and numbers of a flat text, and of Chinese both the characters and their pairs."""
    yield from re.findall(r"[a-z0-9][a-z0-9_-]*\d[a-z0-9_-]*", text)
    for word in WORD.findall(text):
        if HAN.fullmatch(word):
            yield from word
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        else:
            yield word
