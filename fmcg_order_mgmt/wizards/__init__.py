from . import waybill_entry
from . import review_reason
from . import review_lane_reason
