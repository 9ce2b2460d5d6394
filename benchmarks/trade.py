"""A distributor's catalogue, customers and messages, made up from parts: the same ones on every run."""

import itertools
import random
from dataclasses import dataclass

SEED = 19
BRANDS = (
    ("春泉", "Chunquan"), ("金禾", "Jinhe"), ("海鸥", "Seagull"), ("佳佳", "Jiajia"),
    ("绿野", "Greenfield"),
    ("山里人", "Hillman"), ("乐百家", "Lebai"), ("北冰洋", "Arctic"), ("麦香", "Maixiang"),
    ("红枫", "Maple"),
    ("天府", "Tianfu"), ("老街", "Oldstreet"), ("晨光", "Morninglight"), ("百味", "Baiwei"),
    ("蓝湖", "Bluelake"),
    ("福满", "Fuman"), ("大漠", "Damo"), ("江南", "Jiangnan"), ("星河", "Galaxy"),
    ("禾田", "Ricefield"),
    ("东山", "Eastmount"), ("悦动", "Joymove"), ("古井", "Oldwell"), ("三叶", "Clover"),
    ("云岭", "Cloudridge"),
)  # fmt: skip
FAMILIES = (
    ("果汁", "juice"), ("气泡水", "sparkling water"), ("奶茶", "milk tea"), ("酸奶", "yogurt"),
    ("薯片", "chips"), ("饼干", "biscuit"), ("方便面", "noodles"), ("洗衣液", "detergent"),
    ("洗发水", "shampoo"), ("果冻", "jelly"), ("瓜子", "seeds"), ("糖果", "candy"),
)  # fmt: skip
FLAVOURS = (
    ("橙味", "orange"), ("柠檬", "lemon"), ("草莓", "strawberry"), ("葡萄", "grape"), ("原味", "plain"),
    ("海盐", "sea salt"), ("蜜桃", "peach"), ("香辣", "spicy"), ("薄荷", "mint"), ("青瓜", "cucumber"),
)  # fmt: skip
SIZES = (("100g", 40), ("250g", 24), ("330ml", 24), ("500ml", 15), ("1L", 12))
TOWNS = ("河东", "南湖", "西关", "北站", "新桥", "石门", "柳林", "平安", "光明", "长兴")
OWNERS = ("张记", "李家", "王姐", "老陈", "小周", "吴大", "郑氏", "孙记", "阿黄", "赵四")
KINDS = ("便利店", "超市", "小卖部", "批发部", "餐厅")


@dataclass(frozen=True)
class Article:
    """A product of the catalogue: a case holds ``case`` pieces, an inner pack half as many at most."""

    code: str
    name_zh: str
    name_en: str
    spec: str
    barcode: str
    case: int


@dataclass(frozen=True)
class Shop:
    """A customer of the catalogue's trade."""

    code: str
    name: str
    number: str


def catalogue(count: int) -> list[Article]:
    """Return ``count`` products, up to 15,000; a smaller catalogue is the beginning of a larger one."""
    kinds = list(itertools.product(BRANDS, FAMILIES, FLAVOURS, SIZES))
    random.Random(SEED).shuffle(kinds)
    return [_article(number, *parts) for number, parts in enumerate(kinds[:count], 1)]


def _article(number: int, brand, family, flavour, size) -> Article:
    return Article(
        code=f"P{number:05d}",
        name_zh=f"{brand[0]}{flavour[0]}{family[0]} {size[0]}",
        name_en=f"{brand[1]} {flavour[1]} {family[1]} {size[0]}",
        spec=f"{size[0]}*{size[1]}",
        barcode=_gtin(f"29{number:010d}"),
        case=size[1],
    )


def shops(count: int) -> list[Shop]:
    """Return ``count`` customers, each with a name of its own and a location number."""
    rounds = range(count // (len(TOWNS) * len(OWNERS) * len(KINDS)) + 1)
    names = itertools.product(rounds, TOWNS, OWNERS, KINDS)
    return [
        Shop(f"C{number:05d}", f"{town}{owner}{turn or ''}{kind}", _gtin(f"28{number:010d}"))
        for number, (turn, town, owner, kind) in enumerate(itertools.islice(names, count), 1)
    ]


def _gtin(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def message(articles: list[Article], lines: int, seed: int) -> str:
    """Return the words of an order for some of the articles, in both languages."""
    chance = random.Random(seed)
    chosen = chance.sample(articles, lines)
    return "\n".join(_line(article, chance) for article in chosen)


def _line(article: Article, chance: random.Random) -> str:
    amount = chance.randint(1, 30)
    if chance.random() < 0.7:
        return f"{article.name_zh} {amount}箱"
    return f"{amount} ctn {article.name_en}"
