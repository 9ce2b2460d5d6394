"""Every service: each module in this folder may hold one Protocol, and is found by being here."""

import importlib
import pkgutil

from ..protocol import Protocol


def _classes() -> dict[str, type[Protocol]]:
    found: dict[str, type[Protocol]] = {}
    for module in pkgutil.iter_modules(__path__):
        for member in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            if isinstance(member, type) and issubclass(member, Protocol) and member.code:
                if found.setdefault(member.code, member) is not member:
                    raise ValueError(f"two protocols have the code {member.code!r}")
    return dict(sorted(found.items()))


PROTOCOLS = _classes()
