from odoo.exceptions import ConcurrencyError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.fmcg_order_mgmt.tests.review_common import ReviewCommon
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.tests.common import trap_jobs

RELEASE = "odoo.addons.fmcg_order_mgmt.models.sale_order_release"


@tagged("post_install", "-at_install")
class TestSaleOrder(ReviewCommon):
    """The wave's chunks are jobs of the queue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regular.release = "wave"
        cls.cron = cls.env["sale.order"]

    def setUp(self):
        super().setUp()
        # The cron commits between its chunks.
        self.patch(self.env.cr, "commit", self.env.cr.flush)

    def approved(self, count, **values):
        orders = self.cron.concat(*(self.order(**values) for _each in range(count)))
        self.approve(orders, "Known customer")
        # Their cut-off has come.
        orders.sudo().fmcg_release_at = False
        return orders

    def test_each_chunk_is_a_job(self):
        orders = self.approved(5)
        with trap_jobs() as trap:
            self.cron._cron_release(chunk=2)
            self.assertEqual(set(orders.mapped("state")), {"draft"}, "nobody released them here")
            trap.assert_jobs_count(3)
            trap.perform_enqueued_jobs()
        self.assertEqual(set(orders.mapped("state")), {"sale"})
        self.assertEqual(set(orders.picking_ids.mapped("state")), {"assigned"})

    def test_what_a_job_has_in_hand_is_not_handed_over_again(self):
        orders = self.approved(3)
        self.cron._cron_release(chunk=2)
        jobs = self.env["queue.job"].search([("method_name", "=", "_fmcg_release_job")])
        self.assertEqual(jobs.mapped("state"), ["pending"] * 2)
        self.assertEqual(set(jobs.mapped("channel")), {"root.fmcg_release"})
        late = self.approved(1)
        self.assertEqual(self.cron._fmcg_due_to_release() & (orders | late), late)
        self.cron._cron_release(chunk=2)
        more = self.env["queue.job"].search([("method_name", "=", "_fmcg_release_job")]) - jobs
        self.assertEqual(len(more), 1)

    @mute_logger(RELEASE)
    def test_a_bad_order_holds_up_no_other(self):
        good = self.approved(2)
        bad = self.order(
            order_line=[
                Command.create({"product_id": self.cola.id}),
                Command.create({"name": "The thing we talked about"}),
            ]
        )
        self.approve(bad, "Known customer")
        bad.sudo().fmcg_release_at = False
        with trap_jobs() as trap:
            self.cron._cron_release()
            trap.perform_enqueued_jobs()
        self.assertEqual(set(good.mapped("state")), {"sale"})
        self.assertEqual(bad.state, "draft")
        self.assertIn("missing a product", bad.fmcg_release_error)

    def test_the_queue_begins_again_when_others_were_faster(self):
        orders = self.approved(1)

        def refuse(_orders):
            raise ConcurrencyError("Somebody else")

        self.patch(type(orders), "_fmcg_release", refuse)
        with self.assertRaises(RetryableJobError):
            orders._fmcg_release_job()
