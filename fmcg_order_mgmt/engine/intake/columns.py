"""What the columns of an ordering table hold, by the words above them in two languages and a few more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import language
from .units import CODES

ROLES = {
    "code": "商品编码 商品代码 商品编号 编码 编号 代码 货号 产品编码 物料编码 物料号 料号 sku code "
    "item_no item_code item_# item_number article art.-nr. art.nr artikelnummer article_no "
    "product_code material ref",
    "barcode": "条码 条形码 商品条码 国际条码 69码 barcode ean upc gtin upc/ean ean/upc ean13 ean_code",
    "name": "商品名称 商品 品名 名称 产品 产品名称 货品 货品名称 品名规格 商品名称及规格 description product "
    "product_name name item item_name item_description libelle designation bezeichnung produit",
    "spec": "规格 型号 规格型号 spec pack size specification",
    "unit": "单位 计量单位 unit uom unite einheit u.o.m.",
    "quantity": "数量 订购数 订购数量 订货数 订货数量 订货量 采购数量 要货数 要货数量 要货量 需求数量 "
    "qty quantity order_qty ordered qty_ordered order_quantity qte quantite menge",
    "case": "箱数 件数 整箱 整箱数 订货箱数 订货件数 要货箱数 cases case ctn ctns cartons cs case_qty",
    "piece": "散数 散 散装数 零散数 零数 瓶数 支数 eaches each pcs pieces ea units loose",
    "pack": "件装数 箱规 装箱数 入数 箱入数 包装数 pack_size units_per_case case_pack per_case",
    "price": "单价 价格 含税单价 进价 price unit_price cost prix",
    "amount": "金额 小计 总价 ext amount total ext_price line_total montant",
    "free": "赠送 赠品 赠品数 搭赠 赠 free foc free_qty free_goods",
    "date": "送货日期 到货日期 要求到货 要求到货日期 交货日期 送达日期 配送日期 ship_date delivery_date "
    "required_date deliver_by need_by date_livraison",
    "note": "备注 说明 remark remarks note notes comment comments",
    "rank": "序号 行号 no. no # line line_no",
}
ROLE_OF = {word.replace("_", " "): role for role, words in ROLES.items() for word in words.split()}
ARTICLES = ("code", "barcode", "name")
QUANTITIES = ("quantity", "case", "piece")
UNIT_IN_HEADING = re.compile(r"^(?P<word>.+?)\s*[(\[/:]\s*(?P<unit>[^)\]/]+?)\s*[)\]]?$")
TOTAL = re.compile(r"^\W*(?:合\s*计|总\s*计|总数|共计|grand total|total|sum|totaux)\W*\d*$")
SUBTOTAL = re.compile(r"^\W*(?:小\s*计|sub-?total)")
ACCENTS = str.maketrans("éèêëàâîïôûùç", "eeeeaaiiouuc")


@dataclass
class Columns:
    """The columns of a table: ``at`` by role, ``amounts`` as (column, kind of unit or None)."""

    at: dict[str, int] = field(default_factory=dict)
    amounts: list[tuple[int, str | None]] = field(default_factory=list)
    others: list[tuple[int, str]] = field(default_factory=list)

    @property
    def named(self) -> bool:
        """Whether an article can be told from a row."""
        return any(role in self.at for role in ARTICLES)


def heading(cell: str) -> str:
    """Return a heading's words in one spelling."""
    return re.sub(r"\s+", " ", language.flat(cell)).strip(" *:\ufeff").translate(ACCENTS)


def columns(row: Sequence[str], words: dict[str, str]) -> Columns:
    """Return what a row says as a heading; ``words`` are the unit words with their kinds."""
    found = Columns()
    for at, cell in enumerate(row):
        text = heading(cell)
        role, kind = _role(text, words)
        if role in QUANTITIES:
            found.amounts.append((at, kind or (None if role == "quantity" else role)))
        elif role:
            found.at.setdefault(role, at)
        elif text:
            found.others.append((at, cell.strip()))
    return found


def _role(text: str, words: dict[str, str]) -> tuple[str | None, str | None]:
    """The role of a heading and its kind of unit; a quantity in brackets of an unknown unit is none."""
    corner = re.split(r"\s*\\\s*", text)[0]
    if corner in ROLE_OF:
        return ROLE_OF[corner], None
    m = UNIT_IN_HEADING.match(text)
    if m is None:
        return None, None
    role, kind = ROLE_OF.get(m["word"]), words.get(m["unit"]) or CODES.get(m["unit"].upper())
    if role in QUANTITIES:
        return (role, kind) if kind else (None, None)
    return role, None


def is_heading(found: Columns) -> bool:
    """Whether the columns are those of an ordering table: an article and a quantity, no two of one unit."""
    kinds = [kind for _at, kind in found.amounts]
    return (
        found.named
        and bool(kinds)
        and len(set(kinds)) == len(kinds)
        and (None not in kinds or len(kinds) == 1)
    )
