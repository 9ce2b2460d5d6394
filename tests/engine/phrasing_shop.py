"""A made-up catalogue and two shops for tests of wording, and what their messages mean in short."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from engine.intake import read
from engine.intake.model import Customer, Knowledge, Message, OpenOrder, OrderedLine, Product, Promotion
from engine.intake.unit_names import named

NOW = datetime(2026, 9, 16, 10, 0, tzinfo=timezone(timedelta(hours=8)))
KINDS = {"箱": "case", "件": "case", "提": "inner", "盒": "inner"}


def product(key, code, zh, en, spec, base, category="", **units):
    sizes = [(base, "piece", base, Decimal(1))]
    sizes += [(name, KINDS[name], name, Decimal(size)) for name, size in units.items()]
    kinds = {kind: (uom, size) for _name, kind, uom, size in reversed(sizes)}
    return Product(key, f"X-{code}", (zh, en), spec, (), kinds, True, named=named(sizes), category=category)


PRODUCTS = (
    product(1, "COLA", "可乐 330ml 罐", "Cola can 330ml", "330ml*24", "罐", "饮料", 箱=24, 提=6),
    product(2, "COLA5", "可乐 500ml 瓶", "Cola PET 500ml", "500ml*24", "瓶", "饮料", 箱=24),
    product(3, "COLA2", "可乐 2L 瓶", "Cola PET 2L", "2L*6", "瓶", "饮料", 箱=6),
    product(4, "SPRITE", "雪碧 330ml 罐", "Sprite can 330ml", "330ml*24", "罐", "饮料", 箱=24),
    product(5, "DIAM", "纸尿裤 M码 60片", "Diapers M 60pcs", "60片*4", "包", "母婴", 箱=4),
    product(6, "DIAL", "纸尿裤 L码 54片", "Diapers L 54pcs", "54片*4", "包", "母婴", 箱=4),
    product(7, "DIAXL", "纸尿裤 XL码 48片", "Diapers XL 48pcs", "48片*4", "包", "母婴", 箱=4),
    product(
        8,
        "T100",
        "软抽纸 3层100抽",
        "Facial tissue 3-ply 100 sheets",
        "100抽*24包",
        "包",
        "纸品",
        箱=24,
        提=6,
    ),
    product(
        9, "T130", "软抽纸 3层130抽", "Facial tissue 3-ply 130 sheets", "130抽*24包", "包", "纸品", 箱=24
    ),
    product(10, "SHA", "去屑洗发水 400ml", "Anti-dandruff shampoo 400ml", "400ml*12", "瓶", "个护", 箱=12),
    product(11, "SHN", "滋养洗发水 400ml", "Nourishing shampoo 400ml", "400ml*12", "瓶", "个护", 箱=12),
    product(12, "CON", "滋养护发素 400ml", "Nourishing conditioner 400ml", "400ml*12", "瓶", "个护", 箱=12),
    product(13, "AA", "5号碱性电池 4节", "AA alkaline battery 4pk", "4节*24卡", "卡", "电池", 盒=12, 箱=288),
    product(
        14, "AAA", "7号碱性电池 4节", "AAA alkaline battery 4pk", "4节*24卡", "卡", "电池", 盒=12, 箱=288
    ),
    product(15, "BAGS", "垃圾袋 中号 45*50cm", "Bin bags medium 45x50cm", "100只*30卷", "卷", "家清", 箱=30),
    product(16, "BAGL", "垃圾袋 大号 60*80cm", "Bin bags large 60x80cm", "50只*30卷", "卷", "家清", 箱=30),
    product(17, "DISH", "洗洁精 500g", "Dish soap 500g", "500g*24", "瓶", "家清", 箱=24),
    product(18, "DISH2", "洗洁精 2kg", "Dish soap 2kg", "2kg*6", "桶", "家清", 箱=6),
    product(19, "B84", "84消毒液 500ml", "84 bleach 500ml", "500ml*30", "瓶", "家清", 箱=30),
    product(20, "SUGAR", "白砂糖 400g", "White sugar 400g", "400g*24", "袋", "糖盐", 箱=24),
    product(
        21, "TUNA", "茄汁沙丁鱼罐头 155g", "Sardines in tomato sauce 155g", "155g*48", "罐", "罐头", 箱=48
    ),
    product(22, "GUM", "口香糖 薄荷味", "Chewing gum mint", "20条*12盒", "条", "糖果", 盒=20, 箱=240),
    product(23, "FOIL", "铝箔纸 10m", "Aluminium foil 10m", "10m*24", "卷", "家清", 箱=24),
    product(24, "OIL", "大豆油 5L", "Soybean oil 5L", "5L*4", "桶", "粮油", 箱=4),
    product(25, "OIL20", "大豆油 20L", "Soybean oil 20L", "20L", "桶", "粮油"),
    product(26, "STAR", "蜡烛 6支装", "Candles 6-pack", "6支*25", "包", "家清", 箱=25),
    product(27, "LAGER", "淡啤 500ml 瓶", "Lager bottle 500ml", "500ml*12", "瓶", "酒类", 箱=12),
    product(28, "WHEAT", "小麦白啤 330ml 罐", "Wheat beer can 330ml", "330ml*24", "罐", "酒类", 箱=24),
    product(29, "ROLLS", "卷纸 10卷", "Toilet paper 10 rolls", "10卷*6", "提", "纸品", 箱=6),
)
EMPTIES = (product(90, "EMPTY", "啤酒空瓶 500ml", "Empty beer bottle 500ml", "回收", "个", "周转物"),)
USUAL = (1, 4, 6, 8, 10, 13, 17, 20, 22, 27)
CUSTOMERS = (
    Customer(1, "C1", "张记便利店", ("张记",), "zh", "case", USUAL, default_word="箱"),
    Customer(2, "C2", "宠乐店", (), "zh", "piece", USUAL, default_word="袋"),
)
ORDERS = (
    OpenOrder(
        50,
        "SO-50",
        1,
        NOW - timedelta(days=6),
        "done",
        lines=(OrderedLine(1, Decimal(10), "case"), OrderedLine(4, Decimal(5), "case")),
    ),
)
PROMOTIONS = (Promotion(12, Decimal(5), Decimal(1), "case"),)
SIGNS = {"ok": "", "ask": "?", "block": "!"}


def open_order(key, *lines):
    """Return an open order of the last hour; each line is (product, number of cases)."""
    held = tuple(OrderedLine(product, Decimal(number), "case") for product, number in lines)
    return OpenOrder(key, f"SO-{key}", 1, NOW - timedelta(hours=1), "draft", lines=held)


def said(text, customer=1, orders=ORDERS, follows=None, sold=PRODUCTS, customers=CUSTOMERS):
    """Return what a message means, one word a line: ?return:2箱SPRITE asks about two cases taken back."""
    codes = {p.key: p.code.removeprefix("X-") for p in sold}
    found = drafts(text, customer, orders, follows, sold, customers)
    return [_said(line, codes) for draft in found for line in draft.lines]


def drafts(text, customer=1, orders=ORDERS, follows=None, sold=PRODUCTS, customers=CUSTOMERS):
    """Return the drafts of a chat message."""
    knowledge = Knowledge(sold, customers, orders, promotions=PROMOTIONS)
    return read(Message("chat", text, (), NOW, customer, follows), knowledge).drafts


def _said(line, codes):
    action = "" if line.action == "add" else f"{line.action}:"
    number = "" if line.quantity is None else f"{line.quantity:f}".removesuffix(".0")
    unit = {"case": "箱", "inner": "盒", "piece": "个"}.get(line.unit, "")
    return f"{SIGNS[line.verdict]}{action}{number}{unit}{codes.get(line.product, '-')}"
