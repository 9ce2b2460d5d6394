from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..engine.promise.shortage import KINDS
from .counter_offer_common import CounterOfferCommon


@tagged("post_install", "-at_install")
class TestCounterOffer(CounterOfferCommon):
    """What is offered for goods that are short, and what comes of it at the desk."""

    def words(self, day):
        return self.env["fmcg.promise"]._day(day)

    # What is offered --------------------------------------------------------------------------------------

    def test_the_options_of_a_short_line_the_best_first(self):
        order = self.short()
        self.assertEqual((order.fmcg_short_count, order.fmcg_short_value), (1, 40))
        offer = self.offer(order)
        first, then = self.words(self.tomorrow), self.words(self.then)
        self.assertEqual(
            [(line.kind, line.text, line.fill) for line in offer.line_ids],
            [
                ("substitute", f"40 Units on {first}; 20 Units Soya Drink instead", 1),
                ("later", f"40 Units on {first}; 20 Units on {then}", 1),
                ("date", f"60 Units on {then}; the whole order comes on that day", 1),
                ("less", f"40 Units on {first}; 20 Units not at all", 0.67),
                ("pack", f"1 Case of 24 on {first}; 36 Units not at all", 0.4),
                ("none", "Leave it out", 0),
            ],
        )
        self.assertEqual(offer.line_ids.mapped("score"), sorted(offer.line_ids.mapped("score"), reverse=True))
        self.assertEqual(offer.line_ids.filtered("chosen"), offer.line_ids[0])
        self.assertEqual(set(offer.line_ids.mapped("title")), {f"60 Units Milk: only 40 Units on {first}"})
        self.assertEqual(offer.line_ids[0].price, 3)
        self.assertEqual(offer.state, "draft")

    def test_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        lines = self.offer(self.short()).line_ids.with_context(lang="zh_CN")
        self.assertIn("改送 Soya Drink 20 Units", lines[0].text)
        self.assertNotRegex(" ".join(lines.mapped("text")), r"\b(on|instead|order|not)\b")

    def test_every_kind_has_a_name(self):
        named = dict(self.env["fmcg.counter.offer.line"]._fields["kind"].selection)
        self.assertEqual(set(named), set(KINDS))

    def test_opened_again_it_is_the_same_and_says_what_holds_now(self):
        order = self.short()
        offer = self.offer(order)
        self.stock(self.milk, 10)
        self.assertEqual(self.offer(order), offer)
        self.assertIn("50 Units on", self.option(offer, "less").text)

    def test_what_is_short_of_nothing_needs_no_offer(self):
        order = self.short()
        self.assertTrue(self.offer(order))
        self.stock(self.milk, 60)
        with self.assertRaisesRegex(UserError, "not short of anything"):
            self.offer(order)
        order.action_fmcg_review()
        self.assertFalse(order.fmcg_short_count)

    def test_leaving_it_out_is_nobodys_choice_but_a_persons(self):
        tea = self.env["product.product"].create({"name": "Tea", "is_storable": True})
        offer = self.offer(self.short((self.cola, 2, self.piece), (tea, 5, self.piece)))
        self.assertRecordValues(offer.line_ids, [{"kind": "none", "is_best": True, "chosen": False}])
        with self.assertRaisesRegex(UserError, "Choose an option"):
            offer.with_user(self.rep).action_apply()
        self.assertFalse(offer.line_ids._page_option()["best"])

    def test_a_substitute_that_the_customer_may_not_carry_is_not_offered(self):
        self.env["fmcg.assortment"].create(
            [{"product_id": product.id, "partner_id": self.shop.id} for product in (self.milk, self.cola)]
        )
        self.assertFalse(self.option(self.offer(self.short()), "substitute"))

    def test_substitutes_in_a_circle_and_archived_ones(self):
        self.pair.both_ways = True
        self.stock(self.soy, -500)
        lines = ((self.milk, 60, self.piece), (self.soy, 5, self.piece))
        self.assertFalse(self.option(self.offer(self.short(*lines)), "substitute"))
        self.stock(self.soy, 500)
        self.soy.active = False
        self.assertFalse(self.option(self.offer(self.short()), "substitute"))

    def test_goods_that_are_not_sold_any_more_come_only_as_others(self):
        order = self.short()
        self.milk.active = False
        offer = self.offer(order)
        self.assertEqual(set(offer.line_ids.mapped("kind")), {"substitute", "none"})

    def test_what_the_order_needs_itself_stands_for_nothing(self):
        self.stock(self.soy, -480)
        order = self.short((self.milk, 60, self.piece), (self.soy, 15, self.piece))
        self.assertIn("5 Units Soya Drink instead", self.option(self.offer(order), "substitute").text)

    def test_another_warehouse_that_has_it_sooner(self):
        far = self.env["stock.warehouse"].create({"name": "Far Depot", "code": "FAR"})
        self.env["stock.quant"]._update_available_quantity(self.milk, far.lot_stock_id, 30)
        order = self.short()
        offer = self.offer(order)
        self.assertIn("from Far Depot", self.option(offer, "warehouse").text)
        self.apply(offer, "warehouse")
        second = order.fmcg_split_ids
        self.assertEqual((second.warehouse_id, self.lines(second)), (far, [("Milk", 20, "Units")]))
        self.assertEqual(second.fmcg_promised_on, self.tomorrow)
        self.assertEqual(order.warehouse_id, self.warehouse)

    # What comes of it -------------------------------------------------------------------------------------

    def test_another_product_for_the_rest(self):
        order = self.short()
        offer = self.offer(order)
        self.apply(offer, "substitute")
        self.assertEqual(
            self.lines(order), [("Cola", 2, "Units"), ("Milk", 40, "Units"), ("Soya Drink", 20, "Units")]
        )
        self.assertEqual(order.order_line[2].price_unit, 3)
        self.assertEqual((order.fmcg_short_count, order.fmcg_promised_on), (0, self.tomorrow))
        self.assertRecordValues(
            offer, [{"state": "answered", "answered_by": "team", "answered_user_id": self.rep.id}]
        )
        self.assertEqual(self.lost(order), [("substituted", self.milk, 20)])
        self.assertIn("Soya Drink instead", order.message_ids[0].body)

    def test_both_versions_are_kept(self):
        order = self.short()
        offer = self.offer(order)
        self.apply(offer, "later")
        kept = [(line["product"], line["quantity"]) for line in offer.before["lines"]]
        self.assertEqual(kept, [("Cola", 2), ("Milk", 60)])
        after = {version["order"]: version["lines"] for version in offer.after}
        self.assertEqual([line["quantity"] for line in after[order.name]], [2, 40])
        self.assertEqual([line["quantity"] for line in after[order.fmcg_split_ids.name]], [20])
        (version,) = self.env["fmcg.order.screen"].with_user(self.rep).versions(order.id)
        self.assertEqual(
            version["rows"],
            [
                {
                    "product": "Milk",
                    "was": "60 Units",
                    "will": f"40 Units + 20 Units ({order.fmcg_split_ids.name})",
                    "goes": False,
                }
            ],
        )
        self.assertEqual((version["who"], version["total"]), (self.rep.name, []))

    def test_a_part_now_and_the_rest_on_a_second_order(self):
        order = self.short()
        self.apply(self.offer(order), "later")
        second = order.fmcg_split_ids
        self.assertEqual(self.lines(order), [("Cola", 2, "Units"), ("Milk", 40, "Units")])
        self.assertEqual(self.lines(second), [("Milk", 20, "Units")])
        self.assertEqual((order.fmcg_promised_on, second.fmcg_promised_on), (self.tomorrow, self.then))
        self.assertEqual(second.commitment_date, order._fmcg_noon(self.then))
        self.assertEqual((second.fmcg_review_state, second.fmcg_short_count), ("pending", 0))
        self.assertFalse(self.lost(order))

    def test_the_whole_order_later(self):
        order = self.short()
        self.apply(self.offer(order), "date")
        self.assertEqual(order.commitment_date, order._fmcg_noon(self.then))
        self.assertFalse(order.fmcg_split_ids)
        self.assertEqual((order.fmcg_promised_on, order.fmcg_short_count), (self.then, 0))

    def test_another_pack_and_only_what_is_there(self):
        order = self.short((self.cola, 2, self.piece), (self.milk, 2, self.case))
        offer = self.offer(order)
        pack = self.option(offer, "pack")
        self.assertEqual((pack.quantity, pack.uom_id), (40, self.piece))
        self.apply(offer, "pack")
        self.assertEqual(self.lines(order)[1], ("Milk", 40, "Units"))
        self.assertEqual(order.order_line[1].price_unit, 2)
        self.assertEqual(self.lost(order), [("cut", self.milk, 8)])
        order._fmcg_cancel()
        other = self.short((self.cola, 2, self.piece), (self.milk, 2, self.case))
        self.apply(self.offer(other), "less")
        self.assertEqual(self.lines(other)[1], ("Milk", 1, "Case of 24"))
        self.assertEqual(self.lost(other), [("cut", self.milk, 24)])

    def test_none_of_it_and_nothing_else_on_the_order(self):
        order = self.short()
        self.apply(self.offer(order), "none")
        self.assertEqual(self.lines(order), [("Cola", 2, "Units")])
        self.assertEqual(self.lost(order), [("cut", self.milk, 60)])
        alone = self.short((self.milk, 60, self.piece))
        self.apply(self.offer(alone), "none")
        self.assertEqual(alone.state, "cancel")
        self.assertEqual(self.lost(alone), [("cut", self.milk, 60)])

    def test_free_goods_are_replaced_free(self):
        order = self.order((self.cola, 2, self.piece), (self.milk, 60, self.piece))
        order.order_line[1].discount = 100
        order.action_fmcg_review()
        self.apply(self.offer(order), "substitute")
        soy = order.order_line[2]
        self.assertEqual((soy.product_id, soy.product_uom_qty, soy.discount), (self.soy, 20, 100))

    def test_two_short_lines_each_in_its_way(self):
        tea = self.env["product.product"].create({"name": "Tea", "is_storable": True})
        self.stock(tea, 1)
        self.receipt(tea, 9, fields.Datetime.now() + timedelta(days=4))
        order = self.short((self.milk, 60, self.piece), (tea, 5, self.piece))
        offer = self.offer(order)
        self.choose(offer, "later", self.milk)
        self.choose(offer, "later", tea)
        offer.with_user(self.rep).action_apply()
        self.assertEqual(len(order.fmcg_split_ids), 1)
        self.assertEqual(self.lines(order.fmcg_split_ids), [("Milk", 20, "Units"), ("Tea", 4, "Units")])
        order = self.short((self.milk, 60, self.piece), (tea, 5, self.piece), (self.cola, 1, self.piece))
        self.stock(self.milk, 40)
        order.action_fmcg_review()
        offer = self.offer(order)
        self.choose(offer, "date", self.milk)
        for line in offer.line_ids.filtered(lambda line: line.chosen and line.ordered_id == tea):
            line.with_user(self.rep).action_choose()
        offer.with_user(self.rep).action_apply()
        # Nothing was chosen for the tea, so it stays as it was ordered.
        self.assertFalse(order.fmcg_split_ids)
        self.assertIn(("Tea", 5, "Units"), self.lines(order))

    def test_everything_later_leaves_no_empty_order_behind(self):
        tea = self.env["product.product"].create({"name": "Tea", "is_storable": True})
        self.receipt(tea, 9, fields.Datetime.now() + timedelta(days=4))
        herb = self.env["product.product"].create({"name": "Herb", "is_storable": True})
        self.receipt(herb, 9, fields.Datetime.now() + timedelta(days=4))
        order = self.short((tea, 5, self.piece), (herb, 5, self.piece))
        offer = self.offer(order)
        self.choose(offer, "later", tea)
        self.choose(offer, "later", herb)
        offer.with_user(self.rep).action_apply()
        self.assertFalse(order.fmcg_split_ids)
        self.assertEqual(order.commitment_date, order._fmcg_noon(self.then))

    def test_an_approved_order_waits_for_a_decision_again(self):
        self.regular.release = "wave"
        order = self.short()
        self.approve(order, "Known")
        self.assertEqual(order.fmcg_review_state, "approved")
        self.apply(self.offer(order), "less")
        self.assertEqual(order.fmcg_review_state, "pending")

    # What stands against it -------------------------------------------------------------------------------

    def test_an_order_that_changed_meanwhile(self):
        order = self.short()
        offer = self.offer(order)
        order.order_line[1].product_uom_qty = 50
        self.assertIn("changed in the meantime", offer.problem)
        with self.assertRaisesRegex(UserError, "changed in the meantime"):
            self.apply(offer, "less")
        self.assertEqual(self.lines(order)[1], ("Milk", 50, "Units"))
        self.assertEqual(offer.with_user(self.rep).action_renew()["res_id"], offer.id)
        self.assertFalse(offer.problem)

    def test_goods_that_went_to_somebody_else_meanwhile(self):
        order = self.short()
        offer = self.offer(order)
        self.stock(self.soy, -490)
        with self.assertRaisesRegex(UserError, "not there any more"):
            self.apply(offer, "substitute")
        self.soy.sale_ok = False
        self.stock(self.soy, 490)
        with self.assertRaisesRegex(UserError, "not there any more"):
            self.apply(offer, "substitute")
        self.assertEqual((offer.state, len(order.order_line)), ("draft", 2))

    def test_two_lines_do_not_get_the_same_goods(self):
        tea = self.env["product.product"].create({"name": "Tea", "is_storable": True})
        self.pair.create({"product_id": tea.id, "substitute_id": self.soy.id})
        self.stock(self.soy, -475)
        order = self.short((self.milk, 60, self.piece), (tea, 10, self.piece))
        offer = self.offer(order)
        self.choose(offer, "substitute", self.milk)
        self.choose(offer, "substitute", tea)
        with self.assertRaisesRegex(UserError, "not there any more"):
            offer.with_user(self.rep).action_apply()

    def test_what_was_answered_stays(self):
        order = self.short()
        offer = self.offer(order)
        self.apply(offer, "less")
        with self.assertRaisesRegex(UserError, "answered already"):
            offer.with_user(self.rep).action_apply()
        with self.assertRaisesRegex(UserError, "answered already"):
            self.choose(offer, "none")
        with self.assertRaisesRegex(UserError, "answered already"):
            offer.with_user(self.rep).action_withdraw()

    def test_nothing_chosen_changes_nothing(self):
        offer = self.offer(self.short())
        best = offer.line_ids.filtered("chosen")
        best.with_user(self.rep).action_choose()
        with self.assertRaisesRegex(UserError, "Choose an option"):
            offer.with_user(self.rep).action_apply()

    def test_what_was_agreed_or_signed_is_not_offered_otherwise(self):
        order = self.short()
        order.signature = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
        with self.assertRaisesRegex(UserError, "signed"):
            self.offer(order)
        order.signature = False
        self.approve(order, "Known")
        with self.assertRaisesRegex(UserError, "not open any more"):
            self.offer(order)

    # Lists, and many --------------------------------------------------------------------------------------

    def test_the_worst_order_comes_first(self):
        little, much = self.short((self.milk, 45, self.piece)), self.short((self.milk, 90, self.piece))
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_shortage")
        found = self.env["sale.order"].search(
            [("fmcg_short_count", ">", 0), ("state", "in", ("draft", "sent"))],
            order="fmcg_short_value desc, id",
        )
        self.assertEqual(
            action["domain"], "[('fmcg_short_count', '>', 0), ('state', 'in', ('draft', 'sent'))]"
        )
        self.assertEqual([order for order in found if order in little | much], [much, little])

    def test_what_a_customer_answered_before_counts(self):
        lines = self.env["fmcg.counter.offer.line"]
        for number in range(3):
            order = self.short()
            offer = self.offer(order)
            self.choose(offer, "less")
            chosen = offer.line_ids.filtered("chosen")
            offer._answered_as_us(chosen) if number else offer._apply(chosen, "team")
            order._fmcg_cancel()
        # What the team picked says nothing about the customer.
        self.assertEqual(
            dict(lines._taken(self.shop)[self.shop]),
            {"less": (2, 2)} | dict.fromkeys(("substitute", "later", "date", "pack", "none"), (0, 2)),
        )

    def test_the_number_of_queries_does_not_grow(self):
        def queries(count):
            orders = self.env["sale.order"].concat(*(self.short() for _number in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            offers = self.env["fmcg.counter.offer"]._make(orders)
            offers.line_ids.mapped("text")
            self.env.flush_all()
            taken = self.env.cr.sql_log_count - before
            self.assertEqual(len(offers), count)
            orders._fmcg_cancel()
            return taken

        queries(1)
        few, many = (min(queries(count) for _run in range(2)) for count in (1, 50))
        # Odoo writes new records a hundred at a time, and there are three hundred options.
        self.assertLessEqual(many, few + 2)
