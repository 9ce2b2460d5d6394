from odoo import api, fields, models
from odoo.tools import SQL

NUMBERS = ("calls", "waybills", "failed", "pushes", "refused")


class FmcgTrackingUsage(models.Model):
    _name = "fmcg.tracking.usage"
    _description = "Calls of a Tracking Account"
    _order = "day desc, id desc"
    _rec_name = "day"

    account_id = fields.Many2one(
        "fmcg.tracking.account", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    day = fields.Date(required=True, readonly=True, help="In the provider's own time zone.")
    calls = fields.Integer(readonly=True)
    waybills = fields.Integer(string="Parcels Asked for", readonly=True)
    failed = fields.Integer(string="Without Answer", readonly=True)
    pushes = fields.Integer(string="Calls to Us", readonly=True)
    refused = fields.Integer(string="Forged Calls to Us", readonly=True)

    _account_day_uniq = models.UniqueIndex("(account_id, day)", "A day is counted once.")

    @api.model
    def _add(self, account_id, day, numbers):
        """Add numbers to an account's day in one statement, so that two workers never lose a call."""
        columns = [name for name in NUMBERS if numbers.get(name)]
        if not columns:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO fmcg_tracking_usage AS usage
                            (account_id, company_id, day, %(columns)s, create_date)
                SELECT id, company_id, %(day)s, %(values)s, now() AT TIME ZONE 'UTC'
                  FROM fmcg_tracking_account WHERE id = %(account)s
                ON CONFLICT (account_id, day) DO UPDATE SET %(sums)s
                """,
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                day=day,
                values=SQL(", ").join(SQL("%s", numbers[name]) for name in columns),
                account=account_id,
                sums=SQL(", ").join(
                    SQL(
                        "%s = COALESCE(usage.%s, 0) + EXCLUDED.%s",
                        SQL.identifier(name),
                        SQL.identifier(name),
                        SQL.identifier(name),
                    )
                    for name in columns
                ),
            ),
            # Whoever counted at the same moment makes this begin anew, which is no fault.
            log_exceptions=False,
        )
        self.invalidate_model(columns)
