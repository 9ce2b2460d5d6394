"""Unit words to kinds (piece, inner, case, pallet), and quantities to base units."""

from collections.abc import Mapping
from decimal import Decimal

from .model import Product

FALLBACK = {
    **dict.fromkeys(
        "箱 件 整箱 大件 相 ctn ctns cs case cases cse carton cartons cx box boxes".split(), "case"
    ),
    **dict.fromkeys("提 条 排 组 封 pack packs pk inner shrink".split(), "inner"),
    **dict.fromkeys(
        "瓶 罐 听 支 个 包 袋 盒 桶 只 杯 根 pcs pc ea btl btls bottle bottles tin tins can cans unit units "
        "piece pieces each 散".split(),
        "piece",
    ),
    **dict.fromkeys("托 栈板 pallet pallets plt".split(), "pallet"),
}
DOZEN = {"打", "dz", "doz", "dozen", "dozens"}
UNCLEAR = {"车", "板", "tray", "trays"}
CONTAINERS = {
    **dict.fromkeys("罐 听 can cans tin tins".split(), "can"),
    **dict.fromkeys("瓶 btl btls bottle bottles pet".split(), "bottle"),
    **dict.fromkeys("袋 包 bag bags".split(), "bag"),
    **dict.fromkeys("桶 杯 cup cups".split(), "cup"),
    "盒": "box",
}
CODES = {
    **dict.fromkeys("CT XCT CS XCS CAR BX XBX".split(), "case"),
    **dict.fromkeys("PCE C62 EA H87 XPP PP NAR BO XBO CA XCA XCU".split(), "piece"),
    **dict.fromkeys("PK XPK PA XPA".split(), "inner"),
    **dict.fromkeys("PF XPF PX XPX".split(), "pallet"),
    **dict.fromkeys("DZN DZ".split(), "dozen"),
}


def words(extra: Mapping[str, str]) -> dict[str, str]:
    """Return all unit words with their kinds; a company's own words win over the built-in ones."""
    return {
        **FALLBACK,
        **dict.fromkeys(DOZEN, "dozen"),
        **dict.fromkeys(UNCLEAR, "unclear"),
        **{w.lower(): kind for w, kind in extra.items()},
    }


def of_code(code: str) -> str | None:
    """Return the kind of a UN/ECE recommendation 20 or 21 unit code, 'dozen' for DZN, None where unknown."""
    return CODES.get(code.strip().upper())


def kind_for(product: Product, word: str, kind: str) -> str:
    """Return the kind that a word means for this product: a box of chips is a case, of milk a piece."""
    spec = product.spec.lower()
    parts = spec.split("*")
    if word and len(parts) > 1 and word in parts[0] and word not in parts[-1] and "inner" in product.units:
        return "inner"
    if word == "条" and len(parts) > 1 and word in parts[-1]:
        return "piece"
    if word in ("盒", "袋", "桶") and kind == "piece" and "inner" in product.units and len(parts) > 2:
        return "inner"
    return kind


def base(product: Product, quantity: Decimal, kind: str) -> Decimal | None:
    """Return the quantity in base units, None where the product is not sold by that kind."""
    if kind not in product.units:
        return None
    return quantity * Decimal(product.units[kind][1])
