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
    product(10, "COFFEE", "早安咖啡 1+2 15g*7", "Zaoan coffee 1+2 7 sticks", "7条*24", "盒", 箱=24),
    product(11, "TEAPI", "茶π 柚子绿茶 500ml", "Tea Pi pomelo 500ml", "500ml*15", "瓶", 箱=15),
    product(12, "OOLONG", "山里乌龙茶 500ml", "Mountain oolong tea 500ml", "500ml*15", "瓶", 箱=15),
    product(13, "SAUSAGE", "王中王火腿 40g", "King ham 40g", "40g*100", "支", 箱=100),
    product(15, "MILES", "九百里天然水 550ml", "Jiubaili water 550ml", "550ml*24", "瓶", 箱=24),
    product(16, "NINE", "9UP 柠檬汽水 330ml 罐", "9UP lemon can 330ml", "330ml*24", "罐", 箱=24),
    product(
        17, "THUNDER", "雷霆24 能量饮料 250ml 罐", "Thunder 24 energy can 250ml", "250ml*24", "罐", 箱=24
    ),
    product(18, "RIDER", "老骑士No.9 威士忌 700ml", "Old Rider No.9 whiskey 70cl", "700ml*12", "瓶", 箱=12),
    product(19, "BEER0", "雪原0.0 无醇啤酒 330ml 罐", "Xueyuan 0.0 beer can 330ml", "330ml*24", "罐", 箱=24),
    product(20, "PANTS", "拉拉裤 L码 44片", "Pull-ups L 44pcs", "44片*4", "包", 箱=4),
    product(21, "HOURS", "8小时能量饮料 250ml 罐", "8 Hours energy can 250ml", "250ml*24", "罐", 箱=24),
    product(14, "PEACH", "元气白桃汽水 480ml", "Yuanqi peach soda 480ml", "480ml*15", "瓶", 箱=15),
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
        ("早安咖啡1+2 7箱", "7箱COFFEE"),
        ("早安咖啡1+27箱", "7箱COFFEE"),
        ("3箱早安1+2，可乐5箱", "3箱COFFEE 5箱COLA"),
        ("茶π4箱", "4箱TEAPI"),
        ("九百里20箱 可乐2箱", "20箱MILES 2箱COLA"),
        ("九百里9箱9UP9箱可乐l2箱", "9箱MILES 9箱NINE 12箱COLA"),
        ("雷霆24 3箱，雷霆24来5箱", "?3箱THUNDER"),
        ("雷霆24箱", "24箱THUNDER"),
        ("老骑士9号2箱", "2箱RIDER"),
        ("2 cs Rider No.9 70cl", "2箱RIDER"),
        ("0.0的2箱", "2箱BEER0"),
        # size L, and a badly read one
        ("拉拉裤L2箱 可乐l2箱", "2箱PANTS 12箱COLA"),
        # the price of nothing
        ("王中王 2\n元气白桃 11", "2箱SAUSAGE 11箱PEACH"),
        ("王中王2箱 元气白桃3箱", "2箱SAUSAGE 3箱PEACH"),
        # a time that begins a name, and one that does not
        ("8小时8箱 可乐5箱", "8箱HOURS 5箱COLA"),
        ("来八小时六箱，再来3箱可乐", "6箱HOURS 3箱COLA"),
        ("可乐5箱 8小时内送到", "5箱COLA"),
        # in a list that shares one amount
        ("可乐 百岁山 84 各来3箱", "3箱COLA 3箱WATER 3箱BLEACH"),
        ("可乐、84、百岁山各3箱", "3箱COLA 3箱BLEACH 3箱WATER"),
        ("可乐和84各3箱", "3箱COLA 3箱BLEACH"),
        ("84 可乐 各3箱", "3箱BLEACH 3箱COLA"),
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


ENGLISH = (
    product(1, "K1664", "Kronen 1664 Blanc 330ml", "Kronen 1664 Blanc 330ml", "330ml*24", "btl", 箱=24),
    product(2, "S555", "555 sardines 155g", "555 sardines 155g", "155g*100", "tin", 箱=100),
    product(15, "W17B", "1739 weiss bottle 330ml", "1739 weiss bottle 330ml", "330ml*24", "btl", 箱=24),
    product(16, "W17C", "1739 weiss can 500ml", "1739 weiss can 500ml", "500ml*12", "can", 箱=12),
    product(17, "EMPTY", "Empty beer bottle", "Empty beer bottle", "1*1", "pc"),
    product(3, "ZERO", "Heine 0.0 bottle 330ml", "Heine 0.0 bottle 330ml", "330ml*24", "btl", 箱=24),
    product(4, "HEINE", "Heine bottle 330ml", "Heine bottle 330ml", "330ml*24", "btl", 箱=24),
    product(5, "SPRAY", "WD-40 spray 200ml", "WD-40 spray 200ml", "200ml*24", "can", 箱=24),
    product(6, "ALIVE", "Five Alive citrus 1L", "Five Alive citrus 1L", "1L*12", "pc", 箱=12),
    product(7, "MINTS", "After Eight mints 200g", "After Eight mints 200g", "200g*24", "box", 箱=24),
    product(8, "JACK", "Jack's No.7 700ml", "Jack's No.7 700ml", "700ml*6", "btl", 箱=6),
    product(9, "C12", "Chiv 12 years 700ml", "Chiv 12 years 700ml", "700ml*6", "btl", 箱=6),
    product(10, "C18", "Chiv 18 years 700ml", "Chiv 18 years 700ml", "700ml*6", "btl", 箱=6),
    product(11, "CURRY", "Mag 2-minute noodles curry", "Mag 2-minute noodles curry", "79g*30", "pk", 箱=30),
    product(12, "AA", "Dura AA 4-pack", "Dura AA 4-pack", "4pk*24", "pk", 箱=24),
    product(13, "COIL", "Mosquito coil 10 coils", "Mosquito coil 10 coils", "10*60", "box", 箱=60),
    product(14, "MIX", "Kopi 3-in-1 coffee 30 sticks", "Kopi 3-in-1 coffee 30 sticks", "30*12", "bag", 箱=12),
)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1664 blanc 5 cs", "5箱K1664"),
        ("5 cases of 1664", "5箱K1664"),
        ("5 cases 1664, 2 cases wd40", "5箱K1664 2箱SPRAY"),
        ("12 ctn 1664 and 2 ctn wd40", "12箱K1664 2箱SPRAY"),
        ("4 x 1664\n2 x 555 sardines", "4箱K1664 2箱S555"),
        ("1664 - 9\nchiv 18 - 3", "9箱K1664 3箱C18"),
        ("heine 0.0 3 cs", "3箱ZERO"),
        ("4 heine", "?4-"),
        ("1664 - 4 cs / dura aa - 2 cs / 555 - 3 cs", "4箱K1664 2箱AA 3箱S555"),
        # with nothing but what it comes in
        ("6 cs of the 1739 cans and 3 cs 1664", "6箱W17C 3箱K1664"),
        ("8 ctn 1739 bottles", "8箱W17B"),
        ("1739 can 5 ctn", "5箱W17C"),
        ("wd-40 8 cs", "8箱SPRAY"),
        ("2 cases 5 alive", "2箱ALIVE"),
        ("three cases five alive", "3箱ALIVE"),
        ("after eight 6 cs", "6箱MINTS"),
        ("6 cases jacks no 7", "6箱JACK"),
        ("chiv 12 8 cs, 2 cases chiv 18yo", "8箱C12 2箱C18"),
        ("7 cases mag 2-minute curry", "7箱CURRY"),
        ("mag 2 minute noodles 9 cs", "9箱CURRY"),
        # amounts all the same
        ("dura aa 4 cs", "4箱AA"),
        ("mosquito coil 10", "10箱COIL"),
        ("12 cases chiv 12", "12箱C12"),
        ("3-in-1 coffee, 3 cartons", "3箱MIX"),
    ],
)
def test_a_number_in_an_english_name_is_no_amount(text, lines):
    known = SHOP | {"sold": ENGLISH}
    assert " ".join(said(text, **known)) == lines
