import time

from odoo import api, fields, models
from odoo.tools import SQL

from .collision import again

# Wherever the clock jumped, too.
LONGEST = 60


class FmcgTrackingTurn(models.Model):
    """When a key may be used for a call again, whoever uses it.

    Runs in several processes, people who ask by hand, and accounts of several companies with the same key
    share what its service allows in a second.
    """

    _name = "fmcg.tracking.turn"
    _description = "Turns of a Tracking Key"
    _log_access = False

    name = fields.Char(required=True, readonly=True, help="What a key is known by that does not reveal it.")
    next_call = fields.Float(readonly=True, help="Seconds since 1970, by the database's clock.")

    _name_uniq = models.UniqueIndex("(name)", "A key has one turn after the other.")

    @api.private
    def wait(self, name: str, gap: float):
        """Wait for the key's next turn, and take it: ``gap`` seconds pass before the one after it.

        However many wait, nobody does so for longer than ``LONGEST`` seconds, or one gap. It is taken in a
        transaction of its own; the caller's own one should not be open meanwhile.
        """
        if not gap:
            return
        with self.env.registry.cursor() as cr:
            turns = self.with_env(self.env(cr=cr))
            seconds = again(turns.env, lambda: turns._take(name, gap))
        time.sleep(max(0.0, seconds))

    @api.model
    def _take(self, name, gap):
        """Take the key's next turn, and return the seconds until it comes."""
        query = SQL(
            """
            INSERT INTO fmcg_tracking_turn AS turn (name, next_call)
                 VALUES (%(name)s, %(now)s + %(gap)s)
            ON CONFLICT (name) DO UPDATE
                    SET next_call = GREATEST(LEAST(turn.next_call, %(now)s + %(longest)s), %(now)s) + %(gap)s
              RETURNING next_call - %(gap)s - %(now)s
            """,
            name=name,
            now=self._now(),
            gap=gap,
            longest=max(LONGEST, gap),
        )
        # Who takes one at the same moment makes this begin anew, which is no fault.
        self.env.cr.execute(query, log_exceptions=False)
        return float(self.env.cr.fetchone()[0])

    @api.model
    def _now(self):
        return SQL("EXTRACT(EPOCH FROM clock_timestamp())::float8")
