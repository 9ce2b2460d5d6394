"""Puts the addon's folder on the path: the engine is imported as ``engine``, without Odoo."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fmcg_order_mgmt"))
