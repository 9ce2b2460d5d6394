from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .carrier_common import DeliveryCase

YT, UPS, DHL = "YT1234567890123", "1Z999AA10123456784", "JJD0099999999999999"
# Its form is nobody's.
UNCLEAR = "773012345678901"
QUESTION = "Choose the account that follows"


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

    def window(self):
        action = self.delivery.with_user(self.dispatcher).action_fmcg_enter_waybill()
        return self.env[action["res_model"]].with_user(self.dispatcher).browse(action["res_id"])

    def make_method(self, account):
        product = self.env["product.product"].create({"name": "Freight", "type": "service"})
        values = {"name": "Method", "product_id": product.id, "fmcg_tracking_account_id": account.id}
        return self.env["delivery.carrier"].create(values)


@tagged("post_install", "-at_install")
class TestShipmentAccounts(EntryCase):
    """With several accounts a number is followed by the one that knows its carrier, or somebody is asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.china = cls.make_account("kuaidi100", sequence=20)
        cls.dhl = cls.make_account("dhl", sequence=10)
        cls.found = cls.make_account("track17", sequence=30)

    def enter(self, number):
        self.delivery.carrier_tracking_ref = number
        return self.delivery.fmcg_shipment_ids

    def assert_asks(self, shipment):
        self.assertRecordValues(
            shipment, [{"account_id": False, "health": "wrong_carrier", "next_poll_at": False}]
        )
        self.assertIn(QUESTION, shipment.message)

    def assert_follows(self, shipment, account, carrier):
        self.assertRecordValues(
            shipment,
            [{"account_id": account.id, "carrier_code": carrier, "health": "ok", "message": False}],
        )
        self.assertTrue(shipment.next_poll_at)

    def test_the_number_tells_who_follows_it(self):
        self.enter(f"{YT}, {DHL}")
        by_name = self.delivery.fmcg_shipment_ids.grouped("name")
        self.assert_follows(by_name[YT], self.china, "yuantong")
        self.assert_follows(by_name[DHL], self.dhl, "parcel-de")

    def test_the_first_of_those_that_know_the_carrier(self):
        self.assert_follows(self.enter(UPS), self.china, "ups")
        self.found.sequence = 5
        again = self.make_orders().picking_ids
        again.carrier_tracking_ref = "1Z12345E6605272234"
        self.assertEqual(again.fmcg_shipment_ids.account_id, self.found)

    def test_what_no_account_knows_asks(self):
        shipment = self.enter(UNCLEAR)
        self.assert_asks(shipment)
        self.assertTrue(shipment.is_troubled)
        with self.assertRaisesRegex(UserError, "needs an account"):
            shipment.action_ask_now()

    def test_what_asks_is_no_own_van(self):
        self.ship(self.delivery)
        shipment = self.enter(UNCLEAR)
        with self.assertRaisesRegex(UserError, "A carrier has"):
            self.delivery.with_user(self.dispatcher).action_fmcg_delivered()
        shipment.with_user(self.dispatcher).action_delivered()
        self.assertEqual(shipment.state, "delivered")

    def test_a_chosen_account_follows_at_once(self):
        shipment = self.enter(UNCLEAR)
        shipment.with_user(self.dispatcher).account_id = self.found
        self.assert_follows(shipment, self.found, False)

    def test_a_chosen_account_takes_its_usual_carrier(self):
        self.china.carrier_code = "shentong"
        shipment = self.enter(UNCLEAR)
        with Form(shipment.with_user(self.dispatcher)) as form:
            form.account_id = self.china
        self.assert_follows(shipment, self.china, "shentong")

    def test_a_chosen_account_that_needs_the_carrier_asks_for_it(self):
        shipment = self.enter(UNCLEAR)
        shipment.account_id = self.china
        self.assertIn("carrier code", shipment.message)
        shipment.carrier_code = "shentong"
        self.assert_follows(shipment, self.china, "shentong")

    def test_own_vans_that_are_chosen_end_the_question(self):
        shipment = self.enter(UNCLEAR)
        shipment.account_id = self.make_account("own")
        self.assertRecordValues(shipment, [{"health": "ok", "message": False, "next_poll_at": False}])

    def test_the_delivery_method_s_account_counts(self):
        self.delivery.carrier_id = self.make_method(self.found)
        self.assert_follows(self.enter(UNCLEAR), self.found, False)
        other = self.make_orders().picking_ids
        other.write({"carrier_id": self.make_method(self.dhl).id, "carrier_tracking_ref": YT})
        self.assertEqual(other.fmcg_shipment_ids.account_id, self.dhl)

    def test_one_account_follows_all(self):
        (self.china | self.dhl).active = False
        self.assert_follows(self.enter(UNCLEAR), self.found, False)

    def test_no_account_asks_nothing(self):
        (self.china | self.dhl | self.found).active = False
        self.assertRecordValues(
            self.enter(UNCLEAR), [{"account_id": False, "health": "ok", "next_poll_at": False}]
        )

    def test_another_company_s_accounts_do_not_count(self):
        (self.china | self.dhl).active = False
        company = self.env["res.company"].create({"name": "Other distributor"})
        self.make_account("easypost", company_id=company.id)
        self.assert_follows(self.enter(UNCLEAR), self.found, False)

    def test_own_vans_ask_nothing(self):
        self.delivery.carrier_id = self.make_method(self.make_account("own"))
        self.ship(self.delivery)
        self.assertRecordValues(
            self.delivery.fmcg_shipment_ids, [{"health": "ok", "state": "out_for_delivery"}]
        )

    def test_collected_goods_ask_nothing(self):
        self.ship(self.delivery)
        self.delivery.action_fmcg_delivered()
        self.assertRecordValues(self.delivery.fmcg_shipment_ids, [{"health": "ok", "state": "delivered"}])

    def test_the_window_proposes_the_account(self):
        with Form(self.window()) as form:
            self.assertFalse(form.account_id)
            form.numbers = DHL
            self.assertEqual(form.account_id, self.dhl)
            form.numbers = YT
            self.assertEqual(form.account_id, self.china)
            self.assertEqual(form.carrier_code, "yuantong")
            form.numbers = UNCLEAR
            self.assertFalse(form.account_id)

    def test_the_window_asks_for_the_account(self):
        window = self.window()
        with Form(window) as form:
            form.numbers = UNCLEAR
        with self.assertRaisesRegex(UserError, f"{QUESTION} {UNCLEAR}"):
            window.action_enter()
        self.assertFalse(self.delivery.fmcg_shipment_ids)
        with Form(window) as form:
            form.account_id = self.found
        window.action_enter()
        self.assert_follows(self.delivery.fmcg_shipment_ids, self.found, False)

    def test_the_window_with_several_numbers(self):
        window = self.window()
        window.numbers = f"{YT}, {UNCLEAR}, {DHL}"
        with self.assertRaisesRegex(UserError, UNCLEAR):
            window.action_enter()
        window.account_id = self.found
        window.action_enter()
        self.assertEqual(
            {each.name: each.account_id for each in self.delivery.fmcg_shipment_ids},
            {YT: self.china, UNCLEAR: self.found, DHL: self.dhl},
        )

    def test_the_window_of_a_delivery_with_a_method(self):
        self.delivery.carrier_id = self.make_method(self.found)
        window = self.window()
        with Form(window) as form:
            form.numbers = YT
            self.assertEqual(form.account_id, self.found)

    def test_many_deliveries_take_few_queries(self):
        def enter(count):
            deliveries = self.env["stock.picking"].browse(self.make_orders(count).picking_ids.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            deliveries.write({"carrier_tracking_ref": f"{count:015d}"})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        enter(2)
        self.assertLessEqual(enter(50), enter(1) + 3)


@tagged("post_install", "-at_install")
class TestShipmentEntry(EntryCase):
    """A number is the same however it is typed: with spaces, in full width, in whichever form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.make_account("kuaidi100")

    def make(self, **values):
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
            shipment = self.make(name=typed)
            self.assertRegex(shipment.name, r"^(YT\d{13}|\d{12})$")
            self.delivery.carrier_tracking_ref += " "
            self.assertIn(shipment, self.delivery.fmcg_shipment_ids, "core's field reads as the same number")
        self.assertEqual(len(self.delivery.fmcg_shipment_ids), 3)

    def test_what_is_no_number_is_refused(self):
        for typed in ("", "12", "Mr Li", "YT12345678/1", f"{YT}, {UPS}", f"{YT} {UPS}"):
            with self.assertRaisesRegex(UserError, "is not a waybill number"):
                self.make(name=typed)

    def test_the_number_tells_the_carrier(self):
        shipment = self.make(name=YT, account_id=self.account.id)
        self.assertRecordValues(shipment, [{"carrier_code": "yuantong", "health": "ok"}])
        self.assertTrue(shipment.next_poll_at)
        named = self.make(name=UPS, account_id=self.account.id, carrier_code="yunda")
        self.assertEqual(named.carrier_code, "yunda")
        unclear = self.make(name=UNCLEAR, account_id=self.account.id)
        self.assertRecordValues(unclear, [{"carrier_code": False, "health": "wrong_carrier"}])
        self.account.carrier_code = "shentong"
        self.assertEqual(
            self.make(name="773012345678902", account_id=self.account.id).carrier_code, "shentong"
        )

    def test_the_form_of_a_new_shipment(self):
        with Form(self.env["fmcg.shipment"].with_user(self.dispatcher)) as form:
            form.name = "ＳＦ 1234 5678 90123"
            form.account_id = self.account
        self.assertRecordValues(form.record, [{"name": "SF1234567890123", "carrier_code": "shunfeng"}])

    def test_own_vans_have_any_name(self):
        van = self.make_account("own")
        for values in ({"carrier_code": "own"}, {"account_id": van.id}):
            self.assertEqual(self.make(name="wh/out  1", picking_ids=False, **values).name, "WH/OUT 1")
