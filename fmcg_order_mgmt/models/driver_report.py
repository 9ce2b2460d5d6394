import math
import re
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

from ..engine.tracking import tour
from .shipment import utc_now

KEY = re.compile(r"[0-9A-Za-z_-]{8,64}")
# More lines than any delivery has.
MOST_LINES = 500


class DriverReport(NamedTuple):
    """A report of a driver that could be read."""

    kind: str
    key: str
    moment: tour.Moment
    back: tuple


class Back(NamedTuple):
    """Goods of one delivery move that the customer did not take, in the product's own unit."""

    move: int
    quantity: float
    reason: str


class FmcgDriverReport(models.AbstractModel):
    """Reads what a phone sends, of which nothing is certain, and says in words what is wrong with it."""

    _name = "fmcg.driver.report"
    _description = "Driver's Report"

    @api.model
    def _read(self, kind, values):
        """Return a ``DriverReport``.

        :raises UserError: it cannot be read
        """
        values = values if isinstance(values, dict) else {}
        if not isinstance(kind, str) or kind not in tour.KINDS:
            raise UserError(self.env._("This kind of report is not known: %s.", str(kind)[:40]))
        moment = tour.happened(values.get("at"), utc_now(), values.get("sent"))
        back = self._read_back(values.get("back")) if kind == "partly" else ()
        return DriverReport(kind, self._read_key(values.get("key")), moment, back)

    @api.model
    def _read_key(self, key):
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise UserError(self.env._("The report has no key of its own: 8 to 64 letters and digits."))
        return key

    @api.model
    def _read_back(self, lines):
        if not isinstance(lines, list) or not lines:
            raise UserError(
                self.env._("Say what was not accepted. Where all was, report the stop as delivered.")
            )
        if len(lines) > MOST_LINES:
            raise UserError(self.env._("A report has at most %s lines.", MOST_LINES))
        back = tuple(self._read_line(line if isinstance(line, dict) else {}) for line in lines)
        if len({line.move for line in back}) < len(back):
            raise UserError(self.env._("A line of the delivery is named twice."))
        return back

    @api.model
    def _read_line(self, line):
        move, quantity, reason = line.get("move"), line.get("quantity"), line.get("reason")
        if not _is_number(quantity) or not math.isfinite(quantity) or quantity <= 0:
            raise UserError(self.env._("Enter how much was not accepted as a number above zero."))
        if reason not in tour.NOT_ACCEPTED:
            raise UserError(self.env._("Say why it was not accepted: damaged, refused or missing."))
        if not _is_number(move):
            raise UserError(self.env._("This line is not part of the delivery."))
        return Back(move, quantity, reason)


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
