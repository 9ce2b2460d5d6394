"""How mail programs and people mark what is not new in an e-mail: quotes, headers, closings, notices."""

import re

from .vocabulary import vocabulary

_UNITS = "|".join(
    re.escape(w) + (r"(?![a-z])" if w.isascii() else "")
    for w in sorted(vocabulary().units, key=len, reverse=True)
)
# an amount with a unit, a list's "x 10", or a short line that ends with a small number
AMOUNT = re.compile(
    rf"(?:\d|[一二三四五六七八九十百两半])\s*(?:{_UNITS})|(?<![a-z])[x×*]\s*\d+\s*(?:{_UNITS})?\s*$", re.I
)
COUNTED = re.compile(r"^\s*[^\W\d][^\n:：]{1,40}?[\s:：]\s*\d{1,3}\s*$")
PLACE = re.compile(
    r"(?<![a-z])(?:road|rd|street|str|st|ave|avenue|floor|fl|room|rm|suite|unit|block|box|ext|tel|phone|fax|mob|"
    r"rue|calle|rua|jalan|gate)(?![a-z])|[路街号楼室层座弄]|邮编|电话|手机|传真",
    re.I,
)
SEPARATOR = re.compile(
    r"^[ \t>|*]*[-_=*~]{2,}[ \t]*(?:begin )?(?:original (?:message|e-?mail)|original-?nachricht|"
    r"urspr[uü]ngliche nachricht|"
    r"message d'origine|message original|mensaje original|mensagem original|messaggio originale|mesej asal|"
    r"forwarded (?:message|by)|weitergeleitete nachricht|message transf[eé]r[eé]|mensaje reenviado|"
    r"mensagem encaminhada|原始邮件|原始郵件|原邮件|转发的?邮件(?:信息)?|轉寄郵件|轉寄的郵件|回复的?邮件|"
    r"邮件原件)[^\n]{0,60}$|"
    r"^[ \t]*_{20,}[ \t]*$",
    re.I | re.M,
)
FORWARDED = re.compile(
    r"^[ \t>|*]*[-_=*~]{2,}[ \t]*(?:begin )?(?:forwarded|weitergeleitet|message transf|mensaje reenv|"
    r"mensagem encam|转发|轉寄)",
    re.I | re.M,
)
ATTRIBUTION = re.compile(
    r"^[ \t>]*(?:on|le|am|el|em|il|pada|op|den)\b[^\n]{4,200}(?:\n[^\n]{0,120})?"
    r"(?:wrote|a [eé]crit|schrieb|escribi[oó]|escreveu|ha scritto|menulis|schreef)[^\n]{0,80}[:：][ \t]*$|"
    r"^[ \t>]*(?:在|於|于)?[^\n]{0,20}\d{1,4}[^\n]{0,120}(?:写道|寫道)[^\n]{0,10}$|"
    r"^[^\n]{0,80}<[^<>\s]+@[^<>\s]+>[^\n]{0,40}(?:wrote|写道|寫道)[ \t]*[:：][ \t]*$",
    re.I | re.M,
)
_HEADERS = {
    "from": "from|发件人|寄件者|寄件人|von|de|da|dari|van",
    "subject": "subject|主题|主題|主旨|标题|betreff|objet|asunto|assunto|oggetto|perkara|onderwerp",
    "other": "sent|date|to|cc|bcc|reply-to|importance|attachments?|发送时间|发送日期|发送|时间|时 间|日期|"
    "收件人|抄送|"
    "附件|寄件日期|收件者|副本|密件抄送|日 期|gesendet|an|datum|envoy[eé](?: le)?|[aà]|para|enviad[oa](?: "
    "el| em)?|"
    "fecha|data|kepada|tarikh|dihantar",
}
HEADER = re.compile(
    r"^[ \t>*]*(?:"
    + "|".join(f"(?P<{k}>{v})" for k, v in _HEADERS.items())
    + r")[ \t]*\*?[ \t]*[:：]\*?(?P<value>[^\n]*)$",
    re.I,
)
REPLY = re.compile(r"^\s*(?:re|aw|sv|antw|rv|res|回复|回覆|答复)\s*(?:\[\d+\])?\s*[:：]", re.I)
FORWARD = re.compile(r"^\s*(?:(?:re|回复)\s*[:：]\s*)*(?:fw|fwd|wg|tr|rv|enc|转发|轉寄|轉發)\s*[:：]", re.I)
REFERENCE = re.compile(r"(?:(?:po|so|order|bc)[ #-]{1,2})?\b[a-z]{0,6}-?\d[\w/-]{2,}", re.I)
POINTER = re.compile(
    r"(?<![a-z])(?:fw|fwd|fyi|below|forward(?:ed|ing)?|underneath|siehe unten|weiterleitung|ci-dessous|"
    r"voir plus bas|"
    r"abajo|abaixo|di bawah|customer's order)(?![a-z])|转发|轉發|见下|如下|下面|以下|下方|下文|代转|代发",
    re.I,
)
CLOSING = re.compile(
    r"^\W*(?:(?:with )?(?:best|kind|warm|many|with|kindest|warmest)?\s*(?:regards|wishes|greetings)|"
    r"(?:many )?thanks?(?: you)?(?: and (?:best |kind )?regards| in advance| a lot| so much| again)?|tks|"
    r"thx|cheers|"
    r"(?:yours )?(?:sincerely|faithfully|truly)|rgds|brgds|best|此致|敬礼|此致敬礼|顺祝商祺|顺颂商祺|"
    r"祝商祺|祝好|谢谢[您你们]*|多谢|"
    r"感谢|以上|mit freundlichen gr[uü](?:ss|ß)en|freundliche gr[uü](?:ss|ß)e|viele gr[uü](?:ss|ß)e|mfg|"
    r"lg|danke|"
    r"(?:bien )?cordialement|merci(?: d'avance)?|salutations|saludos(?: cordiales)?|gracias|un saludo|"
    r"atenciosamente|obrigad[oa]|cumprimentos|sekian|terima kasih|"
    r"salam)(?P<name>[\s,，.!！。、;；-](?:[^\n\d]|\d{6}){0,40})?$",
    re.I,
)
AFTERTHOUGHT = re.compile(
    r"^\W*(?:p\.?\s?s\b|n\.?b\b|also\b|plus\b|and also|另外|还有|再[加补来]|补充|附:|又:)", re.I
)
CONTACT = re.compile(
    r"^[^\n,，。;；]{0,16}?(?<![a-z])(?:tel|telephone|phone|mob|mobile|cell|fax|address|add|web|website|e-?mail|qq|whatsapp|wechat|"
    r"t[eé]l[eé]phone|telefon|telefono|tel[eé]fono|telefone|m|t|f|p)\s*[.:：+]\s*\S|^[^\n,，。;；]{0,16}(?:电话|電話|手机|手機|"
    r"传真|傳真|地址|网址|邮箱|微信|邮编)\s*[:：]?\s*\S|^\W*(?:www\.|https?://)\S+\s*$|^\W*\S+@\S+\.\w+\s*$|"
    r"^\s*[^\s\d]{0,12}(?:采购部|采购中心|採購部|供应链部|业务部|purchasing (?:dept|department)|"
    r"procurement)\s*$",
    re.I,
)
NOTICE = re.compile(
    r"^\W*(?:this (?:e-?mail|message|communication)\b|confidential|disclaimer|privileged|legal notice|the "
    r"(?:information|content)s? "
    r"(?:in|contained|of this)|please consider the environment|if you (?:are not|have received)|caution:|"
    r"external e-?mail|"
    r"sent (?:from|with|via) |get outlook|virus-free|unsubscribe|view (?:this|in) |von meinem|gesendet "
    r"(?:mit|von)|"
    r"envoy[eé] (?:de|depuis)|enviado (?:desde|do|de)|发自我的|來自我的|来自我的|本邮件|本電郵|本电子邮件|"
    r"此邮件|免责声明|保密|声明[:：]|"
    r"diese (?:e-?mail|nachricht)|ce (?:message|courriel)|este (?:mensaje|correo|e-?mail)|esta "
    r"(?:mensagem|comunica)|"
    r"e-mel ini)",
    re.I,
)
