"""The codes of SF Express as data.

Sources differ: the same opCode was read as under way, as arrived and as trouble. So a scan is looked up from
its most exact description to its vaguest (see ``LOOKUPS``), and ``options["codes"]`` of an account is asked
first at each step.
"""

import re

from ..canonical import Code

# By opCode, opCode+reasonCode, opCode/firstStatusCode/secondaryStatusCode, /firstStatusCode or
# //secondaryStatusCode.
CODES = {
    "50": Code("已揽收", "picked_up"),
    "54": Code("已揽收", "picked_up"),
    "30": Code("装车", "in_transit"),
    "31": Code("到达中转", "in_transit"),
    "36": Code("发车", "in_transit"),
    "302": Code("运输中", "in_transit"),
    "305": Code("运输中", "in_transit"),
    "603": Code("运输中", "in_transit"),
    "628": Code("运输中", "in_transit"),
    "648": Code("转寄处理", "in_transit"),
    "517": Code("转寄申请", "in_transit"),
    "44": Code("派送中", "out_for_delivery"),
    "204": Code("派件交接", "out_for_delivery"),
    "634": Code("派送中", "out_for_delivery"),
    "125": Code("投柜或驿站", "ready_for_pickup"),
    "218": Code("待自取", "ready_for_pickup"),
    "642": Code("待自取", "ready_for_pickup"),
    "80": Code("已签收", "delivered"),
    "8000": Code("已结束", "delivered"),
    # Once read as under way, once as arrived; where both kinds of data were compared it was a failed attempt.
    "70": Code("派送不成功", "attempt_failed"),
    "33": Code("滞留", "attempt_failed"),
    "126": Code("投柜异常", "exception"),
    "99": Code("转寄或退回", "returning"),
    # With the reason that only calls to us have.
    "8000+6": Code("遗失", "lost", "carrier_parcel_lost"),
    "8000+2": Code("销毁", "lost"),
    "70+46": Code("取消", "cancelled", "retailer_cancelled"),
    "70+83": Code("转自取", "exception"),
    "70+85": Code("转自取", "exception"),
    "33+83": Code("待自取", "ready_for_pickup"),
    "33+85": Code("待自取", "ready_for_pickup"),
    "99+2": Code("退回", "returning"),
    # With both statuses that only replies have.
    "33/5/501": Code("已取消", "cancelled"),
    "33/13/1301": Code("待再次派送", "attempt_failed"),
    "70/13/1301": Code("待再次派送", "attempt_failed"),
    "70/11/1101": Code("待自取", "ready_for_pickup"),
    "126/11/1101": Code("投柜异常", "exception"),
    # The statuses of scans whose opCode is not known here.
    "//204": Code("已清关", "customs"),
    "//205": Code("清关中", "customs"),
    "/1": Code("已揽收", "picked_up"),
    "/2": Code("运输中", "in_transit"),
    "/3": Code("派送中", "out_for_delivery"),
    "/4": Code("已签收", "delivered"),
    "/11": Code("待自取", "ready_for_pickup"),
    "/13": Code("待再次派送", "attempt_failed"),
}

# From exact to vague: {op}, {reason}, {first} and {second} are the scan's codes.
LOOKUPS = (
    "{op}+{reason}",
    "{op}/{first}/{second}",
    "//{second}",
    "{op}",
    "/{first}",
)

# Codes that only their remark tells apart: (key, words in it, state). A reply's signature may be a locker's;
# a call tells of lockers under a code of their own first. A parcel that is sent on elsewhere is under way.
BY_REMARK = (
    ("80/4/401", ("顺丰自助柜", "香港外部资源"), "ready_for_pickup"),
    ("99", ("退回", "作废"), "returning"),
    ("99", ("转寄",), "in_transit"),
)

# What the platform says (apiResultCode); A1000 only means that the question got through.
PLATFORM_OK = "A1000"
HEALTH_OF_PLATFORM = {
    "A1001": "auth_error",  # a field is missing
    "A1002": "auth_error",  # expired
    "A1003": "auth_error",  # our IP address
    "A1004": "auth_error",  # no permission for this service
    "A1005": "rate_limited",  # 30 in a second or 3,000 in a day
    "A1006": "auth_error",  # signature
    "A1007": "provider_down",  # the same question again
    "A1008": "auth_error",  # decryption
    "A1009": "provider_down",  # the service behind it
    "A1099": "provider_down",
}
# What the service says (errorCode).
BUSINESS_OK = frozenset({"S0000", "0000", "200"})
HEALTH_OF_BUSINESS = {
    "8003": "provider_down",  # more numbers than it takes
    "8013": "not_found",
    "8018": "not_found",
    "8247": "wrong_carrier",  # no number of SF
}

# By the names of ..carrier_forms: SF tells of its own parcels only.
CARRIERS = {"sf": "SF"}

# Numbers that can be SF's, with letters or of digits alone.
ANY_NUMBER = re.compile(r"(?:SF)?\d{12,15}")
# A parcel is surely on its way back with this reason or one of these words.
RETURN_REASON, RETURN_WORDS = "2", ("退回", "退件")
# Words in the reason why there are no scans, and in the one why the platform refuses.
PHONE_WORDS = ("手机", "电话", "phone")
DAY_WORDS = ("天", "日", "day", "daily")
