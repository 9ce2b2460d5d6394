"""Unit words to kinds (piece, inner, case, pallet), and quantities to base units of a product."""

from collections.abc import Mapping
from decimal import Decimal

from .model import OrderedLine, Product
from .vocabulary import vocabulary

DOZEN = Decimal(12)
# pieces of anything: they contradict no product
ANY = {
    "个",
    "只",
    "散",
    "pcs",
    "pc",
    "pce",
    "ea",
    "unit",
    "units",
    "piece",
    "pieces",
    "nos",
    "single",
    "singles",
    "loose",
    "份",
    "件",
    "stück",
    "stueck",
    "stk",
    "unidad",
    "unidades",
    "pieza",
    "piezas",
    "pezzo",
    "pezzi",
    "biji",
    "keping",
    "buah",
}
BASKET = "筐"
ANY_INNER = {
    "pack",
    "packs",
    "pk",
    "inner",
    "inners",
    "shrink",
    "shrinks",
    "中包",
    "bundle",
    "bundles",
    "multipack",
    "multipacks",
}
CODES = {
    **dict.fromkeys("CT XCT CS XCS CAR BX XBX".split(), "case"),
    # UN and UND are no such codes, but what sheets in Portuguese and Spanish write for a piece
    **dict.fromkeys("PCE C62 EA H87 XPP PP NAR BO XBO CA XCA XCU UN UND".split(), "piece"),
    **dict.fromkeys("PK XPK PA XPA".split(), "inner"),
    **dict.fromkeys("PF XPF PX XPX".split(), "pallet"),
    **dict.fromkeys("DZN DZ".split(), "dozen"),
}


def words(extra: Mapping[str, str], own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return all unit words with their kinds.

    :param extra: a company's words, which win over the built-in ones
    :param own: one customer's words, which win over both
    """
    held = {**vocabulary().units, **{w.lower(): kind for w, kind in extra.items()}}
    return {**held, **{w.lower(): kind for w, kind in (own or {}).items()}}


def of_code(code: str) -> str | None:
    """Return the kind of a UN/ECE recommendation 20 or 21 unit code, 'dozen' for DZN, None where unknown."""
    return CODES.get(code.strip().upper())


def unit_for(product: Product, word: str, kind: str) -> tuple[str, object, Decimal] | None:
    """Return (kind, unit key, base units) that a written unit means for a product, None where it is unclear.

    The product's own names of its units come first: a 盒 of gum holds twenty, a 盒 of milk is the piece.
    """
    for name in (word, *vocabulary().same_units.get(word, ())) if word else ():
        if name in product.named:
            return product.named[name]
    if kind == "dozen":
        piece = product.units.get("piece")
        return ("piece", piece[0], DOZEN * piece[1]) if piece else None
    if word and product.named and not _agrees(product, word, kind):
        kind = "piece" if kind == "inner" and _same_container(product, word, "piece") else "unclear"
    held = product.units.get(kind)
    return (kind, *held) if held else None


def _agrees(product: Product, word: str, kind: str) -> bool:
    """Whether a word can name this kind of the product's units: 瓶 is no can, a 提 is no 条."""
    if word == BASKET or BASKET in vocabulary().same_units.get(word, ()):
        # named by some products, and no other word for a case but that of bottles
        return word.isascii() and _same_container(product, "bottle", "piece")
    if kind == "case" and word in vocabulary().units:
        # a product that is packed in boxes alone is not sold by the case
        names = [name for name, held in product.named.items() if held[0] == "case"]
        if names and all(vocabulary().units.get(name, "case") == "piece" for name in names):
            return False
    if kind in ("case", "pallet"):
        return not _same_container(product, word, "inner")
    if word in (ANY if kind == "piece" else ANY_INNER):
        return kind != "inner" or "inner" in product.units
    if word.isascii() and word not in vocabulary().same_units and kind in product.units:
        return True  # nothing is known that it would contradict
    names = [name for name, held in product.named.items() if held[0] == kind]
    known = [name for name in names if name in vocabulary().units and name not in ANY]
    return (kind in product.units and not known) or _same_container(product, word, kind)


def _same_container(product: Product, word: str, kind: str) -> bool:
    containers = vocabulary().containers
    held = {containers.get(name) for name, (its, *_rest) in product.named.items() if its == kind}
    return word in containers and containers[word] in held


def base(product: Product, quantity: Decimal, kind: str) -> Decimal | None:
    """Return the quantity in base units, None where the product is not sold by that kind."""
    if kind not in product.units:
        return None
    return quantity * Decimal(product.units[kind][1])


def ordered(product: Product, line: OrderedLine) -> Decimal | None:
    """Return the base units of an order's line, None where the product is not sold by its unit."""
    return base(product, line.quantity, line.unit) if line.base is None else line.base


def again(product: Product, line: OrderedLine) -> tuple[Decimal, str, str]:
    """Return an order's line as it is said again: (quantity, own word of the unit, kind).

    It is in pieces where the product has no such unit, or no longer one of that size.
    """
    word = next((word for word, held in product.named.items() if held[1] == line.uom), "")
    size = unit_for(product, word, line.unit)
    if line.base is None or size and line.quantity * size[2] == line.base:
        return line.quantity, word, line.unit
    return line.base, "", "piece"
