"""Sizes that look like amounts: nibs of pens, formats of paper, what stands behind an amount of others."""

import pytest
from phrasing_shop import drafts, product

SOLD = (
    product(1, "PEN5", "中性笔 0.5mm 黑", "Gel pen 0.5mm black", "12支*48盒", "支", "文具", 盒=12, 箱=576),
    product(2, "PEN38", "中性笔 0.38mm 黑", "Gel pen 0.38mm black", "12支*48盒", "支", "文具", 盒=12, 箱=576),
    product(3, "RED", "中性笔 0.5mm 红", "Gel pen 0.5mm red", "12支*48盒", "支", "文具", 盒=12, 箱=576),
    product(4, "B16", "练习簿 16开", "Exercise book 16K", "10本*20包", "本", "文具", 提=10, 箱=200),
    product(5, "B32", "练习簿 32开", "Exercise book 32K", "20本*20包", "本", "文具", 提=20, 箱=400),
    product(6, "W550", "矿泉水 550ml", "Mineral water 550ml", "550ml*24", "瓶", "水", 箱=24),
    product(7, "W350", "矿泉水 350ml", "Mineral water 350ml", "350ml*24", "瓶", "水", 箱=24),
    product(8, "DISH", "洗洁精 500g", "Dish liquid 500g", "500g*24", "瓶", "清洁", 箱=24),
)
CODES = {p.key: p.code.removeprefix("X-") for p in SOLD}


def meant(text):
    lines = [line for draft in drafts(text, sold=SOLD, orders=()) for line in draft.lines]
    return [(line.action, CODES.get(line.product), line.base, line.verdict) for line in lines]


def wanted(*lines, action="add"):
    return [(action, code, base, "ok") for code, base in lines]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("黑色0.5中性笔 15盒", wanted(("PEN5", 180))),
        ("0.5红色中性笔4盒", wanted(("RED", 48))),
        ("0.38 black gel pen 5盒,gel pen 0.5 black 12盒", wanted(("PEN38", 60), ("PEN5", 144))),
        ("16开练习簿6提", wanted(("B16", 60))),
        ("32开练习簿2箱,16开的练习簿3提", wanted(("B32", 800), ("B16", 30))),
        ("洗洁精24瓶 550水 6樽", wanted(("DISH", 24), ("W550", 6))),
        ("洗洁精24瓶 550水6箱", wanted(("DISH", 24), ("W550", 144))),
        ("550水22蚊一箱要9箱", wanted(("W550", 216))),
        ("先要9箱350水", wanted(("W350", 216))),
    ],
)
def test_a_size_is_told_from_an_amount(text, lines):
    assert meant(text) == lines


def test_half_of_a_pack_is_no_size():
    assert [line[:3] for line in meant("中性笔0.5mm黑 0.5箱")] == [("add", "PEN5", 288)]
    assert [line[1:3] for line in meant("矿泉水550ml 1.5箱")] == [("W550", 36)]


def test_a_comma_before_a_size_parts_a_list_and_a_thousand_stays_one():
    assert meant("洗洁精10箱送1,550水买12箱送1箱")[2] == ("add", "W550", 288, "ok")
    assert [line[2] for line in meant("洗洁精1,550瓶")] == [1550]
    assert [line[2] for line in meant("550ml矿泉水1,350瓶")] == [1350]
