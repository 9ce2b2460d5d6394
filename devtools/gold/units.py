"""The names of units in a gold set's catalogue, and the kinds of pack that they stand for."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..config import ADDON, ROOT

WORDS = ROOT / ADDON / "data" / "unit_words.xml"
# Words for a pallet beside those of the addon: 板 is one only where a smaller unit is the case.
PALLET = re.compile(r"托|栈板|pallet|plt", re.I)


@lru_cache
def words() -> dict[str, str]:
    """Return the unit words that the addon brings, each with its kind."""
    records = ET.parse(WORDS).iter("record")
    fields = ({field.get("name"): field.text for field in record} for record in records)
    return {each["name"].lower(): each["kind"] for each in fields}


def kinds(base: str, units: Mapping[str, float]) -> dict[str, str]:
    """Return the kind of each unit of a product, its base unit ``base`` included.

    The addon's words come first; of the units they do not know the largest is the case, unless there is
    one already, and what is larger than a case is a pallet.
    """
    # A word for single things does not make a pack of several one.
    known = {name: words().get(name.lower()) for name in units if name != base}
    found = {name: kind for name, kind in known.items() if kind and kind != "piece"}
    found |= {name: "pallet" for name in known if name not in found and PALLET.search(name)}
    open_names = sorted((n for n in known if n not in found), key=lambda n: units[n], reverse=True)
    cases = [units[name] for name, kind in found.items() if kind == "case"]
    if open_names and not cases:
        found[open_names[0]] = "case"
    for name in open_names:
        found.setdefault(name, "pallet" if cases and units[name] > max(cases) else "inner")
    return {base: "piece", **{name: found[name] for name in sorted(found, key=lambda n: units[n])}}


def usual_kind(name: str, catalogue: Iterable[Mapping[str, str]]) -> str | None:
    """Return the kind that a unit's name has for most products; ``catalogue`` holds what ``kinds`` gave."""
    if not name:
        return None
    counts = Counter(found[name] for found in catalogue if name in found)
    return counts.most_common(1)[0][0] if counts else words().get(name.lower(), "case")
