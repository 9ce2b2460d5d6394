from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .carrier_common import DeliveryCase

YT, UPS = "YT1234567890123", "1Z999AA10123456784"
# Its form is nobody's.
UNCLEAR = "773012345678901"


class EntryCase(DeliveryCase):
    """A company that has a delivery to enter a number for, and accounts at whom nobody asks anything here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_orders()
        cls.delivery = cls.order.picking_ids

    @classmethod
    def make_account(cls, provider, **values):
        values = {"name": provider, "provider": provider, "customer": "DEMO", "key": "k", **values}
        return cls.env["fmcg.tracking.account"].create(values)

    def window(self, delivery=None):
        action = (delivery or self.delivery).with_user(self.dispatcher).action_fmcg_enter_waybill()
        return self.env[action["res_model"]].with_user(self.dispatcher).browse(action["res_id"])


@tagged("post_install", "-at_install")
class TestShipmentEntry(EntryCase):
    """A number is the same however it is typed: with spaces, in full width, in whichever form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.make_account("kuaidi100")

    def create(self, **values):
        values = {"picking_ids": [(6, 0, self.delivery.ids)], **values}
        return self.env["fmcg.shipment"].with_user(self.dispatcher).create(values)

    def test_spaces_in_core_s_field(self):
        for typed, names in (
            ("YT 1234 5678 90123", [YT]),
            ("1Z 999 AA1 01 2345 6784", [UPS]),
            ("730123 456789", ["730123456789"]),
            (f"{YT} {UPS}", [UPS, YT]),
            ("730123, 456789", ["456789", "730123"]),
            ("collected by 2 men at 10 30", []),
        ):
            self.delivery.carrier_tracking_ref = typed
            self.assertEqual(sorted(self.delivery.fmcg_shipment_ids.mapped("name")), names, typed)
            self.assertEqual(self.delivery.carrier_tracking_ref, typed)

    def test_spaces_in_the_window(self):
        for typed, name, carrier in (
            ("ＹＴ １２３４ ５６７８ ９０１２３", YT, "yuantong"),
            ("730123 456789", "730123456789", "shentong"),
        ):
            window = self.window()
            with Form(window) as form:
                form.numbers = typed
                if not form.carrier_code:
                    form.carrier_code = carrier
            window.action_enter()
            shipment = self.delivery.fmcg_shipment_ids.filtered(lambda each, name=name: each.name == name)
            self.assertEqual(shipment.carrier_code, carrier)
        self.assertEqual(self.delivery.carrier_tracking_ref, f"{YT}, 730123456789")
        self.assertEqual(len(self.delivery.fmcg_shipment_ids), 2)

    def test_the_shipment_s_form_takes_a_number_as_it_is_pasted(self):
        for typed in (" yt 1234 5678 90123", "ＹＴ１２３４５６７８９０１２４", "730123 456780"):
            shipment = self.create(name=typed)
            self.assertRegex(shipment.name, r"^(YT\d{13}|\d{12})$")
            self.delivery.carrier_tracking_ref += " "
            self.assertIn(shipment, self.delivery.fmcg_shipment_ids, "core's field reads as the same number")
        self.assertEqual(len(self.delivery.fmcg_shipment_ids), 3)

    def test_what_is_no_number_is_refused(self):
        for typed in ("", "12", "Mr Li", "YT12345678/1", f"{YT}, {UPS}", f"{YT} {UPS}"):
            with self.assertRaisesRegex(UserError, "is not a waybill number"):
                self.create(name=typed)

    def test_the_number_tells_the_carrier(self):
        shipment = self.create(name=YT, account_id=self.account.id)
        self.assertRecordValues(shipment, [{"carrier_code": "yuantong", "health": "ok"}])
        self.assertTrue(shipment.next_poll_at)
        named = self.create(name=UPS, account_id=self.account.id, carrier_code="yunda")
        self.assertEqual(named.carrier_code, "yunda")
        unclear = self.create(name=UNCLEAR, account_id=self.account.id)
        self.assertRecordValues(unclear, [{"carrier_code": False, "health": "wrong_carrier"}])
        self.account.carrier_code = "shentong"
        self.assertEqual(
            self.create(name="773012345678902", account_id=self.account.id).carrier_code, "shentong"
        )

    def test_the_form_of_a_new_shipment(self):
        with Form(self.env["fmcg.shipment"].with_user(self.dispatcher)) as form:
            form.name = "ＳＦ 1234 5678 90123"
            form.account_id = self.account
        self.assertRecordValues(form.record, [{"name": "SF1234567890123", "carrier_code": "shunfeng"}])

    def test_own_vans_have_any_name(self):
        van = self.make_account("own")
        for values in ({"carrier_code": "own"}, {"account_id": van.id}):
            self.assertEqual(self.create(name="wh/out  1", picking_ids=False, **values).name, "WH/OUT 1")
