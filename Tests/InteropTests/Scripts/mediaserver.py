"""A server of a folder that can be told to fail: what a real one does only on bad days."""
import http.server
import io
import os
import re
import threading
import time

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".mp4": "video/mp4",
         ".m4s": "video/iso.segment", ".m3u8": "application/vnd.apple.mpegurl", ".vtt": "text/vtt", ".json": "application/json",
         ".svg": "image/svg+xml", ".jpg": "image/jpeg", ".webp": "image/webp"}


class MediaServer:
    """`faults` are (pattern of path and range, what): a status, "cut" (the connection closes) or "whole" (no ranges). `rate` is
    bytes a second of a connection for media, `delay` seconds before every answer. Where it is `shared`, pages of other sites may
    read what it gives, but not why it gives nothing. `pages` are texts by path. `log` has (path, range, status, bytes sent),
    `media` the bytes of media so far, and `marked` what they were when `mark` was asked for."""

    def __init__(self, folder):
        self.folder, self.faults, self.pages, self.log, self.rate, self.delay = folder, [], {}, [], None, 0
        self.media = self.marked = 0
        self.shared = False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.answer(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # Browsers leave connections without a word.
        self.server.handle_error = lambda *_: None
        self.base = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request):
        path = request.path.split("?")[0].lstrip("/")
        wanted = request.headers.get("Range", "")
        time.sleep(self.delay)
        fault = next((what for pattern, what in self.faults if re.search(pattern, f"{path} {wanted}")), None)
        if fault == "cut":
            request.close_connection = True
            self.log.append((path, wanted, "cut", 0))
            return
        if path == "mark":
            self.marked = self.media
            return self.send(request, 204, b"", path, wanted, {})
        if isinstance(fault, int):
            return self.send(request, fault, b"", path, wanted, {})
        if path in self.pages:
            source = io.BytesIO(self.pages[path].encode())
        else:
            file = os.path.join(self.folder, path + ("index.html" if path.endswith("/") or not path else ""))
            if not os.path.isfile(file):
                return self.send(request, 404, b"", path, wanted, {})
            source = open(file, "rb")
        headers = {"Content-Type": TYPES.get(os.path.splitext(path)[1], "text/html; charset=utf-8"), "Cache-Control": "no-store"}
        if self.shared:
            headers["Access-Control-Allow-Origin"] = "*"
        with source:
            found = re.fullmatch(r"bytes=(\d+)-(\d*)", wanted)
            if not found or fault == "whole":
                return self.send(request, 200, source.read(), path, wanted, headers)
            size = source.seek(0, os.SEEK_END)
            start, end = int(found[1]), min(int(found[2] or size - 1), size - 1)
            source.seek(start)
            body = source.read(end + 1 - start)
        headers |= {"Content-Range": f"bytes {start}-{end}/{size}", "Accept-Ranges": "bytes"}
        self.send(request, 206, body, path, wanted, headers)

    def send(self, request, status, body, path, wanted, headers):
        sent, media = 0, path.endswith((".mp4", ".m4s"))
        rate = self.rate if media else None
        try:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            step = 16384 if not rate else max(1, int(rate / 20))
            while sent < len(body):
                request.wfile.write(body[sent : sent + step])
                sent += (count := len(body[sent : sent + step]))
                self.media += count if media else 0
                if rate:
                    time.sleep(0.05)
        except (BrokenPipeError, ConnectionResetError):
            request.close_connection = True
        self.log.append((path, wanted, status, sent))
