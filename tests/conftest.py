"""Puts the addon's folder on the path, and sets how long the tests with made-up data take.

The engine is imported as ``engine``, without Odoo. ``./dev test --full`` asks for the long counts.
"""

import os
import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fmcg_order_mgmt"))

# The same examples on each run: what fails once can be looked at again.
settings.register_profile("quick", max_examples=30, derandomize=True, deadline=None, database=None)
settings.register_profile("full", max_examples=1000, derandomize=True, deadline=None, database=None)
settings.load_profile("full" if os.environ.get("FMCG_FULL") else "quick")
