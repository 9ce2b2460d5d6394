from decimal import Decimal
from itertools import product as every

import pytest
from engine.intake import language
from engine.intake.matcher import index_of
from engine.intake.model import Knowledge, Product
from engine.intake.names import described
from engine.intake.ranking import rank
from engine.intake.shortlist import EQUAL

BRANDS = (("海鸥", "Seagull"), ("佳佳", "Jiajia"), ("老街", "Oldstreet"), ("禾田", "Riceland"))
TASTES = (("柠檬", "lemon"), ("原味", "plain"), ("香辣", "spicy"), ("海盐", "sea salt"))
GOODS = (("方便面", "noodles"), ("饼干", "biscuit"), ("洗衣液", "detergent"), ("薯片", "chips"))
SIZES = ("100g", "250g", "500g")


def catalogue():
    for key, (brand, taste, goods, size) in enumerate(every(BRANDS, TASTES, GOODS, SIZES), 1):
        names = (f"{brand[0]}{taste[0]}{goods[0]} {size}", f"{brand[1]} {taste[1]} {goods[1]} {size}")
        yield Product(key, f"A{key}", names, size, (), {"piece": (1, Decimal(1))})


INDEX = index_of(Knowledge(products=tuple(catalogue())))
SAID = (
    *(f"{b[0]}{t[0]}{g[0]}" for b, t, g in every(BRANDS, TASTES, GOODS)),
    *(f"{b[1]} {t[1]} {g[1]}" for b, t, g in every(BRANDS, TASTES, GOODS)),
    *(
        "柠檬面",
        "老街薯片香辣",
        "seagull chips",
        "海鸥的lemon饼干",
        "海鸥 chips",
        "石榴饼干",
        "oldstreet spicey",
        "的",
        "",
    ),
)


def ranked_of_all(said):
    """Every product ranked, as it would be without a shortlist."""
    words = {w: INDEX.lexicon.similar(w) for w in said.words}
    return words, [rank(f, said, words, False) for f in INDEX.features]


@pytest.mark.parametrize("text", SAID)
def test_whatever_explains_the_most_is_ranked(text):
    said = described(text.lower(), INDEX.figures.known)
    words, ranked = ranked_of_all(said)
    best = max(r.weight for r in ranked)
    wanted = {r.features.product.key for r in ranked if r.weight and r.weight > best - EQUAL}
    found = {r.features.product.key: r for r in INDEX.shortlist.ranked(said, words, set(), False)}
    assert wanted <= found.keys()
    # words of other sounds are tried where nobody explains all that is significant: the same is told of both
    least = language.significant("".join(said.han)) and all(language.significant(r.rest) for r in ranked)
    assert not found or bool(least) == (
        bool(said.han) and all(language.significant(r.rest) for r in found.values())
    )


@pytest.mark.parametrize("text", ["海鸥柠檬方便面", "Seagull lemon noodles"])
def test_few_are_ranked_where_one_name_explains_all(text):
    said = described(text.lower(), INDEX.figures.known)
    words = {w: INDEX.lexicon.similar(w) for w in said.words}
    ranked = INDEX.shortlist.ranked(said, words, set(), False)
    assert len(ranked) == len(SIZES) and {r.tier for r in ranked} == {0}
