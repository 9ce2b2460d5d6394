"""The codes of kuaidi100 as data: https://api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc."""

from typing import NamedTuple


class Code(NamedTuple):
    """A status: the main status it belongs to, kuaidi100's name, the canonical state, the reason if any."""

    main: str
    name: str
    state: str
    reason: str = ""


# By the code as received, on either level: kuaidi100 mixes main and advanced codes in the same fields.
CODES = {
    "1": Code("1", "揽收", "picked_up"),
    "101": Code("1", "已下单", "info_received"),
    "102": Code("1", "待揽收", "info_received"),
    "103": Code("1", "已揽收", "picked_up"),
    "0": Code("0", "在途", "in_transit"),
    "1001": Code("0", "到达派件城市", "in_transit"),
    "1002": Code("0", "干线", "in_transit"),
    "1003": Code("0", "转递", "in_transit"),
    "5": Code("5", "派件", "out_for_delivery"),
    "501": Code("5", "投柜或驿站", "ready_for_pickup"),
    "3": Code("3", "签收", "delivered"),
    "301": Code("3", "本人签收", "delivered"),
    "302": Code("3", "派件异常后签收", "delivered"),
    "303": Code("3", "代签", "delivered"),
    "304": Code("3", "投柜或站签收", "delivered"),
    "6": Code("6", "退回", "returning"),
    "4": Code("4", "退签", "returned"),
    "401": Code("4", "已销单", "cancelled"),
    "14": Code("4", "拒签", "returning", "consignee_refused"),
    "7": Code("7", "转投", "in_transit"),
    "2": Code("2", "疑难", "exception"),
    "201": Code("2", "超时未签收", "exception", "carrier_delay"),
    "202": Code("2", "超时未更新", "exception", "carrier_delay"),
    "203": Code("2", "拒收", "exception", "consignee_refused"),
    "204": Code("2", "派件异常", "attempt_failed"),
    "205": Code("2", "柜或驿站超时未取", "exception", "not_picked_up"),
    "206": Code("2", "无法联系", "attempt_failed", "consignee_not_available"),
    "207": Code("2", "超区", "exception", "out_of_area"),
    "208": Code("2", "滞留", "exception", "carrier_delay"),
    "209": Code("2", "破损", "exception", "carrier_damaged_parcel"),
    "210": Code("2", "销单", "cancelled"),
    "8": Code("8", "清关", "customs"),
    "10": Code("8", "待清关", "customs"),
    "11": Code("8", "清关中", "customs"),
    "12": Code("8", "已清关", "customs"),
    "13": Code("8", "清关异常", "customs", "customs_delay"),
}
# With a low level of detail an event has its status' name only.
CODE_OF_NAME = {entry.name: code for code, entry in CODES.items()}

# What a failed query's code means for watching the parcel; the texts beside the codes are not reliable.
HEALTH_OF_ERROR = {
    "400": "auth_error",  # data incomplete, or the account may not use this service
    "408": "needs_phone",
    "500": "not_found",
    "501": "provider_down",
    "502": "rate_limited",  # busy
    "503": "auth_error",  # signature
    "600": "auth_error",  # key
    "601": "quota",  # key expired, or no credit left
}

# The same of a subscription: a number that is followed already is as good as a new one.
HEALTH_OF_REFUSAL = {
    "200": "ok",
    "500": "provider_down",
    "501": "ok",
    "600": "auth_error",
    "601": "quota",
    "700": "wrong_carrier",  # data that cannot be followed: the carrier, the number or the address for pushes
    "701": "stopped",  # the carrier lets nobody follow its parcels
    "702": "wrong_carrier",  # not recognised
}

# By the names of ..carrier_forms.
CARRIERS = {
    "sf": "shunfeng",
    "yto": "yuantong",
    "jt": "jtexpress",
    "jd": "jd",
    "deppon": "debangkuaidi",
    "ems": "ems",
    "ups": "ups",
}
