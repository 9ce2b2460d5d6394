"""How mail programs and people mark what is not new in an e-mail: quotes, headers, closings, notices."""

import re

from .vocabulary import part, vocabulary

_UNITS = "|".join(
    re.escape(w) + (r"(?![a-z])" if w.isascii() else "")
    for w in sorted(vocabulary().units, key=len, reverse=True)
)
# an amount with a unit, a list's "x 10", or a short line that ends with a small number
AMOUNT = re.compile(
    rf"(?:\d|[一二三四五六七八九十百两半])\s*(?:{_UNITS})|(?<![a-z])[x×*]\s*\d+\s*(?:{_UNITS})?\s*$", re.I
)
COUNTED = re.compile(r"^\s*[^\W\d][^\n:：]{1,40}?[\s:：]\s*\d{1,3}\s*$")
PLACE = re.compile(part("mail_place"), re.I)
SEPARATOR = re.compile(
    rf"^[ \t>|*]*[-_=*~]{{2,}}[ \t]*{part('mail_original')}[^\n]{{0,60}}$|^[ \t]*_{{20,}}[ \t]*$", re.I | re.M
)
FORWARDED = re.compile(rf"^[ \t>|*]*[-_=*~]{{2,}}[ \t]*{part('mail_forwarded')}", re.I | re.M)
ATTRIBUTION = re.compile(
    rf"^[ \t>]*{part('mail_wrote_on')}\b[^\n]{{4,200}}(?:\n[^\n]{{0,120}})?"
    rf"{part('mail_wrote')}[^\n]{{0,80}}[:：][ \t]*$|"
    rf"{part('mail_attribution')}|"
    rf"^[^\n]{{0,80}}<[^<>\s]+@[^<>\s]+>[^\n]{{0,40}}{part('mail_wrote')}[ \t]*[:：][ \t]*$",
    re.I | re.M,
)
_NAMED = "|".join(f"(?P<{name}>{part(f'mail_{name}')})" for name in ("from", "subject", "header"))
HEADER = re.compile(rf"^[ \t>*]*(?:{_NAMED})[ \t]*\*?[ \t]*[:：]\*?(?P<value>[^\n]*)$", re.I)
REPLY = re.compile(rf"^\s*{part('mail_re')}\s*(?:\[\d+\])?\s*[:：]", re.I)
FORWARD = re.compile(rf"^\s*(?:{part('mail_re')}\s*[:：]\s*)*{part('mail_fw')}\s*[:：]", re.I)
REFERENCE = re.compile(
    rf"(?:(?:{part('order_mark')}|order)[ #-]{{1,2}})?\b[a-z]{{0,6}}-?\d[\w/-]{{2,}}", re.I
)
POINTER = re.compile(part("mail_pointer"), re.I)
CLOSING = re.compile(
    rf"^\W*{part('mail_closing')}(?P<name>[\s,，.!！。、;；-](?:[^\n\d]|\d{{6}}){{0,40}})?$", re.I
)
AFTERTHOUGHT = re.compile(rf"^\W*{part('mail_afterthought')}", re.I)
CONTACT = re.compile(
    rf"^[^\n,，。;；]{{0,16}}?(?<![a-z]){part('mail_contact')}\s*[.:：+]\s*\S|"
    rf"^\W*(?:www\.|https?://)\S+\s*$|^\W*\S+@\S+\.\w+\s*$|{part('mail_contact_line')}",
    re.I,
)
NOTICE = re.compile(rf"^\W*{part('mail_notice')}", re.I)
