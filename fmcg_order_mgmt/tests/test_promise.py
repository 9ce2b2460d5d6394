from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .review_common import ReviewCommon

MONDAY = datetime(2031, 3, 3, 9)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2031, 3, day) for day in (4, 5, 6, 7))


@tagged("post_install", "-at_install")
class TestPromise(ReviewCommon):
    """When orders can be with their customers; the clock stands on a Monday morning."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(MONDAY)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.env.company.partner_id.tz = cls.warehouse.partner_id.tz = "UTC"
        cls.regular.write({"automation": "person", "release": "at_once"})
        cls.supplier = cls.env.ref("stock.stock_location_suppliers")

    def promised(self, *lines, **values):
        order = self.order(*lines, **{"date_order": MONDAY} | values)
        order.action_fmcg_review()
        return order

    def receipt(self, product, quantity, at):
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": self.supplier.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "date": at,
            }
        )
        move._action_confirm()
        return move

    def judge(self):
        with self.enter_registry_test_mode():
            self.env.ref("fmcg_order_mgmt.ir_cron_judge_promises").method_direct_trigger()
        self.env.invalidate_all()

    def route(self, **values):
        days = dict.fromkeys(("mon", "wed", "fri", "sat", "sun"), False)
        values = {"name": "North", "code": "PRM", "cut_off": 12, "lead_days": 1} | days | values
        self.shop.fmcg_route_id = self.env["fmcg.route"].create(values)

    def test_what_is_on_stock_comes_on_the_next_day(self):
        order = self.promised()
        self.assertEqual(order.fmcg_promised_on, TUESDAY)
        self.assertEqual(order.order_line.fmcg_promise_text, "Tue, Mar 4: all 2 Units in stock.")
        self.assertEqual(order.fmcg_promise_text, "All of it on Tue, Mar 4.")

    def test_the_rest_comes_with_a_receipt_on_a_delivery_day(self):
        self.route()
        self.stock(self.milk, 40)
        self.receipt(self.milk, 100, datetime(2031, 3, 4, 15))
        order = self.promised((self.milk, 60, self.piece), (self.cola, 1, self.case))
        milk, cola = order.order_line
        self.assertEqual((milk.fmcg_promised_on, cola.fmcg_promised_on), (THURSDAY, TUESDAY))
        self.assertEqual(
            milk.fmcg_promise_text,
            "Thu, Mar 6: 40 of 60 Units in stock, the rest comes in on Tue, Mar 4. "
            "40 can be there on Tue, Mar 4.",
        )
        self.assertEqual(order.fmcg_promised_on, THURSDAY)
        self.assertEqual(order.fmcg_promise_text, "1 of 2 products on Tue, Mar 4, all of them on Thu, Mar 6.")

    def test_what_comes_before_it_is_needed_is_not_short(self):
        self.receipt(self.milk, 100, datetime(2031, 3, 4, 15))
        soon = self.promised((self.milk, 60, self.piece))
        self.assertIn("stock_short", soon.fmcg_finding_ids.mapped("code"), "tomorrow nothing is there")
        later = self.promised((self.milk, 30, self.piece), commitment_date=datetime(2031, 3, 6, 12))
        self.assertNotIn("stock_short", later.fmcg_finding_ids.mapped("code"))
        more = self.promised((self.milk, 30, self.piece), commitment_date=datetime(2031, 3, 6, 12))
        self.assertIn("stock_short", more.fmcg_finding_ids.mapped("code"), "the rest is promised to others")
        later.order_line.product_uom_qty = 50
        later.action_fmcg_review()
        self.assertIn("stock_short", later.fmcg_finding_ids.mapped("code"), "more than what comes is wanted")

    def test_what_never_comes_is_said(self):
        order = self.promised((self.milk, 5, self.piece))
        self.assertFalse(order.fmcg_promised_on)
        self.assertEqual(order.fmcg_promise_text, "Not all of it is to be had.")
        self.assertIn("Nothing of 5 Units is in stock", order.order_line.fmcg_promise_text)
        self.stock(self.milk, 3)
        order.action_fmcg_review()
        self.assertIn("3 of 5 Units; 2 are not in stock", order.order_line.fmcg_promise_text)

    def test_the_cut_off_and_the_day_that_is_wanted(self):
        self.route()
        self.assertEqual(self.promised().fmcg_promised_on, TUESDAY)
        late = self.promised(date_order=datetime(2031, 3, 3, 12, 30))
        self.assertEqual(late.fmcg_promised_on, THURSDAY)
        wanted = self.promised(commitment_date=datetime(2031, 3, 5, 10))
        self.assertEqual(wanted.fmcg_promised_on, THURSDAY)
        with freeze_time("2031-03-04 09:00:00"):
            # It came in time, but nobody can deliver yesterday.
            self.assertEqual(self.promised().fmcg_promised_on, THURSDAY)

    def test_the_lead_time_of_goods_counts_from_the_order(self):
        self.cola.sale_delay = 3
        order = self.promised((self.cola, 1, self.piece))
        self.assertEqual((order.order_line.customer_lead, order.fmcg_promised_on), (3, THURSDAY))
        # Who wants it on Friday waits no longer than that.
        wanted = self.promised((self.cola, 1, self.piece), commitment_date=datetime(2031, 3, 7, 10))
        self.assertEqual(wanted.fmcg_promised_on, FRIDAY)

    def test_the_goods_are_planned_for_the_promised_day(self):
        self.route(lead_days=2, mon=True)
        order = self.promised()
        self.assertEqual(order.fmcg_promised_on, THURSDAY)
        self.approve(order)
        move = order.picking_ids.move_ids
        self.assertEqual(move.date_deadline, datetime(2031, 3, 6, 12))
        self.assertEqual(move.date, datetime(2031, 3, 4, 12))
        self.assertFalse(order.fmcg_is_late)
        with freeze_time("2031-03-07 09:00:00"):
            order.invalidate_recordset(["fmcg_is_late"])
            self.assertTrue(order.fmcg_is_late)
            self.assertIn(order, self.env["sale.order"].search([("fmcg_is_late", "=", True)]))
        wanted = self.promised(commitment_date=datetime(2031, 3, 10, 10))
        self.approve(wanted)
        self.assertEqual(wanted.picking_ids.move_ids.date_deadline, datetime(2031, 3, 10, 10))

    def test_a_holiday_is_no_delivery_day(self):
        if "resource.calendar.leaves" not in self.env:
            self.skipTest("working calendars are not installed")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "date_from": datetime(2031, 3, 4),
                "date_to": datetime(2031, 3, 4, 23, 59),
                "company_id": self.env.company.id,
                "calendar_id": False,
            }
        )
        self.assertEqual(self.promised().fmcg_promised_on, WEDNESDAY)

    def test_what_others_were_promised_is_theirs(self):
        self.stock(self.milk, 10)
        first = self.promised((self.milk, 8, self.piece))
        second = self.promised((self.milk, 5, self.piece))
        self.assertEqual(first.fmcg_promised_on, TUESDAY)
        self.assertFalse(second.fmcg_promised_on)
        # Looked at again, the first does not lose to the second, nor to itself.
        first.action_fmcg_review()
        self.assertEqual(first.fmcg_promised_on, TUESDAY)
        self.approve(first, "Known")
        self.assertEqual(first.state, "sale")
        second.action_fmcg_review()
        self.assertIn("2 of 5 Units", second.order_line.fmcg_promise_text)
        first._fmcg_cancel()
        second.action_fmcg_review()
        self.assertEqual(second.fmcg_promised_on, TUESDAY)

    def test_who_comes_first_in_one_look(self):
        self.stock(self.milk, 10)
        later, sooner = (
            self.order((self.milk, 8, self.piece), date_order=MONDAY, commitment_date=day)
            for day in (datetime(2031, 3, 7, 10), datetime(2031, 3, 5, 10))
        )
        (later | sooner).action_fmcg_review()
        self.assertEqual((sooner.fmcg_promised_on, later.fmcg_promised_on), (WEDNESDAY, False))
        urgent = self.env["fmcg.order.type"].create({"name": "Urgent", "code": "urgent", "priority": 99})
        later.fmcg_order_type_id = urgent
        (later | sooner).action_fmcg_review()
        self.assertEqual((sooner.fmcg_promised_on, later.fmcg_promised_on), (False, FRIDAY))

    def test_goods_that_keep_long_enough(self):
        self.milk.write({"tracking": "lot", "use_expiration_date": True, "expiration_time": 60})
        self.shop.fmcg_min_shelf_life_days = 30
        for name, expires in (("OLD", "2031-03-20"), ("NEW", "2031-05-20")):
            lot = self.env["stock.lot"].create(
                {
                    "name": name,
                    "product_id": self.milk.id,
                    "expiration_date": f"{expires} 12:00:00",
                    "removal_date": f"{expires} 12:00:00",
                }
            )
            self.env["stock.quant"]._update_available_quantity(
                self.milk, self.warehouse.lot_stock_id, 10, lot_id=lot
            )
        order = self.promised((self.milk, 12, self.piece))
        self.assertFalse(order.fmcg_promised_on)
        self.assertIn(
            "10 of 12 Units; 2 are not in stock and not on their way. 10 more in stock expire too soon",
            order.order_line.fmcg_promise_text,
        )

    def test_what_is_not_stocked_needs_the_van_alone(self):
        service = self.env["product.product"].create({"name": "Shelf care", "type": "service"})
        order = self.promised((service, 1, self.piece))
        self.assertEqual(order.order_line.fmcg_promise_text, "Tue, Mar 4 is the next delivery day.")

    def test_a_stock_below_zero_promises_nothing(self):
        self.stock(self.milk, -5)
        self.receipt(self.milk, 8, datetime(2031, 3, 4, 15))
        order = self.promised((self.milk, 3, self.piece))
        self.assertEqual(order.fmcg_promised_on, WEDNESDAY)
        self.assertEqual(order.fmcg_promise_text, "All of it on Wed, Mar 5.")
        self.assertFalse(self.promised((self.milk, 1, self.piece)).fmcg_promised_on)

    def test_a_changed_promise_keeps_the_earlier_one(self):
        self.stock(self.milk, 5)
        order = self.promised((self.milk, 5, self.piece))
        promise = order.fmcg_promise_ids
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_promise_ids, promise)
        order.order_line.product_uom_qty = 6
        order.action_fmcg_review()
        self.assertEqual(len(order.fmcg_promise_ids), 1)
        self.assertNotEqual(order.fmcg_promise_ids, promise)
        self.assertEqual((promise.is_current, promise.promised_on), (False, TUESDAY))
        order.order_line = [Command.clear(), Command.create({"product_id": self.cola.id})]
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_promise_ids.product_id, self.cola)
        self.assertEqual(order.fmcg_promised_on, TUESDAY)

    def test_the_review_desk_shows_it(self):
        self.stock(self.milk, 3)
        order = self.promised((self.milk, 5, self.piece), (self.cola, 1, self.piece))
        told = self.env["fmcg.review.desk"].with_user(self.reviewer).order(order.id)
        self.assertEqual(told["promise"], order.fmcg_promise_text)
        milk, cola = (line["promise"] for line in told["lines"])
        self.assertIn("3 of 5 Units", milk)
        self.assertFalse(cola)

    def test_nobody_makes_a_promise_by_hand(self):
        order = self.promised()
        with self.assertRaises(AccessError):
            order.fmcg_promise_ids.with_user(self.rep).write({"promised_on": FRIDAY})
        with self.assertRaisesRegex(UserError, "follows from stock"):
            order.with_user(self.reviewer).fmcg_promised_on = FRIDAY
        self.assertEqual(order.with_user(self.rep).fmcg_promise_ids.promised_on, TUESDAY)

    def test_an_order_that_fails_holds_up_nothing(self):
        orders = self.order(date_order=MONDAY) | self.order(date_order=MONDAY)
        bad = orders[0]
        terms = type(bad)._fmcg_terms

        def fragile(order, holidays):
            if order == bad:
                order.env.cr.execute("SELECT 1 / 0")
            return terms(order, holidays)

        self.patch(type(bad), "_fmcg_terms", fragile)
        with (
            self.assertLogs("odoo.addons.fmcg_order_mgmt.models.sale_order_promise", "WARNING") as log,
            mute_logger("odoo.sql_db"),
        ):
            orders.action_fmcg_review()
        self.assertEqual(len(log.records), 1)
        self.assertEqual(orders.mapped("fmcg_promised_on"), [False, TUESDAY])
        self.assertEqual(set(orders.mapped("fmcg_review_state")), {"pending"})

    def test_a_line_that_goes_takes_its_promise_along(self):
        order = self.promised((self.cola, 1, self.piece), (self.milk, 5, self.piece))
        self.assertIn("1 of 2 products", order.fmcg_promise_text)
        order.order_line[1].unlink()
        self.assertEqual(order.fmcg_promise_text, "All of it on Tue, Mar 4.")

    def test_it_is_kept_or_not(self):
        kept, late, half, cancelled, replaced = (self.promised() for _each in range(5))
        orders = kept | late | half | cancelled | replaced
        first = replaced.fmcg_promise_ids
        replaced.order_line.product_uom_qty = 3
        replaced.action_fmcg_review()
        for order in orders - cancelled:
            self.approve(order)
        for order in kept | replaced:
            order.picking_ids.button_validate()
        half.picking_ids.move_ids.quantity = 1
        half.picking_ids.with_context(skip_backorder=True).button_validate()
        cancelled._fmcg_cancel()
        with freeze_time("2031-03-05 09:00:00"):
            late.picking_ids.button_validate()
            self.judge()
            self.assertEqual(set(orders.fmcg_promise_ids.mapped("outcome")), {"open"})
        with freeze_time("2031-03-06 09:00:00"):
            self.judge()
        self.assertEqual(
            [order.fmcg_promise_ids.outcome for order in orders], ["kept", "broken", "broken", "void", "kept"]
        )
        self.assertEqual(first.outcome, "void")

    def test_the_arrival_of_the_shipment_counts(self):
        self.route()
        order = self.promised()
        self.approve(order)
        order.picking_ids.button_validate()
        with freeze_time("2031-03-04 15:00:00"):
            order.picking_ids.sudo().action_fmcg_delivered()
        order.fmcg_promise_ids._judge()
        self.assertEqual(order.fmcg_promise_ids.outcome, "kept")
        late = self.promised()
        self.approve(late)
        # It left in time, and was two days under way.
        late.picking_ids.button_validate()
        with freeze_time("2031-03-06 09:00:00"):
            late.picking_ids.sudo().action_fmcg_delivered()
        late.fmcg_promise_ids._judge()
        self.assertEqual(late.fmcg_promise_ids.outcome, "broken")

    def test_planning_the_goods_reads_all_promises_at_once(self):
        def queries(count):
            lines = [(self.cola, 1, self.piece)] * count
            order = self.promised(*lines)
            self.env.flush_all()
            self.env.invalidate_all()
            order.order_line.mapped("product_id.name")
            before = self.env.cr.sql_log_count
            for line in order.order_line:
                line._fmcg_current_promise().mapped("promised_on")
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(1), queries(20))

    def test_the_queries_of_judging_do_not_grow(self):
        self.regular.invoicing = "manual"

        def queries(count):
            orders = self.env["sale.order"].concat(*(self.promised() for _number in range(count)))
            self.approve(orders)
            orders.picking_ids.button_validate()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.fmcg_promise_ids._judge()
            self.env.flush_all()
            self.assertEqual(set(orders.fmcg_promise_ids.mapped("outcome")), {"kept"})
            return self.env.cr.sql_log_count - before

        few, many = (min(queries(count) for _run in range(2)) for count in (1, 20))
        self.assertEqual(few, many)

    def test_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        text = self.promised().order_line.with_context(lang="zh_CN").fmcg_promise_text
        self.assertIn("3月4日", text)
        self.assertNotIn("stock", text)

    def test_the_number_of_queries_does_not_grow(self):
        self.route()

        def queries(count):
            lines = ((self.cola, 2, self.case), (self.milk, 3, self.piece))
            orders = self.env["sale.order"].concat(*(self.order(*lines) for _number in range(count)))
            orders.action_fmcg_review()
            for line in orders.order_line:
                line.product_uom_qty = 7
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._fmcg_promise()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        many, few = (min(queries(count) for _run in range(2)) for count in (50, 1))
        self.assertEqual(many, few)
