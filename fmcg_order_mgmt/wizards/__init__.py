from . import waybill_entry
