from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ..engine import tracking
from .carrier_common import SERVER, CarrierCase


@tagged("post_install", "-at_install")
class TestTrackingAccount(CarrierCase):
    """An account says in words whether it works, and keeps its key to itself."""

    def hear(self, *healths, message="no"):
        self.account._note([tracking.Answer(health=health, message=message) for health in healths])

    def asked(self):
        return self.account.activity_search(["fmcg_order_mgmt.activity_tracking_trouble"])

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

    def test_a_manager_is_told_once_that_an_account_stopped(self):
        for _ in range(3):
            self.hear("auth_error", "auth_error")
        activity = self.asked()
        self.assertEqual(len(activity), 1)
        self.assertIn("refused the account", activity.note)
        self.assertIn(self.env.ref("fmcg_order_mgmt.group_fmcg_manager"), activity.user_id.all_group_ids)
        activity.action_feedback()
        self.hear("auth_error")
        self.assertFalse(self.asked(), "somebody knows of it already")
        self.hear("quota")
        self.assertIn("used up", self.asked().note)

    def test_it_closes_by_itself(self):
        for over in (
            lambda: self.hear("ok"),
            lambda: self.hear("not_found", "provider_down"),
            lambda: self.account.with_user(self.manager).write({"key_entry": "demo-key"}),
            lambda: self.message(),
        ):
            self.hear("auth_error")
            self.assertEqual(len(self.asked()), 1)
            over()
            self.assertFalse(self.asked())
            self.assertFalse(self.account.trouble)

    def test_what_passes_by_itself_is_not_told(self):
        for healths in (["provider_down"] * 9, ["rate_limited"] * 9, ["auth_error", "ok"]):
            self.hear(*healths)
        self.assertFalse(self.asked())
        self.hear("quota")
        self.hear("provider_down")
        self.assertEqual(len(self.asked()), 1, "nothing was heard since")

    def test_a_manager_of_the_company_is_told(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        new_test_user(
            self.env,
            "fmcg_boss_elsewhere",
            groups="fmcg_order_mgmt.group_fmcg_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.account = self.env["fmcg.tracking.account"].create(
            {"name": "Theirs", "provider": "own", "company_id": company.id}
        )
        self.hear("auth_error")
        self.assertIn(company, self.asked().user_id.company_ids)

    def test_nobody_reads_the_key_in_what_is_told(self):
        self.account.secret = "our-secret"
        self.hear("auth_error", message="demo-key of our-secret is not valid")
        told = f"{self.asked().note} {self.account.last_error} {self.account.message_ids.mapped('body')}"
        self.assertIn("is not valid", told)
        for secret in ("demo-key", "our-secret"):
            self.assertNotIn(secret, told)
        self.account.write({"key": "another-key", "customer": "another-one"})
        self.assertNotIn("another", str(self.account.message_ids.mapped("body")))

    def test_an_answer_costs_no_query_more(self):
        for healths in (["ok"], ["auth_error"]):
            self.hear(*healths)
            self.env.flush_all()
            # A stopped account's pause is counted anew.
            with self.subTest(healths), self.assertQueryCount(0 if healths == ["ok"] else 1):
                self.hear(*healths)
                self.env.flush_all()
