"""Scheduled jobs on many records: a batch at a time, each committed, so that a killed run loses one."""

from odoo.tools import split_every

SIZE = 50


def in_batches(due, domain, remaining, act, give_up, size=SIZE):
    """Let ``act`` have the records that are due, those locked by others excepted, until the time is up.

    Where it fails for a batch, it gets each record of it alone; ``give_up`` gets the one that it fails for,
    within the handling of its exception, and must see to it that it is not due at once again.
    """
    progress = due.env["ir.cron"]._commit_progress
    progress(remaining=remaining)
    for batch in split_every(size, due.ids, due.browse):
        # A serialization error needs the whole transaction back, not a savepoint; so each batch has its own.
        try:
            _locked(batch, domain, act)
        except Exception:
            due.env.cr.rollback()
            for record in batch:
                _alone(record, domain, act, give_up)
                progress()
        if not progress(len(batch)):
            break


def _alone(record, domain, act, give_up):
    try:
        _locked(record, domain, act)
    except Exception:
        record.env.cr.rollback()
        give_up(record)
        record.env.flush_all()


def _locked(records, domain, act):
    if taken := records.try_lock_for_update().filtered_domain(domain):
        act(taken)
        records.env.flush_all()
