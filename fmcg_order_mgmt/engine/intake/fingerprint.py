"""What makes two messages the same: their words, whatever their white space and width."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable


def fingerprint(words: str, digests: Iterable[str] = ()) -> str:
    """Return a digest of the words and of the files of a message, '' when it has neither.

    ``digests`` are those of the files; their order does not matter. Forms of one character, such as full
    width, and white space do not tell messages apart.
    """
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
    parts = [flat, *sorted(digests)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest() if any(parts) else ""
