from odoo import api, models
from odoo.exceptions import AccessError


class FmcgAppendOnly(models.AbstractModel):
    """Records of what was decided: nobody makes, changes or deletes one through the ORM."""

    _name = "fmcg.append.only"
    _description = "Record of a Decision"

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise AccessError(self.env._("Decisions are recorded where they are taken. Decide there instead."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("A decision that was taken stays as it is. Take a new one instead."))

    # The flag of an uninstallation is a context key, which a remote caller can send: it must not open this.
    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise AccessError(self.env._("Decisions are history. They cannot be deleted."))

    def _record(self, vals_list):
        """Store new records; the only way in, and not reachable from outside."""
        return super().create(vals_list)
