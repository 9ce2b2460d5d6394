"""PDF files: their text layer, where the machine has a library for it, which Odoo brings."""

import importlib
import importlib.util
import time
from io import BytesIO

from .xml import Refused

LIBRARIES = ("pypdf", "PyPDF2")
MOST_PAGES = 20
MOST_WORDS = 50_000
SECONDS = 4


def is_print(data: bytes) -> bool:
    """Return whether bytes are a PDF file."""
    return b"%PDF" in data[:1024]


def words(data: bytes) -> str:
    """Return the text layer of a PDF, '' where there is none or no library reads it.

    :raises Refused: more pages than an order has
    """
    name = next((x for x in LIBRARIES if importlib.util.find_spec(x)), "")
    if not name:
        return ""
    try:
        pages = importlib.import_module(name).PdfReader(BytesIO(data)).pages
        if len(pages) > MOST_PAGES:
            raise Refused("file_pages", limit=MOST_PAGES)
        return _text(pages)
    except Refused:
        raise
    except Exception:  # the library raises whatever a damaged file leads it to
        return ""


def _text(pages) -> str:
    until, found, size = time.monotonic() + SECONDS, [], 0
    for page in pages:
        found.append(page.extract_text() or "")
        size += len(found[-1])
        if size > MOST_WORDS or time.monotonic() > until:
            return ""
    return "\n".join(found)
