from collections import Counter
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..models.confirm_batch import KEY, batch_of
from ..models.sale_order_allotment import SaleOrder as SharedOrder
from ..models.sale_order_confirm import SaleOrder
from .review_common import ReviewCommon

DOCUMENTS = ("stock.reference", "stock.picking", "stock.move", "stock.move.line")
STATE = (*DOCUMENTS, "stock.quant")
# What every run has of its own: ids, who wrote last and when, and numbers that PostgreSQL never gives twice.
OWN = {"id", "create_uid", "create_date", "write_uid", "write_date", "access_token"}
NUMBERED = {"stock.picking": {"name"}, "stock.move": {"reference"}, "stock.move.line": {"reference"}}


class RolledBack(Exception):
    """Ends a trial."""


@tagged("post_install", "-at_install")
class TestConfirmBatch(ReviewCommon):
    """Orders that are confirmed together end as core would have ended them one move at a time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["fmcg.order.type"].search([]).write({"release": "wave", "invoicing": "manual"})
        cls.place = cls.warehouse.lot_stock_id
        cls.shelf, cls.floor = cls.env["stock.location"].create(
            [{"name": name, "location_id": cls.place.id} for name in ("Shelf", "Floor")]
        )

    def approved(self, *orders):
        """Return approved orders, one for each list of lines."""
        made = self.env["sale.order"].concat(*(self.order(*lines) for lines in orders))
        self.approve(made, "Wanted as it is")
        self.assertEqual(set(made.mapped("fmcg_review_state")), {"approved"})
        return made

    def keep(self, product, quantity, place=None, **more):
        """Put goods on stock."""
        values = {"product_id": product.id, "location_id": (place or self.place).id, "quantity": quantity}
        return self.env["stock.quant"].create(values | more)

    def told(self):
        """Return all that the stock's tables hold, with ranks for ids, so that two runs can be compared."""
        self.env.flush_all()
        self.env.invalidate_all()
        ranks = {
            name: {each.id: rank for rank, each in enumerate(self.env[name].search([], order="id"))}
            for name in (*DOCUMENTS, "sale.order.line")
        }
        # Which of two waves is made first says nothing.
        ranks["stock.picking.batch"] = {
            wave.id: f"{wave.picking_type_id.name} {wave.fmcg_day}"
            for wave in self.env["stock.picking.batch"].search([])
        }
        return {name: [self.row(record, ranks) for record in self.all_of(name)] for name in STATE}

    def all_of(self, name):
        return self.env[name].with_context(active_test=False).search([], order="id")

    def row(self, record, ranks):
        skipped = OWN | NUMBERED.get(record._name, set())
        found = {}
        for name, field in record._fields.items():
            if not field.store or name in skipped or field.type == "one2many":
                continue
            value = record[name]
            if field.relational:
                known = ranks.get(field.comodel_name, {})
                value = sorted(known.get(each, each) for each in value.ids)
            found[name] = value
        return found

    def trial(self, orders, together, act=None):
        """Confirm orders, together or as core does; return what the tables then hold, and take it back."""
        told = None
        act = act or (lambda found: found._fmcg_release())
        # What is scarce is shared before; here it is about what the reservation itself does.
        alone = patch.object(SharedOrder, "_fmcg_allot", lambda *_args, **_more: None)
        with freeze_time(self.moment), alone, patch.object(SaleOrder, "_fmcg_in_batch", together):
            try:
                with self.env.cr.savepoint():
                    act(orders)
                    self.assertEqual(set(orders.mapped("state")), {"sale"})
                    told = self.told()
                    raise RolledBack
            except RolledBack:
                self.env.invalidate_all()
        return told

    def assert_same(self, orders, act=None):
        """Confirm the orders both ways and compare everything; return what came out."""
        self.moment = fields.Datetime.now()
        mine = self.trial(orders, SaleOrder._fmcg_in_batch, act)
        core = self.trial(orders, lambda each: each, act)
        for name in STATE:
            self.assertEqual(len(mine[name]), len(core[name]), name)
            for one, other in zip(mine[name], core[name], strict=True):
                self.assertEqual(one, other, name)
        return mine

    def test_plain_goods_in_pieces_and_cases(self):
        self.stock(self.milk, 500)
        orders = self.approved(
            [(self.cola, 2, self.case), (self.milk, 5, self.piece)],
            [(self.cola, 7, self.piece)],
            [(self.milk, 1, self.case), (self.cola, 3, self.piece)],
        )
        told = self.assert_same(orders)
        self.assertEqual(sum(line["quantity_product_uom"] for line in told["stock.move.line"][-5:]), 87)

    def test_too_little_for_all(self):
        orders = self.approved(*[[(self.cola, 300, self.piece), (self.milk, 4, self.piece)]] * 4)
        told = self.assert_same(orders)
        states = [move["state"] for move in told["stock.move"][-8:]]
        self.assertEqual(
            Counter(states), {"assigned": 3, "partially_available": 1, "confirmed": 4}, "nothing twice"
        )

    def test_cases_are_not_broken_for_a_rest(self):
        self.stock(self.milk, 30)
        self.assert_same(self.approved([(self.milk, 2, self.case)], [(self.milk, 3, self.piece)]))

    def test_several_places_and_each_strategy(self):
        self.keep(self.milk, 30, self.shelf)
        self.keep(self.milk, 50, self.floor)
        self.keep(self.milk, 20)
        for method in ("fifo", "lifo", "closest", "least_packages"):
            with self.subTest(method):
                self.milk.categ_id = self.env["product.category"].create(
                    {
                        "name": method,
                        "removal_strategy_id": self.env["product.removal"]
                        .search([("method", "=", method)], limit=1)
                        .id,
                    }
                )
                orders = self.approved([(self.milk, 60, self.piece)], [(self.milk, 60, self.piece)])
                told = self.assert_same(orders)
                self.assertEqual(sum(quant["reserved_quantity"] for quant in self.of(told, self.milk)), 100)

    def of(self, told, product):
        return [quant for quant in told["stock.quant"] if quant["product_id"] == product.ids]

    def lots(self, product, *days):
        """Return lots of a product that are to be removed after so many days."""
        now = fields.Datetime.now()
        return self.env["stock.lot"].create(
            [
                {
                    "name": f"L{day}",
                    "product_id": product.id,
                    "expiration_date": now + timedelta(days=day + 2),
                    "removal_date": now + timedelta(days=day),
                }
                for day in days
            ]
        )

    def test_first_expired_goes_first_and_expired_never(self):
        fefo = self.env["product.removal"].search([("method", "=", "fefo")], limit=1)
        category = self.env["product.category"].create({"name": "Fresh", "removal_strategy_id": fefo.id})
        yoghurt = self.env["product.product"].create(
            {
                "name": "Yoghurt",
                "is_storable": True,
                "tracking": "lot",
                "use_expiration_date": True,
                "categ_id": category.id,
                "taxes_id": [Command.clear()],
            }
        )
        for lot, quantity in zip(self.lots(yoghurt, 30, 9, -1, 60), (40, 25, 99, 10), strict=True):
            self.keep(yoghurt, quantity, self.shelf, lot_id=lot.id)
        self.keep(yoghurt, 5)
        orders = self.approved(
            [(yoghurt, 30, self.piece)], [(yoghurt, 30, self.piece)], [(yoghurt, 30, self.piece)]
        )
        told = self.assert_same(orders)
        reserved = sorted(quant["reserved_quantity"] for quant in self.of(told, yoghurt))
        self.assertEqual(reserved, [0, 5, 10, 25, 40], "what has expired stays")

    def test_serial_numbers(self):
        cooler = self.env["product.product"].create(
            {"name": "Cooler", "is_storable": True, "tracking": "serial", "taxes_id": [Command.clear()]}
        )
        for number in range(5):
            lot = self.env["stock.lot"].create({"name": f"S{number}", "product_id": cooler.id})
            self.keep(cooler, 1, lot_id=lot.id)
        self.assert_same(self.approved([(cooler, 2, self.piece)], [(cooler, 4, self.piece)]))

    def test_packages_owners_and_two_quants_of_one_kind(self):
        package = self.env["stock.package"].create({"name": "Pallet"})
        self.keep(self.milk, 24, package_id=package.id)
        self.keep(self.milk, 10, owner_id=self.shop.id)
        twin = self.keep(self.milk, 8)
        self.env.cr.execute(
            """
            INSERT INTO stock_quant
                   (product_id, location_id, company_id, quantity, reserved_quantity, in_date)
            SELECT product_id, location_id, company_id, 6, 0, in_date - INTERVAL '1 day'
              FROM stock_quant WHERE id = %s
            """,
            [twin.id],
        )
        orders = self.approved(
            [(self.milk, 24, self.piece)], [(self.milk, 11, self.piece)], [(self.milk, 30, self.piece)]
        )
        self.assert_same(orders)

    def test_less_than_nothing_on_stock(self):
        self.keep(self.milk, 10, self.shelf)
        self.stock(self.milk, -4)
        self.assert_same(self.approved([(self.milk, 8, self.piece)], [(self.milk, 8, self.piece)]))

    def test_goods_without_stock_and_services(self):
        bag, visit = self.env["product.product"].create(
            [
                {"name": "Bag", "type": "consu", "taxes_id": [Command.clear()]},
                {"name": "Visit", "type": "service", "taxes_id": [Command.clear()]},
            ]
        )
        self.assert_same(
            self.approved(
                [(bag, 3, self.piece), (self.cola, 1, self.piece), (visit, 1, self.piece)],
                [(bag, 1, self.piece)],
            )
        )

    def test_deliveries_in_three_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        told = self.assert_same(self.approved([(self.cola, 5, self.piece)], [(self.cola, 9, self.piece)]))
        self.assertEqual(len(told["stock.picking"][-2:]), 2)

    def test_goods_that_are_ordered_for_the_order(self):
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        other = self.env["stock.warehouse"].create({"name": "Supply", "code": "SUP"})
        self.warehouse.resupply_wh_ids = other
        self.milk.route_ids = mto | self.warehouse.resupply_route_ids
        self.keep(self.milk, 12, other.lot_stock_id)
        self.assert_same(
            self.approved(
                [(self.milk, 6, self.piece), (self.cola, 1, self.piece)], [(self.milk, 9, self.piece)]
            )
        )

    def test_goods_that_are_reordered(self):
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.cola.id,
                "location_id": self.place.id,
                "product_min_qty": 990,
                "product_max_qty": 2000,
                "trigger": "auto",
                "route_id": self._supply_route().id,
            }
        )
        told = self.assert_same(self.approved([(self.cola, 20, self.piece)], [(self.cola, 30, self.piece)]))
        supply = [move for move in told["stock.move"] if move["orderpoint_id"]]
        self.assertTrue(supply, "the rule of the goods brought more")

    def _supply_route(self):
        other = self.env["stock.warehouse"].create({"name": "Supply", "code": "SUP"})
        self.warehouse.resupply_wh_ids = other
        return self.warehouse.resupply_route_ids

    def test_goods_that_are_reserved_by_hand(self):
        self.warehouse.out_type_id.reservation_method = "manual"
        orders = self.approved([(self.cola, 600, self.piece)], [(self.cola, 600, self.piece)])
        told = self.assert_same(orders)
        self.assertEqual(
            [move["state"] for move in told["stock.move"][-2:]], ["assigned", "partially_available"]
        )

    def test_a_line_more_joins_the_delivery(self):
        orders = self.approved([(self.cola, 5, self.piece)], [(self.cola, 6, self.piece)])

        def act(found):
            found._fmcg_release()
            found[0].write(
                {"order_line": [Command.create({"product_id": self.cola.id, "product_uom_qty": 4})]}
            )

        self.assert_same(orders, act)

    def test_an_order_that_was_cancelled_and_comes_again(self):
        orders = self.approved([(self.cola, 5, self.piece)], [(self.cola, 6, self.piece)])
        orders._fmcg_release()
        orders.with_context(disable_cancel_warning=True).action_cancel()
        orders.action_draft()
        orders.action_fmcg_review()
        self.approve(orders, "Again")
        self.assert_same(orders)

    def test_the_notes_are_those_of_core(self):
        """The delivery says where it comes from, as a note, once."""
        orders = self.approved([(self.cola, 5, self.piece)], [(self.cola, 6, self.piece)])
        orders._fmcg_release()
        note = self.env.ref("mail.mt_note")
        for order in orders:
            notes = order.picking_ids.message_ids.filtered(lambda each: each.subtype_id == note)
            named = notes.filtered(lambda each, order=order: order.name in each.body)
            self.assertEqual(len(named), 1)
            self.assertEqual(named.author_id, self.env.user.partner_id)

    def test_a_context_from_outside_opens_nothing(self):
        for sent in (True, {"products": [1]}, "ConfirmBatch"):
            self.assertIsNone(batch_of(self.env(context={KEY: sent})))

    def test_orders_that_are_not_ours_are_confirmed_by_core(self):
        order = self.order(fmcg_channel_id=False)
        self.assertIs(order._fmcg_in_batch(), order)
        mixed = order | self.approved([(self.cola, 5, self.piece)])
        self.assertIs(mixed._fmcg_in_batch(), mixed)

    def test_who_gathers_quants_in_another_way_is_asked(self):
        """An addon that changes where core looks for goods is not bypassed."""
        quants = type(self.env["stock.quant"])
        orders = self.approved([(self.cola, 5, self.piece)])

        def gather(model, *args, **kwargs):
            return model.browse()

        with patch.object(quants, "_gather", gather, create=True):
            orders._fmcg_release()
        self.assertEqual(orders.picking_ids.move_ids.state, "confirmed")

    def test_the_number_of_queries_hardly_grows(self):
        """What core asks for each move is asked once; each order costs its own messages and no more."""

        def cost(count):
            orders = self.approved(*[[(self.cola, 1, self.piece), (self.cola, 1, self.case)]] * count)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._fmcg_release()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(1)
        one, many = cost(2), cost(22)
        self.assertLess((many - one) / 20, 16)
