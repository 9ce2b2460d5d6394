from datetime import datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .production_common import TUESDAY, WEDNESDAY, ProductionCommon


@tagged("post_install", "-at_install")
class TestPromiseBill(ProductionCommon):
    """Kits are promised by their parts."""

    def test_the_parts_allow_so_many(self):
        box = self.kit((self.cola, 6), (self.milk, 2))
        self.stock(self.milk, 9)
        self.assertEqual(self.said(box, 4), (TUESDAY, "Tue, Mar 4: all 4 Units in stock."))
        day, words = self.said(box, 5)
        self.assertFalse(day)
        self.assertEqual(words, "Tue, Mar 4: 4 of 5 Units; 1 are not in stock and not on their way.")

    def test_a_part_that_is_produced(self):
        box = self.kit((self.cola, 6), (self.cake, 1))
        self.stock(self.cake, 1)
        self.production(5, datetime(2031, 3, 4, 9))
        self.assertEqual(
            self.said(box, 3),
            (
                WEDNESDAY,
                "Wed, Mar 5: 1 of 3 Units in stock, the rest is produced by Tue, Mar 4. "
                "1 can be there on Tue, Mar 4.",
            ),
        )

    def test_the_parts_of_promised_kits_are_not_free(self):
        box = self.kit((self.cola, 6), (self.milk, 2))
        self.stock(self.milk, 9)
        order = self.promised((box, 3, self.piece))
        self.assertEqual(self.said(self.milk, 3)[0], TUESDAY)
        self.assertFalse(self.said(self.milk, 4)[0])
        self.approve(order)
        self.assertEqual(order.picking_ids.move_ids.product_id, self.cola | self.milk)
        self.assertEqual(self.said(self.milk, 3)[0], TUESDAY)
        self.assertFalse(self.said(self.milk, 4)[0])
        self.assertFalse(self.said(box, 2)[0])
        self.assertEqual(self.said(box, 1)[0], TUESDAY)

    def test_kits_and_parts_in_one_order(self):
        box = self.kit((self.milk, 2))
        self.stock(self.milk, 5)
        order = self.promised((box, 2, self.piece), (self.milk, 2, self.piece))
        self.assertEqual(order.order_line.mapped("fmcg_promised_on"), [TUESDAY, False])

    def test_kits_in_kits_in_cases(self):
        box = self.kit((self.milk, 2))
        pallet = self.kit((box, 3), (self.cola, 1), name="Pallet")
        self.stock(self.milk, 12 * 24)
        self.assertEqual(self.said(pallet, 48)[0], TUESDAY)
        self.assertFalse(self.said(pallet, 49)[0])
        self.env["mrp.bom"]._bom_find(box)[box].bom_line_ids.product_uom_id = self.case
        self.assertEqual(self.said(pallet, 2)[0], TUESDAY)
        self.assertFalse(self.said(pallet, 3)[0])

    def test_the_order_screen_counts_kits(self):
        box = self.kit((self.cola, 6), (self.cake, 1))
        self.stock(self.cake, 1)
        self.production(5, datetime(2031, 3, 4, 9))
        steps = self.env["fmcg.order.screen"]._steps(self.shop, box)[box.id]
        self.assertEqual(
            [(step["date"], step["free"]) for step in steps], [(str(TUESDAY), 1), (str(WEDNESDAY), 6)]
        )

    def test_parts_that_are_not_kept_on_stock_limit_nothing(self):
        ribbon = self.env["product.product"].create({"name": "Ribbon", "is_storable": False})
        self.assertEqual(self.said(self.kit((self.milk, 0), (ribbon, 1)), 5)[0], TUESDAY)
        box = self.kit((ribbon, 1), (self.milk, 1))
        self.assertFalse(self.said(box, 1)[0])
        self.stock(self.milk, 1)
        self.assertEqual(self.said(box, 1)[0], TUESDAY)

    def test_a_kit_of_nothing(self):
        box = self.kit((self.cola, 0))
        self.assertIn("Nothing of 1 Units is in stock", self.said(box, 1)[1])
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.bill(self.milk, (self.cola, 1), product_qty=0)

    def test_a_kit_that_leads_back_to_itself(self):
        box = self.kit((self.cola, 1))
        pallet = self.kit((box, 3), name="Pallet")
        # Core refuses a loop that is written on the bill, not one that is written on its line.
        line = self.env["mrp.bom"]._bom_find(box)[box].bom_line_ids
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            line.bom_id.bom_line_ids = [Command.create({"product_id": pallet.id})]
        line.product_id = pallet
        for product in (box, pallet):
            self.assertIn("Nothing of 1 Units is in stock", self.said(product, 1)[1])
        self.assertEqual(self.said(self.cola, 1)[0], TUESDAY)

    def test_it_was_kept_when_all_parts_came(self):
        box = self.kit((self.cola, 6), (self.milk, 2))
        self.stock(self.milk, 100)
        whole, part = (self.promised((box, 2, self.piece)) for _each in range(2))
        for order in whole | part:
            self.approve(order)
        whole.picking_ids.button_validate()
        part.picking_ids.move_ids.filtered(lambda move: move.product_id == self.milk).quantity = 1
        part.picking_ids.with_context(skip_backorder=True).button_validate()
        with freeze_time("2031-03-06 09:00:00"):
            (whole | part).fmcg_promise_ids._judge()
        outcomes = [order.fmcg_promise_ids.outcome for order in (whole, part)]
        self.assertEqual(outcomes, ["kept", "broken"])

    def test_goods_and_kits_of_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        box = self.kit((self.cola, 6), is_storable=True)
        self.env["mrp.bom"]._bom_find(box)[box].company_id = other
        self.stock(box, 2)
        self.assertEqual(self.said(box, 2)[0], TUESDAY)
        self.assertFalse(self.said(box, 3)[0])
