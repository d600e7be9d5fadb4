"""A server of this machine that answers in JSON, for clients that ask a service over HTTP."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

Said = tuple[int, Any, Mapping[str, str]]
"""Status, body (text is said as it is) and headers of its own."""


@contextmanager
def serving_json(answer: Callable[[str, str, str, Json], Said | None]) -> Iterator[str]:
    """Serve on a free port, and give the base of its URLs.

    ``answer`` is asked with method, path, query and body; where it gives ``None``, the line breaks.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._answer(json.loads(self.rfile.read(length) or b"{}"))

        def _answer(self, body: Json) -> None:
            parts = urlsplit(self.path)
            said = answer(self.command, parts.path, parts.query, body)
            if said is None:
                self.close_connection = True
                return
            with suppress(ConnectionError):  # Whoever asked has gone.
                self._say(*said)

        def _say(self, status: int, answer: object, headers: Mapping[str, str]) -> None:
            data = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
