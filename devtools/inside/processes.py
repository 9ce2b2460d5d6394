"""Processes that work in one database at the same time, for scripts inside Odoo."""

import atexit
import itertools
import os
import signal
import sys
import threading
import time
import traceback

import odoo.api
from odoo import sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

(DATABASE,) = config["db_name"]
NEVER = 10**6
KILLED = -signal.SIGKILL
running = set()


class Work:
    """A transaction of its own."""

    def __enter__(self):
        self.registry = Registry(DATABASE).check_signaling()
        self.cr = self.registry.cursor()
        return odoo.api.Environment(self.cr, odoo.SUPERUSER_ID, {"lang": "en_US", "tz": "UTC"})

    def __exit__(self, kind, *_error):
        if kind is None:
            self.cr.commit()
            self.registry.signal_changes()
        self.cr.close()


def fork(act):
    """Run something in a process of its own, with connections of its own; return the process id."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        sql_db._Pool = None
        Registry(DATABASE)._db = sql_db.db_connect(DATABASE)
        act()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def wait(pid):
    """Return how a process ended: its status, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def serve(act):
    """Run what never ends by itself in a process of its own, which does not outlive this one."""
    parent = os.getpid()

    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    def run():
        threading.Thread(target=watch, daemon=True).start()
        act()

    pid = fork(run)
    running.add(pid)
    return pid


def end(pid):
    """Stop a process; return whether it had died before."""
    running.discard(pid)
    dead, _status = os.waitpid(pid, os.WNOHANG)
    if not dead:
        os.kill(pid, signal.SIGKILL)
        wait(pid)
    return bool(dead)


@atexit.register
def _end_all():
    for pid in list(running):
        end(pid)


def at_once(*acts):
    """Run these in a process each, which begin at the same moment; return how each ended."""
    ready, go = os.pipe()

    def run(act):
        os.close(go)
        os.read(ready, 1)
        act()

    pids = [fork(lambda act=act: run(act)) for act in acts]
    os.close(go)
    os.close(ready)
    return [wait(pid) for pid in pids]


def die_at_commit(number):
    """Kill this process at one of its commits: before it where the number is even, else after it."""
    count, commit = itertools.count(), sql_db.Cursor.commit

    def counted(cr):
        place = 2 * next(count)
        if place == number:
            os.kill(os.getpid(), signal.SIGKILL)
        commit(cr)
        if place + 1 == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sql_db.Cursor.commit = counted


def check(name, wrong):
    """Print what is wrong, or that nothing is."""
    for words in wrong:
        print(f"FOUND {name}: {words}", flush=True)
    print(f"SAID {name}: {'wrong' if wrong else 'ok'}", flush=True)
