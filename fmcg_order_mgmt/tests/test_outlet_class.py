from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestOutletClass(TransactionCase):
    def test_the_classes_of_the_trade_are_there_in_order(self):
        ours = self.env["ir.model.data"].search(
            [("module", "=", "fmcg_order_mgmt"), ("model", "=", "fmcg.outlet.class")]
        )
        classes = self.env["fmcg.outlet.class"].search([("id", "in", ours.mapped("res_id"))])
        self.assertEqual(
            classes.mapped("code"), ["kiosk", "convenience", "supermarket", "canteen", "wholesale", "chain"]
        )

    def test_codes_are_unique(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env["fmcg.outlet.class"].create({"name": "Kiosk again", "code": "kiosk"})

    def test_customers_are_grouped_by_class(self):
        canteen = self.env.ref("fmcg_order_mgmt.outlet_class_canteen")
        shops = self.env["res.partner"].create(
            [{"name": f"Canteen {n}", "fmcg_outlet_class_id": canteen.id} for n in range(3)]
        )
        groups = self.env["res.partner"]._read_group(
            [("id", "in", shops.ids)], ["fmcg_outlet_class_id"], ["__count"]
        )
        self.assertEqual(groups, [(canteen, 3)])

    def test_only_managers_change_classes(self):
        rep = new_test_user(self.env, "c.rep", "fmcg_order_mgmt.group_fmcg_rep")
        manager = new_test_user(self.env, "c.manager", "fmcg_order_mgmt.group_fmcg_manager")
        classes = self.env["fmcg.outlet.class"]
        self.assertTrue(classes.with_user(rep).search([]))
        with self.assertRaises(AccessError):
            classes.with_user(rep).create({"name": "Bar", "code": "bar"})
        self.assertTrue(classes.with_user(manager).create({"name": "Bar", "code": "bar"}))
