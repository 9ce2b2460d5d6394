from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse


class FmcgPromise(models.Model):
    """When a line of an order can be with the customer, and what that was based on.

    A promise that changes is a new one; the earlier ones stay, so that kept ones can be counted.
    """

    _name = "fmcg.promise"
    _description = "Promised Date"
    _order = "id desc"
    _rec_name = "text"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    line_id = fields.Many2one("sale.order.line", index="btree_not_null", ondelete="set null", readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    product_id = fields.Many2one("product.product", required=True, index=True, readonly=True)
    made_at = fields.Datetime(required=True, readonly=True)
    is_current = fields.Boolean(default=True, readonly=True, help="No later promise took its place.")
    quantity = fields.Float(required=True, readonly=True, help="In the product's own unit.")
    promised_on = fields.Date(readonly=True, help="When all of it can be there. Empty: that is never.")
    reached_on = fields.Date(readonly=True, help="When as much as possible can be there.")
    first_on = fields.Date(readonly=True, help="The first delivery day that the order reaches.")
    first_quantity = fields.Float(readonly=True, help="What can be there on the first delivery day.")
    at_hand = fields.Float(readonly=True, help="What of it is on stock now.")
    arrives_on = fields.Date(readonly=True, help="The receipt that the rest waits for.")
    short = fields.Float(readonly=True, help="What is neither on stock nor on its way.")
    too_old = fields.Float(readonly=True, help="What is on stock but expires too soon for this customer.")
    is_stocked = fields.Boolean(readonly=True)
    is_late = fields.Boolean(compute="_compute_is_late", help="Not all of it is there on the first day.")
    text = fields.Char(string="Why This Day", compute="_compute_text")

    _current_uniq = models.UniqueIndex("(line_id) WHERE is_current")

    @api.depends("promised_on", "first_on")
    def _compute_is_late(self):
        for promise in self:
            promise.is_late = not promise.promised_on or promise.promised_on > promise.first_on

    @api.depends("quantity", "promised_on", "reached_on", "at_hand", "arrives_on", "short", "too_old")
    @api.depends_context("lang")
    def _compute_text(self):
        for promise in self:
            promise.text = " ".join(filter(None, (promise._day_words(), promise._age_words())))

    def _day_words(self):
        number = self.env["sale.order.line"]._fmcg_number
        figures = {
            "day": self._day(self.promised_on or self.reached_on),
            "all": f"{number(self.quantity)} {self.product_id.uom_id.name}",
            "part": number(self.quantity - self.short),
            "short": number(self.short),
            "at_hand": number(self.at_hand),
            "arrives": self._day(self.arrives_on),
            "first": self._day(self.first_on),
            "first_part": number(self.first_quantity),
        }
        return self._sentence() % figures

    def _sentence(self):
        if not self.first_on:
            return self.env._("The route has no delivery day.")
        if not self.is_stocked:
            return self.env._("%(day)s is the next delivery day.")
        if not self.reached_on:
            return self.env._("Nothing of %(all)s is in stock, and none is on its way.")
        if not self.promised_on:
            return self.env._(
                "%(day)s: %(part)s of %(all)s; %(short)s are not in stock and not on their way."
            )
        if not self.arrives_on:
            return self.env._("%(day)s: all %(all)s in stock.")
        if 0 < self.first_quantity and self.first_on < self.promised_on:
            return self.env._(
                "%(day)s: %(at_hand)s of %(all)s in stock, the rest comes in on %(arrives)s. "
                "%(first_part)s can be there on %(first)s."
            )
        return self.env._("%(day)s: %(at_hand)s of %(all)s in stock, the rest comes in on %(arrives)s.")

    def _age_words(self):
        if not self.too_old:
            return ""
        number = self.env["sale.order.line"]._fmcg_number(self.too_old)
        return self.env._("%s more in stock expire too soon for this customer.", number)

    def _words(self):
        """Return in one sentence what the lines of an order are promised, False without any."""
        if not self:
            return False
        late, days = self.filtered("is_late"), self.mapped("promised_on")
        if all(days) and len(late) in (0, len(self)):
            return self.env._("All of it on %s.", self._day(max(days)))
        if len(late) == len(self):
            return self.env._("Not all of it is to be had.")
        first = self._day(min((self - late).mapped("first_on")))
        figures = {"there": len(self - late), "all": len(self), "first": first}
        if all(days):
            figures["last"] = self._day(max(days))
            return self.env._(
                "%(there)s of %(all)s products on %(first)s, all of them on %(last)s.", **figures
            )
        return self.env._(
            "%(there)s of %(all)s products on %(first)s, not all of them are to be had.", **figures
        )

    @api.model
    def _day(self, day):
        """Return a day as people say it: with its weekday, without the year."""
        return format_skeleton("MMMEd", day, locale=babel_locale_parse(self.env.lang)) if day else ""

    @api.model
    def _keep(self, orders, promised):
        """Keep what the lines of orders are promised; an earlier promise that says the same stands.

        :param promised: what ``_prepare`` gives, by line id
        """
        current = self.sudo().search([("order_id", "in", orders.ids), ("is_current", "=", True)])
        standing = {promise.line_id.id: promise for promise in current}
        new = [values for line, values in promised.items() if not standing.get(line, self)._says_as(values)]
        kept = {line for line, promise in standing.items() if promise._says_as(promised.get(line))}
        current.filtered(lambda promise: promise.line_id.id not in kept).is_current = False
        # Only one of a line is current, and the database sees to that.
        self.flush_model(["is_current"])
        made = self.sudo().create([values | {"made_at": fields.Datetime.now()} for values in new])
        # The cache of a filtered list does not see what leaves it.
        orders.invalidate_recordset(["fmcg_promise_ids"])
        orders.order_line.invalidate_recordset(["fmcg_promise_ids"])
        return made

    def _says_as(self, values):
        return bool(self and values) and all(self._plain(name) == value for name, value in values.items())

    def _plain(self, name):
        return self._fields[name].convert_to_read(self[name], self, use_display_name=False)

    @api.model
    def _prepare(self, line, promise, is_stocked):
        """Return the values that keep an engine's promise for a line."""
        return {
            "order_id": line.order_id.id,
            "company_id": line.company_id.id,
            "line_id": line.id,
            "product_id": line.product_id.id,
            "quantity": promise.quantity,
            "promised_on": promise.day or False,
            "reached_on": promise.reached or False,
            "first_on": promise.first or False,
            "first_quantity": promise.first_quantity,
            "at_hand": promise.at_hand,
            "arrives_on": promise.arrives or False,
            "short": promise.short,
            "too_old": promise.too_old,
            "is_stocked": is_stocked,
        }
