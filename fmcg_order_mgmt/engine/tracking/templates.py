"""Texts and JSON with places in braces, such as ``{number}``, that are filled in for each parcel."""

import re
from collections.abc import Callable, Mapping
from typing import Any

# Not str.format, in which a text could reach into the values' attributes.
PLACE = re.compile(r"\{([a-z_]+)\}")


def filled(template: Any, values: Mapping[str, str], quote: Callable[[str], str] = str) -> Any:
    """Return a text, or JSON of texts, with each known place filled by its quoted value."""
    if isinstance(template, str):
        return PLACE.sub(lambda found: _value(found, values, quote), template)
    if isinstance(template, dict):
        return {name: filled(value, values, quote) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(value, values, quote) for value in template]
    return template


def places(template: Any) -> set[str]:
    """Return the names of all places in a text, or in JSON of texts."""
    if isinstance(template, str):
        return set(PLACE.findall(template))
    inner = template.values() if isinstance(template, dict) else template
    return set().union(*map(places, inner)) if isinstance(template, (dict, list)) else set()


def _value(found: re.Match, values: Mapping[str, str], quote: Callable[[str], str]) -> str:
    return quote(values[found[1]]) if found[1] in values else found[0]
