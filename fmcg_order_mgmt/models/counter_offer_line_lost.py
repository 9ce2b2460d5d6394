from odoo import models


class FmcgCounterOfferLine(models.Model):
    """What is not sold where an option is chosen."""

    _inherit = "fmcg.counter.offer.line"

    def _prepare_lost(self, by):
        """Return the values of the lost demand of this option, an empty list where nothing is lost."""
        lost, line = self.env["fmcg.lost.demand"], self.line_id
        found = [
            lost._prepare(line, part["covers"], "substituted", part["product"])
            for part in self.parts or ()
            if part["product"] != self.ordered_id.id
        ]
        missing = self._uncovered()
        if missing > 0:
            cause = "declined" if by == "customer" and self.kind == "none" else "cut"
            found.append(lost._prepare(line, missing, cause))
        return found
