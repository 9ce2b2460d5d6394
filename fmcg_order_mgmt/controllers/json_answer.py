from odoo.http import request

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


class Refused(Exception):
    """A request that is answered with a status, a code for programs and a sentence for persons."""

    def __init__(self, status, code, text, **headers):
        super().__init__(text)
        self.status, self.code, self.text, self.headers = status, code, text, headers


def answer(values, status=200, headers=None):
    """Return a response of JSON that no cache keeps."""
    return request.make_json_response(values, headers=[*(HEADERS | (headers or {})).items()], status=status)


def refusal(error):
    """Return the response for a ``Refused``."""
    headers = {name.replace("_", "-"): value for name, value in error.headers.items()}
    return answer({"error": error.code, "message": error.text}, error.status, headers)


def json_body(limit):
    """Return the bytes of the body.

    :raises Refused: another kind of content, or more of it than ``limit`` bytes
    """
    if request.httprequest.mimetype != "application/json":
        text = request.env._("Send JSON, with the header Content-Type: application/json.")
        raise Refused(415, "unsupported_media_type", text)
    # A limit of the route itself would be answered by a page before anybody is asked here.
    if (request.httprequest.content_length or 0) > limit:
        text = request.env._("The body is longer than %s bytes. Send less at once.", limit)
        raise Refused(413, "too_large", text)
    return request.httprequest.get_data()
