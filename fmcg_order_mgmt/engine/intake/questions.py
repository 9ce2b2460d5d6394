"""The engine's questions and remarks as English templates; the caller translates them by code."""

from collections.abc import Callable

from .model import Question

TEXTS = {
    "which_product": "%(words)s: which product is meant?",
    "unknown_product": "%(words)s is not a known product.",
    "product_guess": "%(words)s: is this %(guess)s?",
    "product_conflict": "%(words)s: code and barcode name different products.",
    "which_unit": "%(words)s: %(quantity)s of which unit?",
    "unit_not_sold": "%(product)s is not sold by the unit that was written (%(words)s).",
    "no_quantity": "%(words)s: how many?",
    "vague_quantity": "%(words)s: how many exactly?",
    "bad_quantity": "%(words)s: this quantity cannot be ordered.",
    "also_returned": "%(words)s: is this ordered, or taken back as well?",
    "damaged_goods": "%(words)s was reported as damaged. Is it to be taken back?",
    "conditional": "%(words)s is ordered on a condition. Deliver it?",
    "as_before": "%(words)s as before: is it %(quantity)s again?",
    "half_unit": "%(words)s: a part of a pack cannot be delivered. How many?",
    "outlier": "%(words)s: this is far more than usual. Is it right?",
    "duplicate_product": "%(words)s is named more than once: %(quantities)s. In all, or only one of them?",
    "duplicate_order": "Order %(ref)s already holds this. Is this a new order?",
    "duplicate_message": "Message %(ref)s of the same customer already says this. Is it meant twice?",
    "pack_conflict": "%(words)s: the file counts %(claimed)s in one pack, the product has %(known)s.",
    "total_conflict": "The lines add up to %(found)s, the document says %(claimed)s.",
    "parts_missing": "The file says that it holds %(claimed)s parts, it holds %(found)s. Ask for it again.",
    "ends_differently": "The file begins as %(opened)s and ends as %(closed)s: parts are missing. Ask for "
    "it again.",
    "cut_off": "The electronic order is not whole: it breaks off, or goes on after its end. Ask for it "
    "again.",
    "free_claim": "%(words)s: free goods were claimed. Do they apply?",
    "picking": "Order %(ref)s is being picked. Can this still be changed?",
    "shipped": "Order %(ref)s has left already and cannot be changed.",
    "not_in_order": "%(words)s: order %(ref)s does not hold that much of it. What is to be taken away?",
    "warehouse_asked": "The warehouse was asked whether order %(ref)s can still be changed.",
    "order_cancelled": "Order %(ref)s was cancelled. Is this a new order?",
    "order_changed": "Order %(ref)s has changed since this was read. Change it all the same?",
    "target_waits": "Message %(ref)s is to be changed, but is no order yet. Settle that one first.",
    "not_changed": "Order %(ref)s could not be changed: %(reason)s",
    "which_order": "Which order is meant?",
    "which_customer": "Which customer is this order for?",
    "no_last_order": "There is no earlier order to repeat. What should be delivered?",
    "which_date": "%(words)s: which date is meant?",
    "past_date": "%(words)s is in the past. Which date is meant?",
    "unreadable": "%(words)s could not be read.",
    "document_type": "The document is an order of type %(type)s. Deliver it like any other?",
    "document_function": "The document is marked with function %(function)s. Is it a new order?",
    "file_too_large": "%(name)s is larger than %(limit)s MB. Ask for a smaller one, or key it by hand.",
    "file_too_long": "%(name)s has more than %(limit)s lines. Ask for it in parts.",
    "file_kind": "%(name)s: this kind of file cannot be read yet. It is kept beside the order for keying.",
    "file_picture": "%(name)s is a picture and cannot be read yet. It is kept beside the order for keying.",
    "file_no_order": "%(name)s is no order (%(document)s).",
    "file_xml": "%(name)s is an XML file of a kind that cannot be read (%(document)s).",
    "file_encoding": "%(name)s is not written in the encoding that it names (%(encoding)s).",
    "file_damaged": "%(name)s is damaged from line %(line)s on. Ask for it again.",
    "file_unsafe": "%(name)s declares entities of its own. For safety it is not read; ask for one without.",
    "file_too_deep": "%(name)s is nested too deeply or has too many elements. Ask for it in parts.",
    "file_damaged_book": "%(name)s is not a sound workbook. Save it again as XLSX or CSV.",
    "file_old_book": "%(name)s is in the old XLS format. Ask for it as XLSX or CSV.",
    "file_unpacks": "%(name)s unpacks to far more than an order needs. For safety it is not read.",
    "sheet_no_heading": "%(name)s: no heading names an article and one quantity (%(words)s). Key it by hand.",
    "sheet_no_lines": "%(name)s holds no row with a quantity (%(words)s).",
    "which_shop": "%(words)s: which customer is this?",
    "body_and_file": "%(words)s stands in the message beside the file. Does it come on top?",
    "file_no_json": "%(name)s is no sound JSON. Ask for it again.",
    "by_hand": "%(words)s: this is no order line. Book it by hand, then leave it out here.",
    "as_usual": "As in order %(ref)s, with what is said here. Is this right?",
    "not_understood": "%(words)s: amounts, but no order was understood. Read it and key it.",
    "row_conflict": "%(words)s: cases and pieces come to %(known)s, the quantity beside them says "
    "%(claimed)s.",
    "row_note": "%(words)s: the note beside it says %(note)s. Order it as it stands?",
    "hidden_row": "%(words)s stands in a hidden row of the sheet. Is it ordered?",
    "table_no_heading": "A table in the message names no article with one quantity (%(words)s). Read it "
    "and key it.",
    "goods_back": "%(words)s: the message speaks of goods that go back. Is this ordered?",
    "no_order_perhaps": "%(words)s: this reads like no order, though goods are named. "
    "Look whether it is one.",
    "text_too_long": "The message is longer than %(limit)s characters. Only its beginning was read.",
    "too_many_files": "The message holds more than %(limit)s files. Only the first ones were read.",
    "file_mail_deep": "%(name)s is a message inside a message inside others. Open it and forward what it "
    "orders.",
    "file_pages": "%(name)s has more than %(limit)s pages. Ask for it in parts.",
    "file_print": "%(name)s is a print: compare what was read with it before you order.",
    "unknown_sender": "%(sender)s is not known as one customer. Which customer is this order for?",
    "doubtful_sender": "The mail server doubts that %(sender)s sent this. Ask the customer first.",
    "reading_failed": "Reading this message failed (%(error)s). Read it again, or key it by hand.",
    "automatic_mail": "A machine sent this e-mail, an absence note perhaps. Read it again if it is an order.",
    "empty": "The message is empty.",
}


def render(question: Question, translate: Callable[[str], str] = str) -> str:
    """Return the sentence of a question, its template passed through ``translate`` first."""
    return translate(TEXTS[question.code]) % dict(question.values)
