"""The project's own checks; each returns how many things it looked at and what is wrong."""

import ast
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from .config import ADDON, GLUE, ROOT

Result = tuple[int, list[str]]

MAX_FILE = 399
MAX_FUNCTION = 50
CODE_SUFFIXES = (".py", ".js", ".xml")
DATA_FOLDERS = frozenset({"data", "demo", "i18n", "migrations", "lib"})
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "build", "dist"})
# The engine gets its data and its HTTP client passed in; the client itself is the one way out.
ENGINE_CLIENTS = frozenset({"tracking/http.py"})
ENGINE_FORBIDDEN = frozenset({"odoo", "psycopg2", "requests", "urllib3", "socket", "engine", ADDON})
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]")
PO_LINE = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+"(.*)"$')


GOLD = ROOT / "tests" / "gold"


def sources(*suffixes: str) -> Iterator[Path]:
    """Yield the project's files with these suffixes, in order, without hidden and built folders."""
    # Walked by hand: the hidden folder of ./dev holds a whole Odoo, which must not even be listed. The files
    # of a gold set are what customers sent, as they sent it.
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in SKIPPED_FOLDERS)
        for name in sorted(files):
            if (
                Path(name).suffix in suffixes
                and not name.startswith(".")
                and GOLD not in Path(folder).parents
            ):
                yield Path(folder, name)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _trees(paths) -> Iterator[tuple[Path, ast.Module]]:
    """Yield the files that parse; ruff is the one to report the others."""
    for path in paths:
        try:
            yield path, ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError:
            continue


def file_length() -> Result:
    """No code file of 400 lines or more; data, demo, translations and migrations may be long."""
    paths = [p for p in sources(*CODE_SUFFIXES) if not DATA_FOLDERS & set(p.relative_to(ROOT).parts)]
    sizes = [(path, len(path.read_text(encoding="utf-8").splitlines())) for path in paths]
    return len(paths), [f"{_name(p)}: {size} lines" for p, size in sizes if size > MAX_FILE]


def function_length() -> Result:
    """No Python function longer than 50 lines, its docstring included."""
    count, wrong = 0, []
    for path, tree in _trees(sources(".py")):
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                count += 1
                size = node.end_lineno - node.lineno + 1
                if size > MAX_FUNCTION:
                    wrong.append(f"{_name(path)}:{node.lineno}: {node.name} has {size} lines")
    return count, wrong


def engine_imports() -> Result:
    """The engine imports neither Odoo, a database nor the network, nor anything outside itself."""
    engine = ROOT / ADDON / "engine"
    paths = [
        path
        for path in sources(".py")
        if engine in path.parents and path.relative_to(engine).as_posix() not in ENGINE_CLIENTS
    ]
    wrong = []
    for path, tree in _trees(paths):
        depth = len(path.relative_to(engine).parts)
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)) and _leaves_engine(node, depth):
                wrong.append(f"{_name(path)}:{node.lineno}: {ast.unparse(node)}")
    return len(paths), wrong


def _leaves_engine(node: ast.Import | ast.ImportFrom, depth: int) -> bool:
    if isinstance(node, ast.ImportFrom) and node.level:
        return node.level > depth
    names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return any(
        name.split(".")[0] in ENGINE_FORBIDDEN or name in ("urllib.request", "http.client") for name in names
    )


def manifest_files() -> Result:
    """The manifests can be read, and each data and demo file that they name exists."""
    found = [_manifest_files(ROOT / name) for name in (ADDON, *GLUE)]
    return sum(count for count, _wrong in found), [fault for _count, wrong in found for fault in wrong]


def _manifest_files(folder: Path) -> Result:
    path = folder / "__manifest__.py"
    try:
        manifest = ast.literal_eval(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError) as error:
        return 0, [f"{_name(path)}: {error}"]
    names = [name for key in ("data", "demo") for name in manifest.get(key, ())]
    missing = [name for name in names if not (folder / name).is_file()]
    return len(names), [f"{_name(path)}: {name} does not exist" for name in missing]


def xml_wellformed() -> Result:
    """Each XML file parses."""
    paths, wrong = list(sources(".xml")), []
    for path in paths:
        try:
            ET.parse(path)
        except ET.ParseError as error:
            wrong.append(f"{_name(path)}: {error}")
    return len(paths), wrong


def translations() -> Result:
    """Each entry of each zh_CN.po is translated, not fuzzy, and keeps its placeholders."""
    found = [_translations(ROOT / name / "i18n" / "zh_CN.po") for name in (ADDON, *GLUE)]
    return sum(count for count, _wrong in found), [fault for _count, wrong in found for fault in wrong]


def _translations(path: Path) -> Result:
    if not path.is_file():
        return 0, [f"{_name(path)} does not exist"]
    count, wrong = 0, []
    for line, fuzzy, texts in po_entries(path.read_text(encoding="utf-8")):
        count += 1
        fault = _entry_fault(fuzzy, texts)
        if fault:
            wrong.append(f"{_name(path)}:{line}: {fault}: {texts['msgid'][:60]!r}")
    return count, wrong


def _entry_fault(fuzzy: bool, texts: dict[str, str]) -> str:
    if fuzzy:
        return "fuzzy"
    source = sorted(PLACEHOLDER.findall(texts["msgid"]))
    for key, text in texts.items():
        if key.startswith("msgstr") and not text.strip():
            return "not translated"
        if key.startswith("msgstr") and sorted(PLACEHOLDER.findall(text)) != source:
            return "other placeholders"
    return ""


def po_entries(text: str) -> Iterator[tuple[int, bool, dict[str, str]]]:
    """Yield (first line, fuzzy, texts by keyword) of each entry; header and obsolete ones left out."""
    first, fuzzy, texts, key = 0, False, {}, ""
    # The empty line at the end closes the last entry.
    for number, line in enumerate([*text.splitlines(), ""], 1):
        found = PO_LINE.match(line)
        if found:
            key = found[1]
            first = first or number
            texts[key] = found[2]
        elif line.startswith('"') and key:
            texts[key] += line[1:-1]
        elif line.startswith("#,"):
            fuzzy = "fuzzy" in line
        elif not line.strip():
            if texts.get("msgid"):
                yield first, fuzzy, texts
            first, fuzzy, texts, key = 0, False, {}, ""
