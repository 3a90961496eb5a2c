"""pieces.py FOLDER PORT PAGE: serves FOLDER; what stands behind the first source of PAGE comes a second later. Prints what chromium.py saw."""
import functools
import http.server
import pathlib
import subprocess
import sys
import threading
import time

folder, port, page = sys.argv[1:]


class Pieces(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path != f"/{page}":
            return super().do_GET()
        text = pathlib.Path(folder, page, "index.html").read_bytes()
        cut = text.index(b"\n", text.index(b"<source")) + 1
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text[:cut])
        time.sleep(1)
        self.wfile.write(text[cut:])

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), functools.partial(Pieces, directory=folder))
threading.Thread(target=server.serve_forever, daemon=True).start()
chromium = pathlib.Path(__file__).with_name("chromium.py")
sys.exit(subprocess.run([sys.executable, chromium, f"http://127.0.0.1:{port}/{page}"]).returncode)
