import datetime as dt

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.intake.model import OpenOrder

ORDER_DAYS = 90
HABIT_DAYS = 365
ORDERS_EACH = 20


class FmcgIntakeKnowledge(models.AbstractModel):
    """What customers ordered before."""

    _inherit = "fmcg.intake.knowledge"

    def _orders(self, customers, moment):
        """Return the latest orders of customers before messages of that moment, in a few queries."""
        since = moment - dt.timedelta(days=ORDER_DAYS)
        domain = Domain("partner_id", "in", list(customers)) & Domain("create_date", ">=", since)
        domain &= Domain("company_id", "=", self.env.company.id) & Domain("state", "!=", "cancel")
        allowed = self.env["sale.order"]._search(domain)
        ranked = SQL(
            "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY partner_id ORDER BY id DESC) AS place"
            " FROM sale_order WHERE id IN %s) AS ranked WHERE place <= %s",
            allowed.subselect(),
            ORDERS_EACH,
        )
        orders = self.env["sale.order"].browse(x for (x,) in self.env.execute_query(ranked))
        return tuple(self._open_order(order) for order in orders)

    def _open_order(self, order):
        lines = tuple(
            line.product_uom_id._fmcg_ordered(line.product_id, line.product_uom_qty)
            for line in order.order_line
            if line.product_id
        )
        return OpenOrder(
            key=order.id,
            ref=order.name,
            customer=order.partner_id.id,
            ordered_at=order.create_date.replace(tzinfo=dt.timezone.utc),
            stage=order.fmcg_stage,
            promotion=order.fmcg_order_type_id.code == "promotion",
            customer_ref=order.client_order_ref or None,
            lines=lines,
        )

    def _habits(self, customers, moment):
        """Return the products that customers bought in the year before, earlier than their open orders."""
        first, last = (moment - dt.timedelta(days=days) for days in (HABIT_DAYS, ORDER_DAYS))
        domain = Domain("order_partner_id", "in", list(customers)) & Domain("state", "=", "sale")
        domain &= Domain("order_id.date_order", ">=", first) & Domain("order_id.date_order", "<", last)
        domain &= Domain("company_id", "=", self.env.company.id) & Domain("product_id", "!=", False)
        bought = self.env["sale.order.line"]._read_group(
            domain, ["order_partner_id"], ["product_id:array_agg_distinct"]
        )
        return {partner.id: frozenset(products) for partner, products in bought}
