from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_DIGITS = 9


def ids_of(text):
    """Return the ids in a text with commas between; what is none is left out."""
    ids = [int(x) for x in text.split(",") if x.isdecimal() and x.isascii() and len(x) <= MOST_DIGITS]
    return list(dict.fromkeys(ids))


def sent(name, content, kind):
    """Return a response that the browser saves as a file."""
    headers = [
        ("Content-Type", kind),
        ("Content-Disposition", content_disposition(name)),
        ("Content-Length", len(content)),
        ("Cache-Control", "no-store"),
    ]
    return request.make_response(content, headers)
