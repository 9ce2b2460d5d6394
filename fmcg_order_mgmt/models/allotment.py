import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from ..engine.promise.allotment import Want, allot
from .sale_order_review import OPEN_STATES


class FmcgAllotment(models.Model):
    """How much of scarce goods a line of an approved order gets when it is released."""

    _name = "fmcg.allotment"
    _description = "Allotment"
    _order = "product_id, warehouse_id, priority desc, day, id"
    _rec_name = "product_id"
    _check_company_auto = True

    line_id = fields.Many2one("sale.order.line", required=True, readonly=True, index=True, ondelete="cascade")
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True)
    order_type_id = fields.Many2one(related="order_id.fmcg_order_type_id")
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", required=True, readonly=True, check_company=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    priority = fields.Integer(readonly=True, aggregator=None, help="Higher ones get the goods first.")
    day = fields.Date(
        readonly=True,
        help="When the customer wants it or was told to get it. The earlier day gets goods first.",
    )
    free = fields.Float(
        string="There Was",
        digits="Product Unit",
        readonly=True,
        aggregator="max",
        help="What was free in the warehouse for all that wait.",
    )
    wanted = fields.Float(digits="Product Unit", readonly=True)
    quantity = fields.Float(
        string="Gets",
        digits="Product Unit",
        help="So much is reserved at most when the order is released. It can be changed until then.",
    )
    missing = fields.Float(compute="_compute_missing", digits="Product Unit", store=True)
    waits = fields.Boolean(compute="_compute_waits", search="_search_waits", string="Not Released Yet")

    _line_uniq = models.Constraint("UNIQUE (line_id)", "These goods of the line are allotted already.")
    _quantity_sound = models.Constraint(
        "CHECK (quantity >= 0 AND quantity <= wanted)", "A line gets between nothing and what it wants."
    )

    @api.depends("wanted", "quantity")
    def _compute_missing(self):
        for allotment in self:
            allotment.missing = allotment.wanted - allotment.quantity

    @api.depends("order_id.state")
    def _compute_waits(self):
        for allotment in self:
            allotment.waits = allotment.order_id.state in OPEN_STATES

    @api.model
    def _search_waits(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("order_id.state", "in" if True in value else "not in", OPEN_STATES)

    def write(self, vals):
        by_hand = "quantity" in vals and not self.env.su
        if by_hand and not all(self.mapped("waits")):
            raise UserError(self.env._("Orders that were released keep what they got."))
        result = super().write(vals)
        if by_hand:
            self.sudo()._refuse_too_much()
        return result

    def _refuse_too_much(self):
        """Refuse to give away more than there is."""
        free = self._free(self.product_id, self.warehouse_id)
        held = self._held(self.product_id, self.warehouse_id)
        for each in self:
            key = each.warehouse_id.id, each.product_id.id
            given, there = held.get(key, 0), max(free[key], 0)
            if each.uom_id.compare(given, there) > 0:
                raise ValidationError(
                    self.env._(
                        "%(given)s %(unit)s of %(product)s would be given away, but only %(free)s are free. "
                        "Take some from another order first.",
                        given=_number(given),
                        unit=each.uom_id.name,
                        product=each.product_id.display_name,
                        free=_number(there),
                    )
                )

    def _is_stale(self):
        """Tell whether the line wants something else by now."""
        unit, wanted = self.product_id.uom_id, self.line_id._fmcg_base_quantity()
        return self.line_id.product_id != self.product_id or unit.compare(wanted, self.wanted) != 0

    def action_allot_waiting(self):
        """Allot what is free to all approved orders that wait, again and from the beginning.

        What a person changed before is worked out anew too. Nothing is reserved before the release.

        :raises AccessError: the user may not change allotments
        """
        self.browse().check_access("write")
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(Domain("company_id", "in", self.env.companies.ids) & self._waiting_domain())
        )
        orders._fmcg_allot(again=True)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _waiting_domain(self):
        return (
            Domain("fmcg_review_state", "=", "approved")
            & Domain("state", "in", OPEN_STATES)
            & Domain("fmcg_hold", "=", False)
        )

    @api.model
    def _allot(self, lines):
        """Allot what is free to order lines, where it is not enough for all of them.

        What other orders that wait were given is not free. Lines of goods that are there for all get no
        allotment: they take what they need.

        :param lines: lines of orders that can be released, without allotments
        :return: the new allotments
        """
        wants = self._wants(lines)
        products, warehouses = lines.product_id, lines.order_id.warehouse_id
        free, held = self._free(products, warehouses), self._held(products, warehouses)
        values = []
        for key, those in wants.items():
            there = free[key] - held.get(key, 0)
            if sum(want.quantity for want in those) > max(there, 0):
                cap = lines.browse(those[0].key).company_id.fmcg_allotment_cap or 1
                given = allot(those, there, cap)
                values += [self._values(key, want, given[want.key], max(there, 0)) for want in those]
        return self._create_unless_others(values)

    @api.model
    def _create_unless_others(self, values):
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.create(values)
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(self.env._("Somebody else allots these goods at this moment.")) from error

    @api.model
    def _values(self, key, want, given, free):
        warehouse_id, product_id = key
        return {
            "line_id": want.key,
            "product_id": product_id,
            "warehouse_id": warehouse_id,
            "priority": want.priority,
            "day": want.day,
            "wanted": want.quantity,
            "quantity": given,
            "free": free,
        }

    @api.model
    def _wants(self, lines):
        """Return what lines want, the engine's wants by warehouse id and product id."""
        wants = {}
        for line in lines:
            quantity = line._fmcg_base_quantity()
            if quantity > 0:
                order = line.order_id
                want = Want(
                    line.id, quantity, order._fmcg_day_to_keep(), order.fmcg_priority, line._fmcg_step()
                )
                wants.setdefault((order.warehouse_id.id, line.product_id.id), []).append(want)
        return wants

    @api.model
    def _free(self, products, warehouses):
        """Return what is on stock, fresh and not reserved, by warehouse id and product id."""
        free = {(warehouse, product): 0.0 for warehouse in warehouses.ids for product in products.ids}
        if free:
            self.env["stock.quant"].flush_model(["quantity", "reserved_quantity", "removal_date"])
            free |= {
                (warehouse, product): quantity
                for warehouse, product, quantity in self.env.execute_query(
                    self._free_query(products, warehouses)
                )
            }
        return free

    @api.model
    def _free_query(self, products, warehouses):
        return SQL(
            """
            SELECT depot.id, q.product_id, SUM(q.quantity - q.reserved_quantity)
              FROM stock_warehouse depot
              JOIN stock_location stock ON stock.id = depot.lot_stock_id
              JOIN stock_location place ON place.parent_path LIKE stock.parent_path || '%%'
              JOIN stock_quant q ON q.location_id = place.id
             WHERE depot.id IN %(warehouses)s AND q.product_id IN %(products)s
               AND (q.removal_date IS NULL OR q.removal_date > %(now)s)
             GROUP BY 1, 2
            """,
            warehouses=tuple(warehouses.ids),
            products=tuple(products.ids),
            now=fields.Datetime.now(),
        )

    @api.model
    def _held(self, products, warehouses):
        """Return what orders that wait were given, by warehouse id and product id."""
        groups = self._read_group(
            Domain("product_id", "in", products.ids)
            & Domain("warehouse_id", "in", warehouses.ids)
            & Domain("waits", "=", True),
            ["warehouse_id", "product_id"],
            ["quantity:sum"],
        )
        return {(warehouse.id, product.id): quantity for warehouse, product, quantity in groups}


def _number(value):
    return f"{value:.6f}".rstrip("0").rstrip(".")
