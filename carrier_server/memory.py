"""Keeping parcels and what was registered from one run of the program to the next."""

import logging
import pickle
from pathlib import Path

from .depot import Depot

_logger = logging.getLogger(__name__)
FORM = 1


def save(depot: Depot, path: Path):
    """Write what a depot knows; faults, counts and webhooks are of the running program only."""
    registered = {code: each.registered() for code, each in depot.protocols.items()}
    # Written as one, so that a watch and a registration that share a record still do afterwards.
    data = pickle.dumps((FORM, depot.parcels.reached(), registered, depot.outbox.watches()))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)


def load(depot: Depot, path: Path) -> bool:
    """Take over what was written; return whether there was anything that could be read.

    The file is this program's own: whoever can change it can change the program.
    """
    try:
        form, reached, registered, watches = pickle.loads(path.read_bytes())
        if form != FORM:
            raise ValueError(f"form {form}")
    except FileNotFoundError:
        return False
    except Exception as error:
        _logger.warning("beginning anew, %s cannot be read: %s", path, error)
        return False
    depot.parcels.resume(reached)
    for code, each in registered.items():
        if code in depot.protocols:
            depot.protocols[code].resume(each)
    depot.outbox.resume(watches)
    return True
