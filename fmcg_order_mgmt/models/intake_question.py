from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)

# These are lazy: they get their language where they are shown, which the linters cannot see.
# pylint: disable=prefer-env-translation,gettext-variable,translation-not-lazy
# The engine's questions.TEXTS once more, where the translation export finds them; a test keeps both equal.
TEXTS = {
    "which_product": _lt("%(words)s: which product is meant?"),
    "unknown_product": _lt("%(words)s is not a known product."),
    "product_guess": _lt("%(words)s: is this %(guess)s?"),
    "product_conflict": _lt("%(words)s: its code, barcode and name mean different products."),
    "which_unit": _lt("%(words)s: %(quantity)s of which unit?"),
    "unit_not_sold": _lt("%(product)s is not sold by the unit that was written (%(words)s)."),
    "no_quantity": _lt("%(words)s: how many?"),
    "vague_quantity": _lt("%(words)s: how many exactly?"),
    "bad_quantity": _lt("%(words)s: this quantity cannot be ordered."),
    "also_returned": _lt("%(words)s: is this ordered, or taken back as well?"),
    "damaged_goods": _lt("%(words)s was reported as damaged. Is it to be taken back?"),
    "conditional": _lt("%(words)s is ordered on a condition. Deliver it?"),
    "as_before": _lt("%(words)s as before: is it %(quantity)s again?"),
    "half_unit": _lt("%(words)s: a part of a pack cannot be delivered. How many?"),
    "outlier": _lt("%(words)s: this is far more than usual. Is it right?"),
    "duplicate_product": _lt(
        "%(words)s is named more than once: %(quantities)s. In all, or only one of them?"
    ),
    "duplicate_order": _lt("Order %(ref)s already holds this. Is this a new order?"),
    "duplicate_message": _lt("Message %(ref)s of the same customer already says this. Is it meant twice?"),
    "pack_conflict": _lt("%(words)s: the file counts %(claimed)s in one pack, the product has %(known)s."),
    "total_conflict": _lt("The lines add up to %(found)s, the document says %(claimed)s."),
    "parts_missing": _lt(
        "The file says that it holds %(claimed)s parts, it holds %(found)s. Ask for it again."
    ),
    "ends_differently": _lt(
        "The file begins as %(opened)s and ends as %(closed)s: parts are missing. Ask for it again."
    ),
    "cut_off": _lt(
        "The electronic order is not whole: it breaks off, or goes on after its end. Ask for it again."
    ),
    "bad_amount": _lt("The document states %(claimed)s as an amount, which is no number. Check its sums."),
    "amount_conflict": _lt("%(words)s: quantity and price come to %(found)s, the document says %(claimed)s."),
    "discount_conflict": _lt("The discounts add up to %(found)s, the document says %(claimed)s."),
    "charge_conflict": _lt("The charges add up to %(found)s, the document says %(claimed)s."),
    "net_conflict": _lt("Before tax it comes to %(found)s, the document says %(claimed)s."),
    "tax_conflict": _lt("The taxes of the lines add up to %(found)s, the document says %(claimed)s."),
    "gross_conflict": _lt("With tax it comes to %(found)s, the document says %(claimed)s."),
    "payable_conflict": _lt("The amount to pay comes to %(found)s, the document says %(claimed)s."),
    "free_claim": _lt("%(words)s: free goods were claimed. Do they apply?"),
    "picking": _lt("Order %(ref)s is being picked. Can this still be changed?"),
    "shipped": _lt("Order %(ref)s has left already and cannot be changed."),
    "not_in_order": _lt("%(words)s: order %(ref)s does not hold that much of it. What is to be taken away?"),
    "warehouse_asked": _lt("The warehouse was asked whether order %(ref)s can still be changed."),
    "order_cancelled": _lt("Order %(ref)s was cancelled. Is this a new order?"),
    "order_changed": _lt("Order %(ref)s has changed since this was read. Change it all the same?"),
    "target_waits": _lt("Message %(ref)s is to be changed, but is no order yet. Settle that one first."),
    "not_changed": _lt("Order %(ref)s could not be changed: %(reason)s"),
    "which_order": _lt("Which order is meant?"),
    "which_customer": _lt("Which customer is this order for?"),
    "no_last_order": _lt("There is no earlier order to repeat. What should be delivered?"),
    "which_date": _lt("%(words)s: which date is meant?"),
    "past_date": _lt("%(words)s is in the past. Which date is meant?"),
    "unreadable": _lt("%(words)s could not be read."),
    "document_type": _lt("The document is an order of type %(type)s. Deliver it like any other?"),
    "document_function": _lt("The document is marked with function %(function)s. Is it a new order?"),
    "file_too_large": _lt("%(name)s is larger than %(limit)s MB. Ask for a smaller one, or key it by hand."),
    "file_too_long": _lt("%(name)s has more than %(limit)s lines. Ask for it in parts."),
    "file_kind": _lt(
        "%(name)s: this kind of file cannot be read yet. It is kept beside the order for keying."
    ),
    "file_picture": _lt(
        "%(name)s is a picture and cannot be read yet. It is kept beside the order for keying."
    ),
    "file_no_order": _lt("%(name)s is no order (%(document)s)."),
    "file_xml": _lt("%(name)s is an XML file of a kind that cannot be read (%(document)s)."),
    "file_encoding": _lt("%(name)s is not written in the encoding that it names (%(encoding)s)."),
    "file_damaged": _lt("%(name)s is damaged from line %(line)s on. Ask for it again."),
    "file_unsafe": _lt(
        "%(name)s declares entities of its own. For safety it is not read; ask for one without."
    ),
    "file_too_deep": _lt("%(name)s is nested too deeply or has too many elements. Ask for it in parts."),
    "file_damaged_book": _lt("%(name)s is not a sound workbook. Save it again as XLSX or CSV."),
    "file_old_book": _lt("%(name)s is in the old XLS format. Ask for it as XLSX or CSV."),
    "file_unpacks": _lt("%(name)s unpacks to far more than an order needs. For safety it is not read."),
    "sheet_no_heading": _lt(
        "%(name)s: no heading names an article and one quantity (%(words)s). Key it by hand."
    ),
    "sheet_no_lines": _lt("%(name)s holds no row with a quantity (%(words)s)."),
    "which_shop": _lt("%(words)s: which customer is this?"),
    "body_and_file": _lt("%(words)s stands in the message beside the file. Does it come on top?"),
    "file_no_json": _lt("%(name)s is no sound JSON. Ask for it again."),
    "by_hand": _lt("%(words)s: this is no order line. Book it by hand, then leave it out here."),
    "as_usual": _lt("As in order %(ref)s, with what is said here. Is this right?"),
    "not_understood": _lt("%(words)s: amounts, but no order was understood. Read it and key it."),
    "row_conflict": _lt(
        "%(words)s: cases and pieces come to %(known)s, the quantity beside them says %(claimed)s."
    ),
    "row_note": _lt("%(words)s: the note beside it says %(note)s. Order it as it stands?"),
    "hidden_row": _lt("%(words)s stands in a hidden row of the sheet. Is it ordered?"),
    "table_no_heading": _lt(
        "A table in the message names no article with one quantity (%(words)s). Read it and key it."
    ),
    "goods_back": _lt("%(words)s: the message speaks of goods that go back. Is this ordered?"),
    "no_order_perhaps": _lt(
        "%(words)s: this reads like no order, though goods are named. Look whether it is one."
    ),
    "text_too_long": _lt("The message is longer than %(limit)s characters. Only its beginning was read."),
    "too_many_files": _lt("The message holds more than %(limit)s files. Only the first ones were read."),
    "file_mail_deep": _lt(
        "%(name)s is a message inside a message inside others. Open it and forward what it orders."
    ),
    "file_pages": _lt("%(name)s has more than %(limit)s pages. Ask for it in parts."),
    "file_print": _lt("%(name)s is a print: compare what was read with it before you order."),
    "unknown_sender": _lt("%(sender)s is not known as one customer. Which customer is this order for?"),
    "doubtful_sender": _lt("The mail server doubts that %(sender)s sent this. Ask the customer first."),
    "reading_failed": _lt("Reading this message failed (%(error)s). Read it again, or key it by hand."),
    "automatic_mail": _lt(
        "A machine sent this e-mail, an absence note perhaps. Read it again if it is an order."
    ),
    "empty": _lt("The message is empty."),
}


class FmcgIntakeQuestion(models.AbstractModel):
    """A question of the engine, kept as code and values: everybody reads it in the own language."""

    _name = "fmcg.intake.question"
    _description = "Question of the Intake"

    question_code = fields.Char(readonly=True)
    question_values = fields.Json(readonly=True)
    question = fields.Char(compute="_compute_question", search="_search_question")

    @api.depends("question_code", "question_values")
    @api.depends_context("lang")
    def _compute_question(self):
        for record in self:
            record.question = record._question_text(record.question_code, record.question_values)

    @api.model
    def _question_text(self, code, values):
        """Return the sentence of a code in the reader's language, False without one."""
        text = TEXTS.get(code)
        if not code or text is None:
            return code
        return self.env._(text) % defaultdict(lambda: "?", values or {})

    def _search_question(self, operator, value):
        """Find by whether there is a question, and by its words in the reader's language."""
        if operator == "in":
            empty = Domain("question_code", "=", False) if False in value else Domain.FALSE
            return empty | Domain(
                "question_code", "in", self._question_codes({text for text in value if text})
            )
        if operator != "ilike":
            return NotImplemented
        said = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s::text ILIKE %s", model._field_to_sql(alias, "question_values", query), f"%{value}%"
            )
        )
        return said | Domain("question_code", "in", self._question_codes([value]))

    def _question_codes(self, words):
        """Return the codes whose sentence holds one of the words."""
        sentences = {code: self.env._(text).lower() for code, text in TEXTS.items()}
        return [code for code, text in sentences.items() if any(word.lower() in text for word in words)]
