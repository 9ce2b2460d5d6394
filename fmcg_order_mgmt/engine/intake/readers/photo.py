"""Photographs and scans: their words by ``tesseract``, where that program is installed."""

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import lru_cache

from ..model import File

Ocr = Callable[[bytes], str]
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".bmp", ".tif", ".tiff")
MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
WANTED = ("chi_sim", "chi_tra", "eng", "fra", "deu", "spa", "por", "msa")
SECONDS = 20
# of a hundred: a figure that the program is less sure of carries a question mark from there on
SURE = 70
WIDEST = 10_000
HAN = re.compile(r"[\u3400-\u9fff]")


def is_picture(file: File) -> bool:
    """Return whether a file is a picture, by its content, its type or its name."""
    webp = file.data[:4] == b"RIFF" and file.data[8:12] == b"WEBP"
    told = file.mimetype.startswith("image/") or file.name.lower().endswith(PICTURES)
    return told or webp or file.data.startswith(MAGIC)


def words(data: bytes) -> str:
    """Return the words of a picture line by line, '' where the program is absent, fails or takes too long.

    A word with a digit that was hard to read is followed by a question mark, as a person would write it.
    """
    program = shutil.which("tesseract")
    if program is None or _too_large(data):
        return ""
    command = [program, "stdin", "stdout", "--psm", "6", *_languages(program), "tsv"]
    table = _run(command, data)
    return _lines(table.decode("utf-8", errors="replace"))


def _too_large(data: bytes) -> bool:
    """Whether a PNG says it is wider or higher than a photograph: it would fill the memory."""
    if not data.startswith(b"\x89PNG"):
        return False
    return any(int.from_bytes(data[at : at + 4], "big") > WIDEST for at in (16, 20))


def _run(command: list[str], data: bytes) -> bytes:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env=environment)
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout if done.returncode == 0 else b""


@lru_cache(maxsize=4)
def _languages(program: str) -> tuple[str, ...]:
    """The option that names the languages installed among those of our customers."""
    installed = _run([program, "--list-langs"], b"").decode("utf-8", errors="replace").split()
    found = [name for name in WANTED if name in installed]
    return ("-l", "+".join(found)) if found else ()


def _lines(table: str) -> str:
    """The words of the program's table in lines, as they stand on the picture."""
    lines: dict[tuple[str, ...], str] = {}
    before: list[str] = []
    for row in csv.reader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) < 12 or row[0] != "5" or not row[11].strip():
            continue
        line = tuple(row[1:5])
        gap = "" if line not in lines or _one_word(before, row) else " "
        lines[line] = lines.get(line, "") + gap + _word(row)
        before = row
    return "\n".join(lines.values())


def _word(row: list[str]) -> str:
    """A row's word; a figure that was hard to read carries a question mark."""
    word = row[11].strip()
    unsure = any(c.isdigit() for c in word) and float(row[10]) < SURE
    return word + ("?" if unsure else "")


def _one_word(left: list[str], right: list[str]) -> bool:
    """Whether two rows are characters of one Chinese word: the program sets each apart, however close."""
    if not (HAN.match(left[11].strip()[-1]) and HAN.match(right[11].strip()[0])):
        return False
    between = int(right[6]) - int(left[6]) - int(left[8])
    return between < int(right[9]) / 2
