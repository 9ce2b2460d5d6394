from odoo import api, models
from odoo.exceptions import ConcurrencyError

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import identity_exact

WAITING = ("wait_dependencies", "pending", "enqueued", "started")
RETRY_SECONDS = 1


class SaleOrder(models.Model):
    """The chunks of a wave are jobs: as many are released at once as their channel allows."""

    _inherit = "sale.order"

    @api.model
    def _fmcg_due_to_release(self):
        """Leave out what a job has in hand already."""
        jobs = (
            self.env["queue.job"]
            .sudo()
            .search(
                [
                    ("model_name", "=", self._name),
                    ("method_name", "=", "_fmcg_release_job"),
                    ("state", "in", WAITING),
                ]
            )
        )
        return super()._fmcg_due_to_release() - self.browse(
            {each for job in jobs for each in job.records.ids}
        )

    def _fmcg_hand_over(self):
        self.with_delay(
            description=self.env._("Release %s orders", len(self)), identity_key=identity_exact
        )._fmcg_release_job()

    def _fmcg_release_job(self):
        """Release the orders in the transaction of the job.

        :raises RetryableJobError: others were faster; the queue begins again
        """
        try:
            self._fmcg_release_locked()
        except ConcurrencyError as error:
            raise RetryableJobError(str(error), seconds=RETRY_SECONDS, ignore_retry=True) from error

    def _fmcg_release_apart(self):
        for order in self:
            order._fmcg_hand_over()
