"""Marks of finished steps, so that nothing is done twice and a broken step is done again."""

import hashlib
import json
from pathlib import Path

from .config import PATHS


def key_of(*parts: object) -> str:
    """Return a short fingerprint of what a step depends on (texts, numbers or files)."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) and part.is_file() else repr(part).encode()
        digest.update(data)
    return digest.hexdigest()[:16]


def tree_key(folder: Path, skip: tuple[str, ...] = ()) -> str:
    """Return a fingerprint of all files below ``folder``, those under the ``skip`` paths left out."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and not name.startswith(skip):
            digest.update(name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def done(step: str, key: str) -> bool:
    """Tell whether ``step`` was finished with this very key."""
    return read(step).get("key") == key


def read(step: str) -> dict:
    """Return what was kept with the mark; empty when there is none or it is damaged."""
    try:
        facts = json.loads((PATHS.stamps / step).read_text())
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def mark(step: str, key: str, **facts) -> None:
    """Write the mark, whole or not at all."""
    PATHS.stamps.mkdir(parents=True, exist_ok=True)
    part = PATHS.stamps / f".{step}"
    part.write_text(json.dumps({"key": key, **facts}))
    part.replace(PATHS.stamps / step)


def clear(step: str) -> None:
    (PATHS.stamps / step).unlink(missing_ok=True)
