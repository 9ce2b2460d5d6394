from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .review_common import ReviewCommon

DAY = "2030-05-06 10:00:00"


@tagged("post_install", "-at_install")
class TestAllotment(ReviewCommon):
    """Goods that are not there for all are shared among approved orders before they are released."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = cls.env["fmcg.order.type"].create(
            [
                {"name": name, "code": name, "release": "wave", "invoicing": "manual", "priority": priority}
                for name, priority in (("plain", 0), ("star", 5))
            ]
        )
        cls.dispatcher = new_test_user(
            cls.env, "fmcg_allot_dispatcher", groups="fmcg_order_mgmt.group_fmcg_dispatcher"
        )
        cls.env["fmcg.review.rule"].search([]).active = False
        cls.model = cls.env["fmcg.allotment"]

    def approved(self, quantity, kind=0, product=None, unit=None, **values):
        order = self.order(
            (product or self.milk, quantity, unit or self.piece),
            fmcg_order_type_id=self.kinds[kind].id,
            **{"commitment_date": DAY, **values},
        )
        self.approve(order)
        self.assertEqual(order.fmcg_review_state, "approved")
        return order

    def given(self, orders):
        """Return what the orders were allotted, in their order; None without an allotment."""
        found = {each.order_id: each.quantity for each in self.model.search([("order_id", "in", orders.ids)])}
        return [found.get(order) for order in orders]

    def reserved(self, orders):
        return [sum(order.order_line.move_ids.mapped("quantity")) for order in orders]

    def test_what_is_there_for_all_is_not_allotted(self):
        orders = self.approved(3, product=self.cola) | self.approved(4, product=self.cola)
        orders._fmcg_allot()
        self.assertEqual(self.given(orders), [None, None])

    def test_priority_first_then_the_day_then_equal_shares(self):
        self.stock(self.milk, 100)
        late = self.approved(40, commitment_date="2030-05-07 10:00:00")
        orders = late | self.approved(40) | self.approved(40, kind=1)
        orders._fmcg_allot()
        self.assertEqual(self.given(orders), [20, 40, 40])
        orders._fmcg_release()
        self.assertEqual(self.reserved(orders), [20, 40, 40])

    def test_equals_share_and_the_largest_is_capped(self):
        self.stock(self.milk, 100)
        orders = self.approved(900) | self.approved(50) | self.approved(50)
        self.env.company.fmcg_allotment_cap = 1
        orders._fmcg_allot()
        self.assertEqual(self.given(orders), [90, 5, 5])
        self.env.company.fmcg_allotment_cap = 0.5
        orders._fmcg_allot(again=True)
        self.assertEqual(self.given(orders), [50, 25, 25])
        orders._fmcg_release()
        self.assertEqual(self.reserved(orders), [50, 25, 25])
        self.assertEqual(
            orders.picking_ids.move_ids.mapped("state"), ["partially_available"] * 3, "the rest is waited for"
        )

    def test_cases_stay_whole(self):
        self.stock(self.milk, 60)
        orders = self.approved(2, unit=self.case) | self.approved(2, unit=self.case)
        orders._fmcg_allot()
        self.assertEqual(sorted(self.given(orders)), [24, 24])
        orders._fmcg_release()
        self.assertEqual(self.reserved(orders), [24, 24])

    def test_a_person_changes_it_before_the_release(self):
        self.stock(self.milk, 10)
        orders = self.approved(10) | self.approved(10)
        orders._fmcg_allot()
        first, second = self.model.with_user(self.dispatcher).search([("order_id", "in", orders.ids)])
        with self.assertRaisesRegex(
            ValidationError, r"12 Units of Milk would be given away, but only 10 are"
        ):
            first.quantity = 7
        first.quantity, second.quantity = 3, 7
        orders._fmcg_release()
        self.assertEqual(self.reserved(orders), [3, 7])
        self.assertFalse(any(first.mapped("waits")))
        with self.assertRaisesRegex(UserError, "keep what they got"):
            first.quantity = 2

    def test_more_than_is_wanted_or_less_than_nothing_is_refused(self):
        orders = self.approved(10)
        orders._fmcg_allot()
        allotment = self.model.search([("order_id", "in", orders.ids)])
        for quantity in (-1, 11):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                allotment.quantity = quantity
                self.env.flush_all()

    def test_what_others_wait_for_is_not_given_away(self):
        """An order that is released before its turn finds what it was not promised to somebody else."""
        self.stock(self.milk, 10)
        waiting = self.approved(6) | self.approved(6)
        waiting._fmcg_allot()
        self.assertEqual(self.given(waiting), [5, 5])
        late = self.approved(4, kind=1)
        late._fmcg_release()
        self.assertEqual(self.reserved(late), [0])
        waiting._fmcg_release()
        self.assertEqual(self.reserved(waiting), [5, 5])

    def test_allot_again_takes_all_that_wait(self):
        self.stock(self.milk, 10)
        orders = self.approved(6) | self.approved(6)
        orders._fmcg_allot()
        star = self.approved(4, kind=1)
        self.model.with_user(self.dispatcher).action_allot_waiting()
        self.assertEqual(self.given(orders | star), [3, 3, 4])

    def test_who_may_not_dispatch_allots_nothing(self):
        for user in (self.rep, self.reviewer):
            with self.assertRaises(AccessError):
                self.model.with_user(user).action_allot_waiting()

    def test_an_order_that_changes_is_allotted_anew(self):
        self.stock(self.milk, 10)
        orders = self.approved(6) | self.approved(6)
        orders._fmcg_allot()
        orders[0].order_line.product_uom_qty = 2
        self.approve(orders[0], "Less is enough")
        orders._fmcg_allot()
        self.assertEqual(self.given(orders), [None, 5], "the first takes what it needs")
        orders._fmcg_release()
        self.assertEqual(self.reserved(orders), [2, 5])

    def test_a_cancelled_order_gives_back_what_it_was_given(self):
        self.stock(self.milk, 10)
        orders = self.approved(6) | self.approved(6)
        orders._fmcg_allot()
        orders[0].with_context(disable_cancel_warning=True).action_cancel()
        self.assertEqual(self.given(orders), [None, 5])
        orders[1]._fmcg_allot(again=True)
        self.assertEqual(self.given(orders), [None, None])

    def test_less_than_nothing_on_stock(self):
        self.stock(self.milk, -4)
        orders = self.approved(6) | self.approved(6)
        orders._fmcg_release()
        self.assertEqual(self.given(orders), [0, 0])
        self.assertEqual(self.reserved(orders), [0, 0])
        self.assertEqual(set(orders.mapped("state")), {"sale"})

    def test_what_has_expired_is_not_shared(self):
        milk = self.env["product.product"].create(
            {
                "name": "Fresh Milk",
                "is_storable": True,
                "tracking": "lot",
                "use_expiration_date": True,
                "taxes_id": [Command.clear()],
            }
        )
        lots = self.env["stock.lot"].create(
            [
                {"name": name, "product_id": milk.id, "removal_date": day, "expiration_date": day}
                for name, day in (("old", "2020-01-01 00:00:00"), ("new", "2040-01-01 00:00:00"))
            ]
        )
        for lot, quantity in zip(lots, (50, 6), strict=True):
            self.env["stock.quant"]._update_available_quantity(
                milk, self.warehouse.lot_stock_id, quantity, lot_id=lot
            )
        orders = self.approved(6, product=milk) | self.approved(6, product=milk)
        orders._fmcg_release()
        self.assertEqual(self.given(orders), [3, 3])
        self.assertEqual(self.reserved(orders), [3, 3])

    def test_the_wave_is_allotted_as_one_whatever_its_chunks(self):
        self.stock(self.milk, 30)
        orders = self.env["sale.order"].concat(*(self.approved(10) for _each in range(6)))
        orders.sudo().fmcg_release_at = False
        with patch.object(self.env.cr, "commit", self.env.cr.flush):
            self.env["sale.order"]._cron_release(chunk=2)
        self.env.invalidate_all()
        self.assertEqual(self.reserved(orders), [5] * 6)

    def test_the_number_of_queries_does_not_grow(self):
        def allot(count):
            self.stock(self.milk, 1)
            orders = self.env["sale.order"].concat(*(self.approved(9) for _each in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._fmcg_allot()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        allot(1)
        self.assertEqual(allot(2), allot(50))

    def test_an_order_that_was_promised_comes_before_one_that_was_not(self):
        self.stock(self.milk, 10)
        orders = self.approved(6, commitment_date=False) | self.approved(6, commitment_date=False)
        self.assertTrue(orders[0].fmcg_promised_on)
        self.assertFalse(orders[1].fmcg_promised_on)
        orders._fmcg_allot()
        self.assertEqual(self.given(orders), [6, 4])

    def test_the_screen_can_be_used(self):
        self.stock(self.milk, 10)
        orders = self.approved(6) | self.approved(6)
        orders._fmcg_allot()
        with Form(self.model.with_user(self.dispatcher).search([("order_id", "=", orders[0].id)])) as form:
            form.quantity = 4
        self.assertEqual(self.given(orders), [4, 5])
