"""Every tracking service: each module in this folder may hold one Provider, and is found by being here."""

import importlib
import pkgutil

from ..provider import Provider


def collect(classes: list[type[Provider]]) -> dict[str, Provider]:
    """Return one instance of each class by its code; ValueError for a code used twice."""
    found: dict[str, Provider] = {}
    for each in sorted(classes, key=lambda provider: provider.code):
        if each.code in found:
            raise ValueError(f"two tracking providers have the code {each.code!r}")
        found[each.code] = each()
    return found


def _classes() -> list[type[Provider]]:
    modules = [
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    ]
    members = [member for module in modules for member in vars(module).values()]
    return list(
        {each for each in members if isinstance(each, type) and issubclass(each, Provider) and each.code}
    )


PROVIDERS = collect(_classes())
