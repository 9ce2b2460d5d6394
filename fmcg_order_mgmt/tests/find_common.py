from odoo.fields import Command
from odoo.tests import new_test_user

from .test_order_request import OrderRequestCase


class FindCase(OrderRequestCase):
    """Two orders that have nothing in common: Lakeside's cola of yesterday, and Hilltop's milk of long ago.

    Lakeside's came by a message and travels as a parcel. Each shop has a rep of its own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.user.tz = "Asia/Shanghai"
        group = "fmcg_order_mgmt.group_fmcg_"
        cls.rep = new_test_user(cls.env, "find_rep", groups=group + "rep", tz="Asia/Shanghai")
        cls.other_rep = new_test_user(cls.env, "find_other_rep", groups=group + "rep")
        cls.reviewer = new_test_user(cls.env, "find_reviewer", groups=group + "reviewer", tz="Asia/Shanghai")
        cls.driver = new_test_user(cls.env, "find_driver", groups=group + "driver")
        cls._name_things()
        cls.message = cls.env["fmcg.order.request"].receive(
            "chat",
            "可乐10箱，ring the green bell, 50% off was promised",
            partner_id=cls.shop.id,
            external_ref="wamid.QX77",
        )
        cls.message.action_parse()
        cls.message.draft_ids.client_order_ref = "PO_7/2026"
        cls.message.action_create_order()
        cls.order = cls.message.sale_order_ids
        cls.order.write({"user_id": cls.rep.id, "commitment_date": "2026-03-18 04:00:00"})
        cls.other_order = cls.env["sale.order"].create(
            {
                "partner_id": cls.hilltop.id,
                "user_id": cls.other_rep.id,
                "client_order_ref": "ZZ-1",
                "order_line": [Command.create({"product_id": cls.milk.id, "product_uom_qty": 3})],
            }
        )
        cls.shipment = cls._ship(cls.order, "SF1234567890123")
        cls._ship(cls.other_order, "YT9876543210987")
        # Late on the 16th in UTC, which is the 17th for everybody here.
        cls.order.date_order = "2026-03-16 17:30:00"
        cls.other_order.date_order = "2025-11-05 10:00:00"
        cls.env.flush_all()

    @classmethod
    def _name_things(cls):
        partners = cls.env["res.partner"]
        chain = partners.create({"name": "Harmony Chain", "is_company": True})
        cls.shop.write(
            {
                "name": "Lakeside Shop",
                "ref": "LK-01",
                "phone": "+86 138 0013 8000",
                "fmcg_aliases": "湖边店|老王家",
                "user_id": cls.rep.id,
                "parent_id": chain.id,
                "type": "delivery",
            }
        )
        cls.person = partners.create(
            {"name": "Ms Zhu", "phone": "139 1111 2222", "parent_id": cls.shop.id, "type": "contact"}
        )
        cls.hilltop = partners.create(
            {"name": "Hilltop Store", "ref": "HT-99", "phone": "0571-62881234", "user_id": cls.other_rep.id}
        )
        cls.cola.write({"name": "Fizzy Cola", "default_code": "FC-33", "barcode": "6901234567892"})
        cls.cola.product_tmpl_id.with_context(lang="zh_CN").name = "可乐 330ml"
        cls.milk.write({"name": "Meadow Milk", "default_code": "MM-25"})
        cls.env["product.uom"].create(
            {"product_id": cls.cola.id, "uom_id": cls.case.id, "barcode": "16901234567899"}
        )

    @classmethod
    def _ship(cls, order, waybill):
        order.action_fmcg_review()
        order.with_user(cls.reviewer).action_fmcg_approve("It is a test.")
        if order.state != "sale":
            order.action_confirm()
        return cls.env["fmcg.shipment"].create({"name": waybill, "picking_ids": order.picking_ids.ids})

    def find(self, words, user=None, lang="en_US"):
        orders = self.env["sale.order"].with_user(user or self.reviewer).with_context(lang=lang)
        return orders.search([("fmcg_find", "ilike", words), ("id", "in", self.both.ids)]).sudo()

    @property
    def both(self):
        return self.order | self.other_order
