"""Files of a message, read by what they hold rather than by what they are called."""

from dataclasses import replace

from .model import Draft, File, Line, Message, Question, Reading
from .readers import csv_rows, mail_file, photo, print_file
from .readers.xml import Refused

DEEPEST = 3
# files of these forms that turn out to be words are damaged: without an order in them they are told
FORMS = (".xml", ".edi", ".json", ".pdf", ".ods", ".xlsx", ".xls", ".doc", ".docx")
WORDS = (".txt", ".text", ".htm", ".html", ".md", ".log")


def opened(file: File, message: Message, ocr: photo.Ocr, picture: bool) -> Message | None:
    """Return a file of words as a message of its own, None where it holds none or cannot be read here.

    ``picture`` says whether a picture is worth reading: a logo beside an order is not.

    :raises Refused: larger than an order is
    """
    if mail_file.is_mail(file):
        return mail_file.opened(file, message)
    if print_file.is_print(file.data):
        return _worded(print_file.words(file.data), message)
    if photo.is_picture(file):
        said = _worded(ocr(file.data), message) if picture else None
        return said and replace(said, channel="photo")
    if csv_rows.is_text(file.data) or file.name.lower().endswith(WORDS) or file.mimetype.startswith("text/"):
        return _worded(next(csv_rows.decodings(file.data), ""), message)
    return None


def _worded(words: str, message: Message) -> Message | None:
    return replace(message, text=words, files=()) if words.strip() else None


def named(reading: Reading, file: File) -> Reading:
    """Return the reading of a file's words as the file's: what it says stands there, not in the message."""
    doubt = Question("file_print", {"name": file.name}) if print_file.is_print(file.data) else None
    return replace(reading, drafts=tuple(_named(draft, file.name, doubt) for draft in reading.drafts))


def _named(draft: Draft, name: str, doubt: Question | None) -> Draft:
    lines = tuple(_line(line, name, doubt) for line in draft.lines)
    return replace(draft, question=draft.question or doubt, lines=lines)


def _line(line: Line, name: str, doubt: Question | None) -> Line:
    if doubt and line.verdict == "ok":
        line = replace(line, verdict="ask", question=doubt)
    return line if line.source_name else replace(line, span=None, source_name=name)


def unread(file: File, code: str, **values: object) -> Reading:
    """Return the reading of a file that says nothing, with the reason."""
    return Reading("none", (), Question(code, {"name": file.name, **values}))


def refused(file: File, error: Refused) -> Reading:
    """Return the reading of a file that is not read, with the reason."""
    return unread(file, error.code, **error.values)
