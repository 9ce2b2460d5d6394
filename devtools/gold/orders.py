"""Brings the orders of a gold set about in Odoo, each up to its stage; runs in Odoo's shell."""

from datetime import timedelta

from odoo.fields import Command

from . import tables
from .company import Company, in_utc

# What a customer usually takes was bought and delivered before any order that still counts.
HABIT_DAYS = 200


class Orders:
    """The orders of a company: those of the set, what was bought long ago, and those that messages made."""

    def __init__(self, company: Company):
        self.company, self.env = company, company.env
        self.rows = {row["code"]: row for row in company.gold.products}
        types = self.env["fmcg.order.type"].search([]).grouped("code")
        self.types = {False: types["regular"], True: types["promotion"]}
        self.channels = self.env["fmcg.order.channel"].search([]).grouped("code")

    def make(self):
        """Make everything that exists before the messages arrive."""
        self._habits()
        made = [(self.create(order), order) for order in self._in_time()]
        by_stage = {}
        for order, row in made:
            by_stage.setdefault(row["stage"], self.env["sale.order"])
            by_stage[row["stage"]] |= order
        for stage, orders in by_stage.items():
            self._advance(orders, stage)
        for order, row in made:
            self._date(order, in_utc(row["ordered_at"]))

    def _in_time(self):
        return sorted(self.company.gold.orders, key=lambda order: in_utc(order["ordered_at"]))

    def create(self, row, channel="phone"):
        """Create the order of a row as a quotation that came through a channel."""
        order = self.env["sale.order"].create(
            {
                "name": row["ref"],
                "partner_id": self.company.customers[row["customer"]].id,
                "client_order_ref": row.get("customer_ref") or False,
                "fmcg_channel_id": self.channels[channel].id,
                "fmcg_order_type_id": self.types[bool(row.get("promotion"))].id,
                "order_line": [Command.create(self._line(line)) for line in tables.goods(row)],
            }
        )
        return order

    def _line(self, line):
        return {
            "product_id": self.company.products[line["product"]].id,
            "product_uom_qty": line["quantity"],
            "product_uom_id": self.company.unit(self.rows[line["product"]], line["unit"]).id,
        }

    def _advance(self, orders, stage):
        """Take quotations through review, release, delivery and arrival, as far as the stage says."""
        if stage == "draft":
            return
        # Confirmed orders wait for the wave, so that the approval itself does not release them.
        releases = orders.fmcg_order_type_id.mapped("release")
        orders.fmcg_order_type_id.release = "wave"
        orders.action_fmcg_review()
        orders.action_fmcg_approve("Agreed")
        for kind, release in zip(orders.fmcg_order_type_id, releases, strict=True):
            kind.release = release
        if stage != "confirmed":
            orders._fmcg_release()
        if stage in ("shipped", "done"):
            self._ship(orders.picking_ids)
        if stage == "done":
            orders.fmcg_shipment_ids.action_delivered()

    def _ship(self, pickings):
        for picking in pickings:
            for move in picking.move_ids:
                move.quantity = move.product_uom_qty
            picking.carrier_tracking_ref = f"GOLD{picking.id:09d}"
        pickings.move_ids.picked = True
        pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()

    def _habits(self):
        """Make what customers usually take known by an order of old for each, which is delivered."""
        first = min((in_utc(row["received_at"]) for row in self.company.gold.messages), default=None)
        rows = [
            {"customer": row["code"], "ref": f"OLD-{row['code']}", "lines": self._usual(row)}
            for row in self.company.gold.customers
            if row["usual"]
        ]
        orders = self.env["sale.order"].union(*(self.create(row) for row in rows))
        self._advance(orders, "done")
        for order in orders:
            self._date(order, first - timedelta(days=HABIT_DAYS))

    def _usual(self, row):
        return [
            {"product": code, "quantity": 1, "unit": self.rows[code]["base_unit"]} for code in row["usual"]
        ]

    def follow(self, message):
        """Make the orders that an earlier message led to, with its drafts; return that message."""
        rows = self.company.gold.followed(message)
        if not rows:
            return self.env["fmcg.order.request"]
        earlier = self.company.gold.by_id[message["follows"]]
        moment, partner = in_utc(earlier["received_at"]), self.company.customers[rows[0]["customer"]]
        request = self.env["fmcg.order.request"].receive(
            earlier["channel"], earlier["text"] or earlier["file"], partner.id, received_at=moment
        )
        request.state = "done"
        for row in rows:
            order = self.create(row, earlier["channel"])
            lines = [Command.create(self._draft_line(line)) for line in order.order_line]
            self.env["fmcg.order.draft"].create(
                {
                    "request_id": request.id,
                    "partner_id": order.partner_id.id,
                    "sale_order_id": order.id,
                    "line_ids": lines,
                }
            )
            self._date(order, moment)
        return request

    def _draft_line(self, line):
        return {
            "product_id": line.product_id.id,
            "quantity": line.product_uom_qty,
            "uom_id": line.product_uom_id.id,
            "verdict": "ok",
        }

    def _date(self, order, moment):
        """Let an order have come in at a moment: core writes its own clock when it is created."""
        self.env.flush_all()
        query = "UPDATE sale_order SET create_date = %s, date_order = %s WHERE id = %s"
        self.env.cr.execute(query, (moment, moment, order.id))
        order.invalidate_recordset()
