"""Real orders, replayed through the checks of the engine with slips, doubles and gaps planted in them."""

import sys

from ..config import ADDON, ROOT

# The engine is imported as ``engine``: the addon itself would import Odoo.
sys.path.append(str(ROOT / ADDON))
