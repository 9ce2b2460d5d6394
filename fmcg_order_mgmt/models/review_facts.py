import logging
from collections import defaultdict
from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.review.check import log_place, reason_of
from ..engine.review.facts import Credit, Line, OrderFacts, Words

_logger = logging.getLogger(__name__)


class FmcgReviewFacts(models.AbstractModel):
    """Gathers what the checks need to know, for any number of orders with the same number of queries.

    Everything is read with full rights: what a check finds does not depend on who asks. What single checks
    need beyond the plain facts comes in a file of its own, which extends ``_parts``.
    """

    _name = "fmcg.review.facts"
    _description = "Facts for the Review"

    @api.model
    def _build(self, orders):
        """Return the engine's facts of each order; one whose facts cannot be gathered says why itself."""
        try:
            with self._guarded():
                return self._gather(orders.sudo())
        except (OperationalError, ConcurrencyError):
            # The whole request is tried again.
            raise
        except Exception as error:  # pylint: disable=broad-exception-caught
            if len(orders) <= 1:
                log_place(_logger, "The facts of an order could not be gathered", error)
                return [self._unreadable(order, error) for order in orders]
        # One order must not take the others along: look for it by halves.
        half = len(orders) // 2
        return self._build(orders[:half]) + self._build(orders[half:])

    @contextmanager
    def _guarded(self):
        """Keep the transaction usable where what stands within fails, and let it fail.

        Core's own way with the cache would also post what is tracked, before its time.
        """
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False):
                yield
        except Exception:
            self.env.transaction.clear()
            raise

    @api.model
    def _unreadable(self, order, error):
        return OrderFacts(
            order.id,
            order_type=order.fmcg_order_type_id.id,
            channel=order.fmcg_channel_id.id,
            company=order.company_id.id,
            unreadable=reason_of(error),
        )

    @api.model
    def _gather(self, orders):
        self._read_ahead(orders)
        words, free, credit = self._words(orders), self._free(orders), self._credit(orders)
        parts = self._parts(orders)
        return [
            OrderFacts(
                key=order.id,
                amount=self._company_amount(order),
                lines=tuple(self._line(line) for line in order.order_line if line.product_id),
                words=tuple(words[order.id]),
                free=free[order.warehouse_id.id],
                credit=credit.get(order.id),
                order_type=order.fmcg_order_type_id.id,
                channel=order.fmcg_channel_id.id,
                company=order.company_id.id,
                parts=parts[order.id],
            )
            for order in orders
        ]

    @api.model
    def _read_ahead(self, orders):
        """Read what is asked of the goods for all orders at once: core would do so order by order."""
        for company, group in orders.grouped("company_id").items():
            products = group.with_company(company).order_line.product_id
            products.product_tmpl_id.mapped("uom_ids")
            for name in ("standard_price", "lst_price", "uom_ids"):
                products.mapped(name)

    @api.model
    def _parts(self, orders):
        """Return the facts of single concerns by order id and by their class, to be extended by each."""
        return {order.id: {} for order in orders}

    @api.model
    def _company_amount(self, order):
        return order.amount_total / (order.currency_rate or 1.0)

    @api.model
    def _line(self, line):
        product = line.product_id
        quantity = line._fmcg_content_line().base_quantity
        return Line(
            key=line.id,
            product=product.id,
            base_quantity=quantity,
            unit=product.uom_id.name,
            # Promotion and delivery products are never put on an order by hand.
            sold=product.active and (product.sale_ok or line.is_reward_line or line.is_delivery),
            stocked=product.is_storable,
            extra=line.is_reward_line or line.is_delivery,
            amount=line.price_total / (line.order_id.currency_rate or 1.0),
        )

    @api.model
    def _words(self, orders):
        """Return the words of the messages that are not on the orders, a list by order id."""
        domain = Domain("draft_id.sale_order_id", "in", orders.ids) & (
            Domain("dropped", "=", True)
            | Domain("product_id", "=", False)
            | Domain("action", "=", "return") & Domain("booked", "=", False)
        )
        words = defaultdict(list)
        for line in self.env["fmcg.order.draft.line"].sudo().search(domain):
            why = "other_action" if line.product_id and not line.dropped else "left_out"
            if not line.product_id:
                why = "no_product"
            words[line.draft_id.sale_order_id.id].append(Words(line.id, line.source_text or "", why))
        return words

    @api.model
    def _free(self, orders):
        """Return the free stock by warehouse id and product id; expired goods are no stock."""
        return {
            warehouse.id: self._free_of(warehouse, group.order_line.product_id)
            for warehouse, group in orders.grouped("warehouse_id").items()
        }

    @api.model
    def _free_of(self, warehouse, products):
        if not warehouse:
            return {}
        stored = products.filtered("is_storable")
        stored = stored.with_company(warehouse.company_id).with_context(warehouse_id=warehouse.id)
        return {product.id: product.free_qty for product in stored}

    @api.model
    def _credit(self, orders):
        """Return limit and debt of the customer's company by order id, where a limit is in force."""
        credit = {}
        for company, group in orders.grouped("company_id").items():
            if not company.account_use_credit_limit:
                continue
            partners = group.with_company(company).partner_id.commercial_partner_id
            ordered = self._ordered(company, partners, group)
            for order in group:
                partner = order.with_company(company).partner_id.commercial_partner_id
                owed = partner.credit + ordered.get(partner.id, 0.0)
                credit[order.id] = Credit(partner.credit_limit, owed, company.currency_id.id)
        return credit

    @api.model
    def _ordered(self, company, partners, orders):
        """Return what partners have agreed to and was not invoiced yet, in the company's currency, by id.

        Confirmed orders count with what is still to be delivered or invoiced, approved ones in full. Core's
        own figure leaves out what is not delivered where invoices follow deliveries.
        """
        for model, names in (
            ("sale.order", ["state", "fmcg_review_state", "currency_rate", "delivery_status", "partner_id"]),
            ("sale.order.line", ["price_total", "price_subtotal", "untaxed_amount_invoiced"]),
            ("sale.order.line", ["untaxed_amount_to_invoice", "order_id"]),
            ("res.partner", ["commercial_partner_id"]),
        ):
            self.env[model].flush_model(names)
        query = SQL(
            """
            SELECT p.commercial_partner_id,
                   COALESCE(SUM(
                       CASE WHEN o.state = 'sale' AND COALESCE(o.delivery_status, 'full') = 'full'
                            THEN COALESCE(l.untaxed_amount_to_invoice, 0)
                            ELSE l.price_subtotal - COALESCE(l.untaxed_amount_invoiced, 0)
                        END
                       * l.price_total / NULLIF(l.price_subtotal, 0) / COALESCE(NULLIF(o.currency_rate, 0), 1)
                   ), 0)
              FROM sale_order_line l
              JOIN sale_order o ON o.id = l.order_id
              JOIN res_partner p ON p.id = o.partner_id
             WHERE p.commercial_partner_id IN %(partners)s
               AND o.company_id = %(company)s
               AND (o.state = 'sale' OR o.state IN ('draft', 'sent') AND o.fmcg_review_state = 'approved')
               AND o.id NOT IN %(orders)s
             GROUP BY p.commercial_partner_id
            """,
            partners=tuple(partners.ids),
            company=company.id,
            orders=tuple(orders.ids),
        )
        return dict(self.env.execute_query(query))
