import json
import shutil
from datetime import timedelta
from mimetypes import guess_type

from odoo import fields
from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_open, file_path

FOLDER = "fmcg_order_mgmt/demo/messages"
CHANNELS = {"chat", "email", "phone", "voice", "photo", "sheet", "edi", "portal", "api", "rep"}


@tagged("post_install", "-at_install")
class TestDemoMessages(TransactionCase):
    """The messages that ship with the demo, read with the demo company's products and shops."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open(f"{FOLDER}/index.json") as index:
            cls.rows = json.load(index)

    def receive(self, row):
        files = self.env["ir.attachment"]
        if row.get("file"):
            with file_open(f"{FOLDER}/{row['file']}", "rb") as file:
                values = {"name": row["file"], "raw": file.read(), "mimetype": guess_type(row["file"])[0]}
            files = files.create(values)
        partner = self.env["res.partner"].search([("ref", "=", row["customer"] or "-")], limit=1)
        return self.env["fmcg.order.request"].receive(
            row["channel"],
            row["text"],
            partner_id=partner.id or None,
            attachment_ids=files.ids,
            external_ref=f"TEST-{row['external_ref']}",
            received_at=fields.Datetime.now() - timedelta(hours=row["hours_ago"]),
        )

    def test_the_index_covers_every_channel_and_is_mostly_clean(self):
        self.assertGreaterEqual(len(self.rows), 28)
        self.assertEqual({row["channel"] for row in self.rows}, CHANNELS)
        self.assertEqual(len({row["external_ref"] for row in self.rows}), len(self.rows))
        clean = [row for row in self.rows if row["expect"] == "ready"]
        self.assertGreaterEqual(len(clean) * 2, len(self.rows))
        for row in self.rows:
            if row.get("file"):
                self.assertTrue(file_path(f"{FOLDER}/{row['file']}"), row["file"])

    def test_each_message_ends_in_the_state_that_is_told(self):
        if not self.env.ref("fmcg_order_mgmt.customer_zhang", raise_if_not_found=False):
            self.skipTest("the demo company is not loaded")
        requests = [self.receive(row) for row in self.rows]
        self.env["fmcg.order.request"].union(*requests).action_parse()
        for row, request in zip(self.rows, requests, strict=True):
            # a photograph is read where the server can do it, and keyed beside the picture elsewhere
            read = shutil.which("tesseract") and row.get("expect_with_tesseract")
            with self.subTest(row["name"]):
                self.assertEqual(
                    request.state,
                    read or row["expect"],
                    request.reason or request.line_ids.mapped("source_text"),
                )
                if row["expect"] != "ready":
                    continue
                self.assertTrue(request.draft_ids.line_ids)
                self.assertTrue(all(draft.partner_id for draft in request.draft_ids))
                request.action_create_order()
                self.assertEqual(len(request.sale_order_ids), len(request.draft_ids))
