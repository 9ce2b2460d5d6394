from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .carrier_common import SERVER, CarrierCase


@tagged("post_install", "-at_install")
class TestTrackingAccount(CarrierCase):
    """An account says in words whether it works, and keeps its key to itself."""

    def message(self):
        return self.account.with_user(self.manager).action_test_connection()["params"]

    def test_a_working_account(self):
        self.account.last_error = "old"
        self.assertEqual(self.message()["type"], "success")
        self.assertFalse(self.account.last_error)

    def test_a_wrong_key(self):
        self.account.key = "wrong"
        self.assertRegex(self.message()["message"], "refused the account.*签名")
        self.assertIn("refused", self.account.last_error)

    def test_nobody_answers(self):
        self.account.base_url = "http://127.0.0.1:1"
        self.assertIn("network", self.message()["message"])

    def test_only_managers_test_and_see_keys(self):
        account = self.account.with_user(self.dispatcher)
        self.assertEqual(account.name, "Local carrier")
        for name in ("key", "customer"):
            with self.assertRaises(AccessError):
                account.read([name])
        with self.assertRaises(AccessError):
            account.action_test_connection()
        with self.assertRaises(AccessError):
            account.base_url = "http://127.0.0.1:9"
        self.assertNotIn("demo-key", str(self.account.copy_data()))

    def test_accounts_from_before_get_addresses_of_their_own(self):
        accounts = self.account | self.account.copy()
        self.env.cr.execute("ALTER TABLE fmcg_tracking_account ALTER push_token DROP NOT NULL")
        self.env.cr.execute("UPDATE fmcg_tracking_account SET push_token = NULL")
        accounts._init_column("push_token")
        accounts.invalidate_recordset()
        self.assertEqual(len(set(accounts.mapped("push_token")) - {False}), 2)

    def test_addresses(self):
        for url in (
            "ftp://host",
            "https://",
            "nonsense",
            "https://me:secret@host",
            "https://h/?a=1",
            "http://host",
        ):
            with self.assertRaises(ValidationError, msg=url):
                self.account.base_url = url
        self.account.write({"min_interval": 30, "base_url": "https://gateway.example"})
        self.account.base_url = "http://192.168.1.5:8071"

    def test_a_provider_s_own_limit_is_kept(self):
        self.account.min_interval = 5
        with self.assertRaisesRegex(ValidationError, "30 minutes"):
            self.account.base_url = False

    def test_every_provider_can_be_chosen(self):
        for code, _name in self.env["fmcg.tracking.account"]._select_provider():
            options = (SERVER / "generic_options.json").read_text() if code == "generic" else False
            account = self.env["fmcg.tracking.account"].create(
                {"name": code, "provider": code, "options": options}
            )
            self.assertEqual(account.is_polled, account._adapter().polled)
