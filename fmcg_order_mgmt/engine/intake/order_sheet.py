"""The words of the order sheet that customers fill in: they must be read back as they were meant."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """The texts of a sheet in one language; headings and labels are words that the readers know."""

    title: str
    customer: str
    date: str
    reference: str
    code: str
    barcode: str
    product: str
    spec: str
    unit: str
    quantity: str
    price: str
    hint: str
    unit_error: str
    quantity_error: str
    date_error: str


LABELS = {
    "en": Labels(
        title="Order sheet",
        customer="Customer",
        date="Delivery date",
        reference="Order number",
        code="Code",
        barcode="Barcode",
        product="Product",
        spec="Spec",
        unit="Unit",
        quantity="Quantity",
        price="Price",
        hint="Fill in how much you need of each product, in the unit that you choose, and send it back.",
        unit_error="Choose one of the units in the list.",
        quantity_error="Enter a number that is not negative.",
        date_error="Enter a day that is not over.",
    ),
    "zh": Labels(
        title="订货表",
        customer="客户",
        date="送货日期",
        reference="采购单号",
        code="商品编码",
        barcode="条码",
        product="商品名称",
        spec="规格",
        unit="单位",
        quantity="数量",
        price="单价",
        hint="请在“数量”一栏填写所需数量,可在“单位”一栏的下拉列表中更换单位,填好后把本文件发回即可。没有填写数量的商品不会订货。",
        unit_error="请从列表中选择单位。",
        quantity_error="请输入不小于零的数字。",
        date_error="请输入今天或以后的日期。",
    ),
}
# The plainest word first: one that is said of any product.
UNIT_WORDS = {
    "en": {"piece": "pcs unit", "inner": "pack inner", "case": "case carton", "pallet": "pallet"},
    "zh": {"piece": "个 只 瓶", "inner": "中包 提 组", "case": "箱 件", "pallet": "托 栈板"},
}


def labels(language: str) -> Labels:
    """Return the texts for a language code, English where there are none of its own."""
    return LABELS.get(language[:2], LABELS["en"])


def unit_word(kind: str, language: str, words: Mapping[str, str]) -> str | None:
    """Return the word to write for a kind of unit, None where the customer means others by all of them.

    :param words: unit words with the kinds that a reader takes them for, from this customer
    """
    own = UNIT_WORDS.get(language[:2], {}).get(kind, "")
    found = f"{own} {UNIT_WORDS['en'].get(kind, '')}".split()
    return next((word for word in found if words.get(word) == kind), None)
