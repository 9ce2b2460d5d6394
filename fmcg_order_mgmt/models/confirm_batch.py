"""What orders that are confirmed together look up once instead of move by move."""

from collections import defaultdict
from contextlib import contextmanager

from odoo.tools import SQL

KEY = "fmcg_confirm_batch"
# Where core itself says which quants are gathered. Who changes that elsewhere is asked, not bypassed.
GATHERED_BY = {
    "odoo.addons.stock.models.stock_quant",
    "odoo.addons.product_expiry.models.stock_quant",
    "odoo.addons.fmcg_order_mgmt.models.stock_quant_confirm",
}


def batch_of(env):
    """Return the batch that is being confirmed in this environment, or None.

    A context that came from outside can hold no object: it opens nothing.
    """
    batch = env.context.get(KEY)
    return batch if isinstance(batch, ConfirmBatch) else None


class ConfirmBatch:
    """The goods of orders on their way from quotation to reserved deliveries.

    Core's own methods do the work. While a batch is in the context, what they look up for each move is read
    for all of them: the quants, which are locked first, the rules, the orderpoints; and the lines of
    reserved moves are made in one call.
    """

    def __init__(self, orders):
        """Lock the orders and the quants of their goods until the transaction ends.

        Who comes second waits here. If the first changed them, PostgreSQL then refuses the second with a
        serialization failure, and Odoo runs it again.
        """
        lines = orders.sudo().order_line
        known = _is_core(type(orders.env["stock.quant"]))
        self._products = set(lines.product_id.filtered("is_storable").ids) if known else set()
        places = orders.sudo().warehouse_id.view_location_id
        self._roots = tuple(place.parent_path for place in places)
        self._first = set(orders.sudo().filtered(lambda order: not order.stock_reference_ids).ids)
        self._domain = [("product_id", "in", list(self._products)), ("location_id", "child_of", places.ids)]
        self._quants, self._all = None, ()
        self._strategies, self._rules = {}, {}
        self._ordered = None
        self._limits = _limits(lines)
        self.collects = self.booked = self.collects_pickings = False
        self.lines, self.origins, self._confirmed = [], [], []
        self.pickings, self.made, self._bare, self._waiting = set(), set(), set(), {}
        self._lock(orders)

    def _lock(self, orders):
        """Wait for the orders first and for their goods then: nobody waits the other way round."""
        _wait_for(orders.sudo(), [("id", "in", orders.ids)])
        if self._products and self._roots:
            _wait_for(orders.env["stock.quant"].sudo(), self._domain)

    def knows(self, quant_model, product, location):
        """Tell whether the batch has all quants of a product below a location."""
        return (
            quant_model.env.su
            and product.id in self._products
            and any((location.parent_path or "").startswith(root) for root in self._roots)
        )

    def quants(self, quant_model, product):
        """Return all quants of a product in the orders' warehouses, in no order."""
        if self._quants is None:
            self._quants = defaultdict(list)
            found = quant_model.search(self._domain)
            self._all = found.ids
            for quant in found:
                self._quants[quant.product_id.id].append(quant.id)
        return quant_model.browse(self._quants[product.id]).with_prefetch(self._all)

    def holds(self, quants):
        """Tell whether all these quants are among those that were read and locked."""
        return self._quants is not None and all(
            quant.id in self._quants[quant.product_id.id] for quant in quants
        )

    def forget_quants(self):
        """Read the quants again: some came or went."""
        self._quants = None

    def strategy(self, quant_model, product, location):
        """Return core's removal strategy of goods at a place."""
        key = product.id, location.id
        if key not in self._strategies:
            self._strategies[key] = quant_model._get_removal_strategy(product, location)
        return self._strategies[key]

    def rules(self, key, search):
        """Return what ``search()`` found for this key the first time."""
        if key not in self._rules:
            self._rules[key] = search()
        return self._rules[key]

    def allowed(self, move, need):
        """Return how much of what a move needs it may take, in the product's unit: what it was allotted."""
        line = move.sudo().sale_line_id
        return max(min(need, self._limits.get(line.id, need)), 0.0)

    def took(self, move, quantity):
        """Remember what a move took of what it was allotted."""
        line = move.sudo().sale_line_id
        if line.id in self._limits:
            self._limits[line.id] -= quantity

    def with_orderpoint(self, moves):
        """Return the moves of goods that some reordering rule watches, or that may be watched."""
        if self._ordered is None:
            points = moves.env["stock.warehouse.orderpoint"].sudo()
            groups = points._read_group([("product_id", "in", list(self._products))], ["product_id"])
            self._ordered = {product.id for (product,) in groups}
        free = self._products - self._ordered
        return moves.filtered(lambda move: move.product_id.id not in free)

    def is_first(self, orders):
        """Tell whether nothing had been procured for any of these orders before."""
        return bool(orders) and self._first.issuperset(orders.ids)

    @contextmanager
    def confirming(self, moves):
        """Know which moves core is about to give pickings to; moves that they cause come in between."""
        self._confirmed.append(moves)
        try:
            yield
        finally:
            self._confirmed.pop()

    def take_picking(self, move):
        """Return the picking that was made for a move and its like, once; else nothing."""
        if self._confirmed and move in self._confirmed[-1]:
            moves, self._confirmed[-1] = self._confirmed[-1], move.browse()
            self._make_pickings(moves)
        return move.env["stock.picking"].browse(self._waiting.pop(_key(move), ()))

    def _make_pickings(self, moves):
        """Make the pickings that core would make one by one for moves of new references, in its order."""
        groups = moves.filtered(lambda move: move._should_be_assigned()).grouped(_place_key)
        fresh = {
            (*place, *key): group
            for place, together in groups.items()
            for key, group in together.grouped(lambda move: move._key_assign_picking()).items()
            if self.is_first(group.reference_ids.sudo().sale_ids)
            and all(move.product_uom.compare(move.product_uom_qty, 0) >= 0 for move in group)
        }
        if fresh:
            values = [group._get_new_picking_values() for group in fresh.values()]
            pickings = moves.env["stock.picking"].create(values)
            self.made.update(pickings.ids)
            self._bare.update(pickings.ids)
            self._waiting |= dict(zip(fresh, pickings.ids, strict=True))

    def is_new(self, picking):
        """Tell whether a picking was made here and has not got its moves yet; true once for each."""
        new = picking.id in self._bare
        self._bare.discard(picking.id)
        return new

    def take_pickings(self, env):
        """Return the pickings whose confirmation was put off, and forget them."""
        pickings, self.pickings = self.pickings, set()
        return env["stock.picking"].browse(sorted(pickings))

    def post_origins(self, env):
        """Log on the new pickings where they came from."""
        origins, self.origins = self.origins, []
        render = env["mail.render.mixin"]._render_template_qweb_view
        bodies = {}
        for picking, values in origins:
            bodies |= render("mail.message_origin_link", picking._name, picking.ids, add_context=values)
        env["stock.picking"].browse(bodies)._message_log_batch(bodies)

    def take_lines(self):
        """Return the values of the lines that were put off, and forget them."""
        lines, self.lines = self.lines, []
        return lines


def _wait_for(model, domain):
    """Lock records, in the order of their ids, while others may still refer to them."""
    query = model.with_context(active_test=False)._search(domain, order="id")
    table = SQL.identifier(model._table)
    # To be refused here is no error: it is tried again.
    model.env.cr.execute(SQL("%s FOR NO KEY UPDATE OF %s", query.select(), table), log_exceptions=False)


def _limits(lines):
    """Return how much order lines may still take of scarce goods, by line id, in the product's own unit."""
    allotments = lines.env["fmcg.allotment"].sudo().search([("line_id", "in", lines.ids)])
    return {
        each.line_id.id: each.quantity - sum(move._fmcg_reserved() for move in each.line_id.move_ids)
        for each in allotments
    }


def _place_key(move):
    """Return what core groups moves by before it looks for their picking."""
    return frozenset(move.reference_ids.ids), move.location_id.id, move.location_dest_id.id


def _key(move):
    return (*_place_key(move), *move._key_assign_picking())


def _is_core(model_class):
    """Tell whether nobody but core says which quants are gathered, and in which order."""
    names = ("_gather", "_get_gather_domain", "_get_removal_strategy", "_get_removal_strategy_order")
    return all(
        base.__module__ in GATHERED_BY for base in model_class.mro() for name in names if name in vars(base)
    )
