"""A local HTTP server that misbehaves on order, for tests of what fetches from it."""

import re
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_CHUNK = 4096


class FaultServer:
    """Serves files from memory; each request first meets the next fault in line.

    Attributes
    ----------
    files : dict of str to bytes
        What there is, by path.
    etag : str or None
        Sent with every file, and compared with If-Range.
    faults : list of callable
        Called one after the other with the handler and the file, instead of answering;
        a fault that is to last stands in `always`.
    requests : list of dict
        The headers of all requests.
    bodies : list of int
        The status of all answers that brought a file or a part of it.
    """

    def __init__(self, *, tls=None):
        self.files = {}
        self.etag = '"first"'
        self.faults = []
        self.always = None
        self.requests = []
        self.bodies = []
        self.closing = threading.Event()
        self.released = threading.Event()
        handler = type("Handler", (_Handler,), {"owner": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        scheme = "http"
        if tls is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.issue_cert("127.0.0.1", "localhost").configure_cert(context)
            socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
            self._server.socket = socket
            scheme = "https"
        self.port = self._server.server_address[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}"

    def __enter__(self):
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def status(code, **headers):
    """Answer with a status and no file."""

    def fault(handler, _):
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return fault


def redirect(to):
    return status(302, Location=to)


def stall(after):
    """Send so many bytes of the file, then nothing more."""

    def fault(handler, content):
        handler.send_file(content, until=after)
        handler.owner.closing.wait(5)

    return fault


def trickle(after):
    """Send so many bytes of the file, then one at a time, for seconds."""

    def fault(handler, content):
        handler.send_file(content, until=after)
        for at in range(after, after + 500):
            handler.wfile.write(content[at : at + 1])
            handler.wfile.flush()
            if handler.owner.closing.wait(0.01):
                return

    return fault


def truncate(after):
    """Send so many bytes of the file, then hang up."""

    def fault(handler, content):
        handler.send_file(content, until=after)

    return fault


def page(handler, _):
    """Send a web page as if it were the file."""
    body = b"<!DOCTYPE html><title>Sorry</title>"
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def undeclared(handler, content):
    """Send the file without saying how long it is."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(content)


def chunked(until=None):
    """Return what sends the file in chunks, up to `until` without the end mark."""

    def fault(handler, content):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for at in range(0, until or len(content), _CHUNK):
            piece = content[at : at + _CHUNK]
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        if until is None:
            handler.wfile.write(b"0\r\n\r\n")

    return fault


def whole(handler, content):
    """Send the whole file, whatever part was asked for."""
    handler.send_file(content)


def shifted(handler, content):
    """Send another part than the one that was asked for."""
    handler.send_file(content, start=8)


def short(handler, content):
    """Say that the rest of the file comes, and send and declare less."""
    start = int(re.fullmatch(r"bytes=(\d+)-", handler.headers["Range"])[1])
    handler.send_response(206)
    span = f"bytes {start}-{len(content) - 1}/{len(content)}"
    handler.send_header("Content-Range", span)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(content[start : start + 1000])


def hold(handler, content):
    """Send the file when the server's `released` is set."""
    handler.owner.released.wait(10)
    handler.send_file(content)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_):
        """Say nothing of clients that hang up: tests make them do so."""


class _Handler(BaseHTTPRequestHandler):
    owner: FaultServer

    def do_GET(self):
        owner = self.owner
        owner.requests.append(dict(self.headers))
        content = owner.files.get(self.path)
        self.close_connection = True
        if content is None:
            status(404)(self, content)
        elif owner.faults:
            owner.faults.pop(0)(self, content)
        elif owner.always:
            owner.always(self, content)
        else:
            self._send_what_was_asked_for(content)

    def _send_what_was_asked_for(self, content):
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if (
            not asked
            or self.headers.get("If-Range", self.owner.etag) != self.owner.etag
        ):
            self.send_file(content)
        elif int(asked[1]) >= len(content):
            status(416, Content_Range=f"bytes */{len(content)}")(self, content)
        else:
            self.send_file(content, start=int(asked[1]))

    def send_file(self, content, *, start=None, until=None):
        """Send a file from `start` on, and break off before `until`."""
        self.owner.bodies.append(200 if start is None else 206)
        self.send_response(self.owner.bodies[-1])
        if start is not None:
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self.send_header("Content-Range", span)
        self.send_header("Content-Type", "application/zip")
        self.send_header("Content-Length", str(len(content) - (start or 0)))
        if self.owner.etag:
            self.send_header("ETag", self.owner.etag)
        self.end_headers()
        for at in range(start or 0, until or len(content), _CHUNK):
            self.wfile.write(content[at : min(at + _CHUNK, until or len(content))])

    def log_message(self, *_):
        """Keep the terminal for the tests."""
