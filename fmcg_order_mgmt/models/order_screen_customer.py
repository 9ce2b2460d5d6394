from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.sql import escape_psql

from ..engine.intake.sender import phone_tail
from .order_draft_target import CHANGEABLE

MOST_FOUND = 30
LONGEST_WORDS, MOST_WORDS = 200, 8
# The usual basket is what was in the latest orders of so many days.
BASKET_ORDERS = 12
BASKET_DAYS = 240
MOST_USUAL = 60
OPEN_STAGES = (*CHANGEABLE, "shipped")
MOST_OPEN = 10
DAYS_AHEAD = 8


class FmcgOrderScreen(models.AbstractModel):
    """The customer: found by whatever is at hand, and at once what they usually buy."""

    _inherit = "fmcg.order.screen"

    @api.model
    def _customer_domain(self):
        """Return who can be ordered for: shops and places of delivery, no colleagues, no mere suppliers."""
        own = Domain("company_id", "in", [False, self.env.company.id]) & Domain("partner_share", "=", True)
        supplier = Domain("supplier_rank", ">", 0) & Domain("customer_rank", "=", 0)
        return own & ~supplier & (Domain("parent_id", "=", False) | Domain("type", "=", "delivery"))

    @api.model
    def _customer_row(self, partner):
        return {
            "id": partner.id,
            "name": partner.display_name,
            "ref": partner.ref or "",
            "phone": partner.phone or "",
            "barcode": partner.barcode or "",
            "also": partner.fmcg_aliases or "",
            "place": ", ".join(filter(None, (partner.street, partner.city))),
            "sound": partner.fmcg_sound or "",
        }

    @api.model
    @api.readonly
    def find_customers(self, words=""):
        """Return customers by name, number, telephone, barcode or place; every word must be found.

        :param str words: what was typed; nothing gives those who ordered last
        """
        self._check_rep()
        words = words[:LONGEST_WORDS].split()[:MOST_WORDS] if isinstance(words, str) else []
        domain = Domain.AND([self._customer_domain(), *map(self._customer_word, words)])
        partners = self.env["res.partner"].search(
            domain, limit=MOST_FOUND, order="customer_rank desc, name, id"
        )
        return [self._customer_row(partner) for partner in partners]

    @api.model
    def _customer_word(self, word):
        like = escape_psql(word.replace("\0", ""))
        names = ("name", "ref", "fmcg_aliases", "city", "street", "fmcg_sound", "child_ids.name")
        domain = Domain.OR(Domain(name, "ilike", like) for name in names) | Domain("barcode", "=", word)
        digits = "".join(filter(str.isdecimal, word))
        if len(digits) >= 4:
            domain |= Domain("phone", "ilike", like)
            tail = phone_tail(word)
            if tail:
                domain |= Domain("fmcg_phone_tail", "=", tail) | Domain(
                    "child_ids.fmcg_phone_tail", "=", tail
                )
        return domain

    @api.model
    def _customer(self, partner_id):
        """Return the customer with this key, whom the user may see.

        :raises UserError: there is none any more
        """
        partner = self.env["res.partner"].browse(self._sound_key(partner_id)).exists()
        if not partner or not partner.active:
            raise UserError(
                self.env._(
                    "This customer is not active any more. What you entered is kept; choose another one."
                )
            )
        partner.check_access("read")
        return partner

    @api.model
    @api.readonly
    def customer(self, partner_id):
        """Return what a rep needs to see of a customer before the first product.

        :raises UserError: the customer was archived or deleted
        """
        self._check_rep()
        partner = self._customer(partner_id)
        orders = self._latest_orders(partner)
        return self._customer_row(partner) | {
            "warning": partner.sale_warn_msg or "",
            "currency": self._currency(self._pricelist_currency(partner)),
            "delivery": self._delivery(partner),
            "usual": self._usual(orders),
            "last": self._last(orders),
            "open": self._open_orders(partner),
            "balance": self._balance(partner),
            **self._assortment(partner),
        }

    @api.model
    def _pricelist_currency(self, partner):
        return partner.property_product_pricelist.currency_id or self.env.company.currency_id

    @api.model
    def _latest_orders(self, partner):
        """Return the latest orders of the customer, whoever took them: the basket is the customer's."""
        domain = [
            ("partner_id", "=", partner.id),
            ("company_id", "=", self.env.company.id),
            ("state", "!=", "cancel"),
            ("date_order", ">=", fields.Datetime.now() - timedelta(days=BASKET_DAYS)),
        ]
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(domain, limit=BASKET_ORDERS, order="date_order desc, id desc")
        )
        orders.order_line.fetch(["product_id", "product_uom_id", "product_uom_qty", "display_type"])
        return orders

    @api.model
    def _usual(self, orders):
        """Return the products of these orders, the most regular first, each as it was bought last."""
        bought = defaultdict(list)
        offered = self._still_sold(orders.order_line.product_id)
        for order in orders:
            goods = order._fmcg_goods_lines().filtered(lambda line: line.product_id in offered)
            for product, lines in goods.grouped("product_id").items():
                bought[product].append((order, lines))
        rows = [
            self._usual_row(product, times, len(orders))
            for product, times in sorted(bought.items(), key=lambda item: (-len(item[1]), item[0].id))
        ]
        return rows[:MOST_USUAL]

    @api.model
    def _still_sold(self, products):
        """Return those of these products that can be ordered."""
        return products.filtered_domain(self._sold_domain() & Domain("active", "=", True))

    @api.model
    def _usual_row(self, product, times, of):
        order, lines = times[0]
        return {
            "product": product.id,
            "last": self._amounts(lines),
            "day": format_date(self.env, order.date_order),
            "times": len(times),
            "of": of,
        }

    @api.model
    def _amounts(self, lines):
        """Return how much of one product lines order, by unit."""
        amounts = defaultdict(float)
        for line in lines:
            amounts[line.product_uom_id.id] += line.product_uom_qty
        return [{"unit": unit, "quantity": quantity} for unit, quantity in amounts.items() if quantity > 0]

    @api.model
    def _last(self, orders):
        """Return the last order, for ordering the same once more."""
        order = orders[:1]
        lines = order._fmcg_goods_lines() if order else order.order_line
        offered = self._still_sold(lines.product_id)
        return (
            order
            and {
                "name": order.name,
                "day": format_date(self.env, order.date_order),
                "lines": [
                    {"product": product.id, **amount}
                    for product, group in lines.grouped("product_id").items()
                    if product in offered
                    for amount in self._amounts(group)
                ],
                "gone": (lines.product_id - offered).mapped("display_name"),
            }
            or None
        )

    @api.model
    def _open_orders(self, partner):
        """Return the orders that are under way, as far as the user may see them, with what was promised."""
        domain = [("partner_id", "child_of", partner.id), ("fmcg_stage", "in", OPEN_STAGES)]
        domain += [("company_id", "=", self.env.company.id)]
        orders = self.env["sale.order"].search(domain, limit=MOST_OPEN, order="id desc")
        stages = dict(self.env["sale.order"]._fields["fmcg_stage"]._description_selection(self.env))
        return [
            {
                "id": order.id,
                "name": order.name,
                "stage": order.fmcg_stage,
                "label": stages[order.fmcg_stage],
                "day": format_date(self.env, order.date_order),
                "promised": self._promised(order),
                "amount": order.currency_id.format(order.amount_total),
                "hold": order.fmcg_hold,
                "changeable": order.fmcg_stage in CHANGEABLE,
                "travel": order._fmcg_travel_row(),
            }
            for order in orders
        ]

    @api.model
    def _promised(self, order):
        if not order.commitment_date:
            return ""
        return format_date(self.env, fields.Datetime.context_timestamp(order, order.commitment_date).date())

    @api.model
    def _balance(self, partner):
        """Return what the customer owes and may owe; None where the user is not to know."""
        company = self.env.company
        allowed = company.fmcg_rep_sees_balance or self.env.user.has_groups(
            "account.group_account_invoice,account.group_account_readonly"
        )
        if not allowed:
            return None
        known = partner.sudo().commercial_partner_id.with_company(company)
        currency = company.currency_id
        limit = known.credit_limit if company.account_use_credit_limit else 0
        return {
            "owes": currency.format(known.credit),
            "limit": currency.format(limit) if limit else "",
            "over": bool(limit and known.credit > limit),
        }

    @api.model
    def _assortment(self, partner):
        """Return what the customer may and should carry; ``listed`` is None where everything may be sold."""
        channel = self.env["fmcg.order.request"]._channel("rep")
        day = fields.Date.context_today(self)
        told = self.env["fmcg.assortment"]._listed(partner, day, channel)[partner]
        listed = told["listed"]
        return {
            "listed": None if listed is None else sorted(listed),
            "must": list(told["must_stock"]),
            "ended": sorted(told["ended"]),
        }

    @api.model
    def _delivery(self, partner):
        """Return the next delivery days of the customer's route, and until when the first one can be had."""
        route = partner.fmcg_route_id or partner.commercial_partner_id.fmcg_route_id
        if not route:
            return None
        now = fields.Datetime.now()
        timetable = route._timetable(partner.fmcg_cut_off or partner.commercial_partner_id.fmcg_cut_off)
        closes, days = timetable.closes(now), timetable.following(now, DAYS_AHEAD)
        return {
            "route": route.display_name,
            "days": [
                {"date": str(day), "label": format_date(self.env, day, date_format="EEE d MMM")}
                for day in days
            ],
            "closes": closes and fields.Datetime.to_string(closes),
        }
