from decimal import Decimal
from time import perf_counter

import pytest
from engine.intake.model import Customer, Knowledge, Product
from engine.intake.nearest import nearest


def product(key, *names, code="", barcodes=()):
    return Product(key, code, names, "", barcodes, {"piece": (1, Decimal(1))})


KNOWN = Knowledge(
    products=(
        product(1, "可乐 330ml 罐", "Cola 330 ml Can", code="SD-101", barcodes=("2000000000015",)),
        product(2, "可乐 500ml 瓶", "Cola 500 ml Bottle", code="SD-102"),
        product(3, "纯牛奶 250ml", "Whole Milk 250 ml"),
        product(4, "燕麦奶 1L", "Oat Milk 1 L"),
    ),
    customers=(Customer(9, "", "Lakeside", usual=(2,)),),
    aliases={"听可": 1},
)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("可乐330来十来箱", 1),
        ("听可", 1),
        ("bottle of cola", 2),
        ("sd-102", 2),
        ("SD-101 x 3", 1),
        ("2000000000015", 1),
        ("20000000000", 1),
        ("oat", 4),
        ("who", 3),
        ("牛奶", 3),
    ],
)
def test_the_nearest_stands_first(words, first):
    assert nearest(words, KNOWN)[0] == first


def test_what_shares_nothing_is_not_offered():
    assert nearest("durian 榴莲", KNOWN) == []
    assert nearest("", KNOWN) == []


def test_of_two_equally_near_the_usual_one_wins():
    assert nearest("cola", KNOWN)[0] == 1
    assert nearest("cola", KNOWN, customer=9)[0] == 2


def test_no_more_than_asked_for():
    assert len(nearest("ml", KNOWN, limit=2)) == 2


def test_other_products_are_counted_anew():
    assert nearest("cola", KNOWN)
    changed = Knowledge(products=(product(7, "Cola light"),), prepared=KNOWN.prepared)
    assert nearest("cola", changed) == [7]


def test_a_large_catalogue_is_searched_while_one_types():
    many = Knowledge(products=tuple(product(i, f"Drink {i} {i % 90} ml", code=f"D-{i}") for i in range(5000)))
    nearest("drink", many)
    begin = perf_counter()
    assert nearest("drink 4321", many)[0] == 4321
    assert perf_counter() - begin < 0.2
