from . import waybill_entry
from . import review_reason
from . import review_ask
from . import review_reply
from . import review_lane_reason
from . import credit_reason
from . import shipment_message
