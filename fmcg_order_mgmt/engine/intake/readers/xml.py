"""A small, safe reading of XML: no document type, no entities, limits on depth and number of elements."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

DEEPEST = 60
MOST = 80_000
BLANK = re.compile(r"\s+")


class Refused(Exception):
    """The XML is not read; ``code`` and ``values`` make a question of ``questions.TEXTS``."""

    def __init__(self, code: str, **values: object):
        super().__init__(code)
        self.code, self.values = code, values


@dataclass
class Node:
    """An element: namespace, local name, attributes, text, and where it stands in the file's text."""

    space: str
    name: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    text: str = ""
    span: tuple[int, int] = (0, 0)

    def all(self, path: str) -> list["Node"]:
        """Return the elements under a path of local names split by /."""
        found = [self]
        for name in path.split("/"):
            found = [child for node in found for child in node.children if child.name == name]
        return found

    def get(self, path: str) -> str:
        """Return the text of the first element under a path, '' where there is none."""
        return next((BLANK.sub(" ", n.text).strip() for n in self.all(path)), "")

    def values(self, *paths: str) -> tuple[str, ...]:
        """Return the texts of all elements under the paths that have any."""
        texts = (BLANK.sub(" ", n.text).strip() for path in paths for n in self.all(path))
        return tuple(filter(None, texts))


def decoded(data: bytes) -> str:
    """Return the text of XML bytes by byte order mark or declaration, UTF-8 where neither speaks."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        declared = re.match(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding=["']([\w.-]{1,40})""", data)
        encoding = declared[1].decode() if declared else "utf-8"
    if encoding.lower().replace("-", "") == "utf8":
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise Refused("file_encoding", encoding=encoding) from error


def parse(text: str) -> Node:
    """Return the root element of an XML text.

    :raises Refused: not well-formed, with a document type, too deep or too large
    """
    return _Builder(text).root()


class _Builder:
    """Collects the elements of one parse."""

    def __init__(self, text: str):
        self.bytes = text.encode("utf-8", errors="replace")
        self.open = [Node("", "", {})]
        self.count, self.chars, self.at = 0, 0, 0
        self.parser = expat.ParserCreate("utf-8", namespace_separator="\n")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def root(self) -> Node:
        try:
            self.parser.Parse(self.bytes, True)
        except expat.ExpatError as error:
            raise Refused("file_damaged", line=error.lineno) from error
        return self.open[0].children[0]

    def _refuse(self, *_args) -> None:
        raise Refused("file_unsafe")

    def _place(self) -> int:
        """The offset in characters of where the parser is; it only moves forward."""
        at = self.parser.CurrentByteIndex
        self.chars += len(self.bytes[self.at : at].decode("utf-8", errors="replace"))
        self.at = at
        return self.chars

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST or len(self.open) > DEEPEST:
            raise Refused("file_too_deep")
        space, _sep, name = tag.rpartition("\n")
        node = Node(space, name, {k.rpartition("\n")[2]: v for k, v in attributes.items()})
        node.span = (self._place(), 0)
        self.open[-1].children.append(node)
        self.open.append(node)

    def _end(self, _tag: str) -> None:
        node = self.open.pop()
        node.span = (node.span[0], self._place())

    def _text(self, data: str) -> None:
        self.open[-1].text += data
