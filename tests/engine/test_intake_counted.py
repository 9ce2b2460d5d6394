"""Names of which a number is a part, and amounts that look like a part of them."""

import pytest
from engine.intake.model import Customer
from phrasing_shop import drafts, product, said

PRODUCTS = (
    product(1, "WALNUT", "六个核桃 240ml 罐", "Six Walnuts drink 240ml", "240ml*20", "罐", 箱=20),
    product(2, "NUTS", "三只松鼠 坚果 500g", "Three Squirrels nuts 500g", "500g*12", "袋", 箱=12),
    product(3, "PADS", "七度空间 日用 245mm", "Space7 pads day 245mm", "10片*48", "包", 箱=48),
    product(4, "LINERS", "七度空间 护垫 155mm", "Space7 liners 155mm", "30片*60", "包", 箱=60),
    product(5, "WATER", "百岁山 矿泉水 570ml", "Ganten water 570ml", "570ml*24", "瓶", 箱=24),
    product(6, "SEVEN", "七喜 330ml 罐", "7UP can 330ml", "330ml*24", "罐", 箱=24),
    product(7, "COLA", "可乐 330ml 罐", "Cola can 330ml", "330ml*24", "罐", 箱=24),
    product(8, "TRIPLE", "三只装牙刷", "Toothbrush 3-pack", "3支*24", "套", 箱=24),
    product(9, "BLEACH", "84消毒液 500ml", "84 bleach 500ml", "500ml*30", "瓶", 箱=30),
)
SHOP = {"sold": PRODUCTS, "orders": (), "customers": (Customer(1, "C1", "张记", default_unit="case"),)}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("六个核桃5箱", "5箱WALNUT"),
        ("六个核桃五箱百岁山两箱", "5箱WALNUT 2箱WATER"),
        ("来三只松鼠一箱", "1箱NUTS"),
        ("三只松鼠坚果2箱,六个核桃3箱", "2箱NUTS 3箱WALNUT"),
        ("六个核桃六个", "6个WALNUT"),
        ("核桃2箱", "2箱WALNUT"),
        ("five cases six walnuts", "5箱WALNUT"),
        ("three squirrels nuts 2 ctn", "2箱NUTS"),
        ("七度日用3箱 七度空间护垫2箱", "3箱PADS 2箱LINERS"),
        ("七喜7箱", "7箱SEVEN"),
        ("84 3箱 可乐2箱", "3箱BLEACH 2箱COLA"),
        ("84先留3箱", "3箱BLEACH"),
        ("84   2O箱", "20箱BLEACH"),
        # amounts all the same
        ("六个可乐", "6个COLA"),
        ("三箱核桃", "3箱WALNUT"),
        ("三只装牙刷2箱", "2箱TRIPLE"),
    ],
)
def test_a_number_in_a_name_is_no_amount(text, lines):
    assert " ".join(said(text, **SHOP)) == lines


def test_a_number_in_a_name_is_asked_about_by_that_name():
    [line] = [x for draft in drafts("七度3箱", **SHOP) for x in draft.lines]
    assert line.question.code == "which_product" and line.question.values["words"] == "七度"
    assert {a.product for a in line.answers} == {3, 4}


def test_a_figure_that_may_be_a_letter_is_asked_about():
    [draft] = drafts("Lager          2 cs\nWhite sugar   S bags\nCandles        1 cs")
    assert [x.verdict for x in draft.lines] == ["ok", "ask", "ok"]
    assert draft.lines[1].question.code == "no_quantity"
