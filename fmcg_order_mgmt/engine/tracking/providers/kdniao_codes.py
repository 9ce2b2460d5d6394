"""The codes of kdniao as data: its official table of StateEx, of which State is a part."""

from ..canonical import Code

# By StateEx, which the paid service also gives to each scan (Action); State has the one-digit ones.
CODES = {
    "0": Code("暂无轨迹信息", "pending"),
    "1": Code("已揽收", "picked_up"),
    "10": Code("待揽件", "info_received"),
    "2": Code("在途中", "in_transit"),
    "201": Code("到达派件城市", "in_transit"),
    "202": Code("派件中", "out_for_delivery"),
    "204": Code("到达转运中心", "in_transit"),
    "205": Code("到达派件网点", "in_transit"),
    "206": Code("寄件网点发件", "in_transit"),
    "211": Code("已放入快递柜或驿站", "ready_for_pickup"),
    "3": Code("已签收", "delivered"),
    "301": Code("正常签收", "delivered"),
    "302": Code("异常后最终签收", "delivered"),
    "304": Code("代收签收", "delivered"),
    "311": Code("快递柜或驿站签收", "delivered"),
    "4": Code("问题件", "exception"),
    "401": Code("发货无信息", "info_received"),
    "402": Code("超时未签收", "exception", "carrier_delay"),
    "403": Code("超时未更新", "exception", "carrier_delay"),
    "404": Code("拒收（退件）", "returning", "consignee_refused"),
    "405": Code("派件异常", "attempt_failed"),
    "406": Code("退货签收", "returned"),
    "407": Code("退货未签收", "returning"),
    "412": Code("快递柜或驿站超时未取", "exception", "not_picked_up"),
    "413": Code("单号已拦截", "cancelled", "retailer_cancelled"),
    "414": Code("破损", "exception", "carrier_damaged_parcel"),
    "415": Code("客户取消发货", "cancelled", "retailer_cancelled"),
    "416": Code("无法联系", "attempt_failed", "consignee_not_available"),
    "417": Code("配送延迟", "exception", "carrier_delay"),
    "418": Code("快件取出", "exception"),
    "419": Code("重新派送", "out_for_delivery"),
    "420": Code("收货地址不详细", "exception", "consignee_incorrect_address"),
    "421": Code("收件人电话错误", "exception", "consignee_incorrect_address"),
    "422": Code("错分件", "exception", "carrier_sorting_error"),
    "423": Code("超区件", "exception", "out_of_area"),
    "5": Code("转寄", "in_transit"),
    "6": Code("清关", "customs"),
    "601": Code("待清关", "customs"),
    "602": Code("清关中", "customs"),
    "603": Code("已清关", "customs"),
    "604": Code("清关异常", "customs", "customs_delay"),
}

# What a failure's code means for watching the parcel.
HEALTH_OF_ERROR = {
    "101": "auth_error",  # a parameter is missing
    "102": "auth_error",  # signature
    "103": "provider_down",  # format
    "104": "auth_error",  # the user
    "105": "provider_down",  # anything else
    "401": "provider_down",  # format of RequestData
    "402": "wrong_carrier",  # no number
    "403": "wrong_carrier",  # signs that no number has
    "404": "wrong_carrier",  # length of the number
    "405": "quota",  # more than 30,000 questions in a day
}
DAY_IS_USED_UP = "405"

# Failures mostly come as a sentence alone. The first words found in it decide.
HEALTH_OF_REASON = (
    ("暂无", "not_found"),
    ("无轨迹", "not_found"),
    ("无物流", "not_found"),
    ("没有物流", "not_found"),
    ("无信息", "not_found"),
    ("手机", "needs_phone"),
    ("CustomerName", "needs_phone"),
    ("超出查询次数", "quota"),
    ("次数", "quota"),
    ("套餐", "quota"),
    ("余额", "quota"),
    ("欠费", "quota"),
    ("频繁", "rate_limited"),
    ("过快", "rate_limited"),
    ("并发", "rate_limited"),
    ("签名", "auth_error"),
    ("验证", "auth_error"),
    ("校验", "auth_error"),
    ("ApiKey", "auth_error"),
    ("AppKey", "auth_error"),
    ("EBusinessID", "auth_error"),
    ("未开通", "auth_error"),
    ("未授权", "auth_error"),
    ("不支持", "wrong_carrier"),
    ("ShipperCode", "wrong_carrier"),
    ("单号有误", "wrong_carrier"),
    ("单号格式", "wrong_carrier"),
)
# A number that is followed already is as good as a new one.
FOLLOWED_ALREADY = ("重复", "已订阅")

# What RequestType a call to us has that tells of parcels; the others are only acknowledged.
PUSHED_TRACKS = frozenset({"", "101", "102", "6004"})

# By the names of ..carrier_forms.
CARRIERS = {
    "sf": "SF",
    "yto": "YTO",
    "jt": "JTSD",
    "jd": "JD",
    "deppon": "DBL",
    "ems": "EMS",
    "ups": "UPS",
}
