"""What the columns of an ordering table hold, by the words above them in the trade's languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from . import language
from .units import CODES
from .vocabulary import part, vocabulary

# what a heading may be by its parts, where it is no word of the lists: the first that fits
COMPOSED_ROLES = ("pack", "free", "date", "case", "piece", "price", "quantity", "barcode", "code", "name")
COMPOSED = re.compile("|".join(f"(?P<{role}>{part(f'heading_{role}')})" for role in COMPOSED_ROLES))
# a quantity only where no other column is one: it may be the number of an order
WEAK = re.compile(part("heading_weak"))
# a code or a name
EITHER = re.compile(part("heading_either"))
LONGEST = 80
ARTICLES = ("code", "barcode", "name")
QUANTITIES = ("quantity", "case", "piece", "inner", "pallet")
UNIT_IN_HEADING = re.compile(r"^(?P<word>.+?)\s*[(\[/:]\s*(?P<unit>[^)\]/]+?)\s*[)\]]?$")
ASKED_FOR = re.compile(part("asked_for"))
SCRIPTS = re.compile(
    r"(?<=[\u4e00-\u9fff])\s*[/|\\·-]?\s*(?=[a-z])|(?<=[a-z.])\s*[/|\\·-]?\s*(?=[\u4e00-\u9fff])|\n"
)
TOTAL = re.compile(rf"^\W*{part('total')}(?![a-z])[\W\d]*(?:[^\W\d]{{1,12}}\W*){{0,2}}[\W\d]*$")
SUBTOTAL = re.compile(rf"^\W*{part('subtotal')}")
ACCENTS = str.maketrans("éèêëàâîïôöûùüçáíóúñãõä", "eeeeaaiioouuucaiounaoa")
HANT = str.maketrans(
    "條碼號編稱規單價數貨購採訂進產額計總贈達時間備註說門鋪戶體積類別庫圖狀態稅應餘實發報項級裝團聯",
    "条码号编称规单价数货购采订进产额计总赠达时间备注说门铺户体积类别库图状态税应余实发报项级装团联",
)
ROLE_OF = {word.translate(ACCENTS): role for word, role in vocabulary().columns.items()}


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
    return _spelled(cell[:LONGEST])


@lru_cache(maxsize=4096)
def _spelled(cell: str) -> str:
    # a sheet's cells are looked at as headings of one row, of two, and as a day's or a shop's
    text = language.flat(cell).translate(ACCENTS).translate(HANT)
    return re.sub(r"[^\S\n]+", " ", ASKED_FOR.sub("", text)).strip(" *:\ufeff\n'\"")


def columns(row: Sequence[str], words: Mapping[str, str]) -> Columns:
    """Return what a row says as a heading; ``words`` are the unit words with their kinds."""
    found = Columns()
    for at, cell in enumerate(row):
        text = heading(cell)
        role, kind = _role(text, words)
        if role in QUANTITIES:
            found.amounts.append((at, kind or (None if role == "quantity" else role)))
        elif role == "code" and "name" not in found.at and _either(row[found.at.get(role, at)]):
            # beside a code an article is its name
            found.at.update({"name": found.at[role], role: at} if role in found.at else {role: at})
        elif role:
            found.at.setdefault(role, at)
        elif text:
            found.others.append((at, cell.strip()))
    weak = next((at for at, cell in found.others if WEAK.fullmatch(heading(cell))), None)
    if weak is not None and not found.amounts:
        found.amounts.append((weak, None))
        found.others = [other for other in found.others if other[0] != weak]
    return found


def _either(cell: str) -> bool:
    """Whether a heading may stand above the code of an article or its name."""
    return EITHER.fullmatch(heading(cell)) is not None


def _role(text: str, words: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The role of a heading and its kind of unit; a quantity in brackets of an unknown unit is none."""
    text = text if text in ROLE_OF else re.sub(r"\.(?=\s|$)", "", text)  # art. no
    corner = re.split(r"\s*\\\s*", text)[0]
    if corner in ROLE_OF:
        return ROLE_OF[corner], None
    if words.get(text) in QUANTITIES:
        return words[text], words[text]
    m = UNIT_IN_HEADING.match(text)
    if m:
        role, kind = _known(m["word"]), words.get(m["unit"]) or CODES.get(m["unit"].upper())
        if kind and (role in QUANTITIES or WEAK.fullmatch(m["word"])):
            return role or "quantity", kind
        if role and (role not in QUANTITIES or ROLE_OF.get(m["unit"]) in QUANTITIES):
            return role, None
    role = _known(text)
    return (role, None) if role else _bilingual(text, words)


def _known(text: str) -> str | None:
    """The role of a heading by the lists, or else by its parts."""
    if text in ROLE_OF:
        return ROLE_OF[text]
    composed = COMPOSED.fullmatch(text)
    return composed.lastgroup if composed else None


def _bilingual(text: str, words: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The role of a heading in two languages, or of two rows: all of its parts must agree."""
    parts = [part.strip(" ()[]/|.:") for part in SCRIPTS.split(text)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return None, None
    kinds = {words[part] for part in parts if words.get(part) in QUANTITIES}
    roles = [ROLE_OF.get(part) for part in parts if words.get(part) not in QUANTITIES]
    known = {role for role in roles if role}
    if None in roles or len(kinds) > 1 or len(known) > 1:
        return None, None
    role = known.pop() if known else "quantity"
    return role, next(iter(kinds), None)


def is_heading(found: Columns) -> bool:
    """Whether the columns are those of an ordering table: an article and a quantity, no two of one unit."""
    kinds = [kind for _at, kind in found.amounts]
    return found.named and "veto" not in found.at and bool(kinds) and len(set(kinds)) == len(kinds)
