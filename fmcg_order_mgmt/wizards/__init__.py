from . import waybill_entry
from . import review_reason
