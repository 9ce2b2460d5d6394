import smtplib
import socketserver
import threading


class MailHandler(socketserver.StreamRequestHandler):
    """Speaks as much of RFC 5321 as a client needs to hand over e-mail, dots and all."""

    timeout = 20

    def answer(self, code, text):
        self.wfile.write(f"{code} {text}\r\n".encode())

    def handle(self):
        self.answer(220, "localhost ESMTP")
        self.begin()
        while line := self.rfile.readline(2000):
            verb, _space, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if verb.upper() == "QUIT":
                return self.answer(221, "Bye")
            getattr(self, f"do_{verb.lower()}", self.unknown)(rest)

    def begin(self):
        self.sender, self.recipients = None, []

    def unknown(self, _rest):
        self.answer(500, "Command not known")

    def do_ehlo(self, _rest):
        self.begin()
        self.wfile.write(b"250-localhost\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")

    def do_helo(self, _rest):
        self.begin()
        self.answer(250, "localhost")

    def do_rset(self, _rest):
        self.begin()
        self.answer(250, "OK")

    def do_mail(self, rest):
        self.sender = rest.partition("<")[2].partition(">")[0]
        self.answer(250, "OK")

    def do_rcpt(self, rest):
        if self.sender is None:
            return self.answer(503, "MAIL first")
        self.recipients.append(rest.partition("<")[2].partition(">")[0])
        self.answer(250, "OK")

    def do_data(self, _rest):
        if not self.recipients:
            return self.answer(503, "RCPT first")
        self.answer(354, "End with a dot")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line[1:] if line.startswith(b".") else line)
        envelope = f"Return-Path: <{self.sender}>\r\nDelivered-To: {self.recipients[0]}\r\n".encode()
        self.server.delivered.append(envelope + b"".join(lines))
        self.begin()
        self.answer(250, "Queued")


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server on this machine; ``delivered`` holds the bytes of each e-mail as a gateway gets them."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), MailHandler)
        self.delivered = []
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def stop(self):
        self.shutdown()
        self.server_close()
        self.thread.join(5)

    def send(self, sender, recipient, data):
        """Hand over the bytes of an e-mail as a mail program does; return them as they were delivered."""
        with smtplib.SMTP("127.0.0.1", self.server_address[1], timeout=20) as client:
            client.sendmail(sender, [recipient], data)
        return self.delivered[-1]
