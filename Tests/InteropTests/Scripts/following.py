"""Follows a site that a real nginx serves.

following.py kills PUBLIC BOBINED COUNT SEED  ends bobined by SIGKILL at random moments; no verified piece may be lost
following.py tls PUBLIC BOBINED               https: with an authority of its own, and what has to be refused
following.py full PUBLIC BOBINED              a disk that is full, and then larger
"""
import contextlib, hashlib, json, os, random, re, shutil, signal, socket, struct, subprocess, sys, tempfile, threading, time

BLOCK = 16384


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def nginx(public, folder, rate=0, tls=None, rules=""):
    port = free_port()
    log = os.path.join(folder, "requests")
    listen = f"listen 127.0.0.1:{port};"
    if tls:
        listen = f"listen 127.0.0.1:{port} ssl; ssl_certificate {tls[0]}; ssl_certificate_key {tls[1]};"
    limit = f"limit_rate {rate}; output_buffers 1 32k; sendfile off;" if rate else ""
    temporary = " ".join(
        f"{name}_temp_path {folder}/t-{name};" for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    user = "user root;" if os.getuid() == 0 else ""
    conf = f"""daemon off; worker_processes 1; pid {folder}/pid; {user}
events {{ worker_connections 256; }}
http {{ types {{ video/mp4 mp4; application/json json; }} default_type application/octet-stream; {temporary}
log_format sent '$status|$uri|$http_range|$body_bytes_sent'; access_log {log} sent;
server {{ {listen} root "{public}"; {limit} {rules} }} }}"""
    open(os.path.join(folder, "nginx.conf"), "w").write(conf)
    process = subprocess.Popen(
        ["nginx", "-e", f"{folder}/errors", "-c", f"{folder}/nginx.conf"], stdin=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            sys.exit("nginx does not answer: " + open(f"{folder}/errors").read())
        yield port, log
    finally:
        process.terminate()
        process.wait(10)


class Daemon:
    def __init__(self, program, folder, url, *options, name="d", before=()):
        self.port = free_port()
        self.into = os.path.join(folder, f"{name}-into")
        self.log = os.path.join(folder, f"{name}-log")
        self.process = subprocess.Popen(
            [*before, program, url, "--into", self.into, "--space", "1G", "--visit", "1", "--rescan", "1", "--port", str(self.port),
             "--listen", "127.0.0.1", "--status", "none", "--no-announce", "--dht", "none", "--tracker", "none", "--tracker-udp", "none",
             "--state", os.path.join(folder, f"{name}-state"), *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(self.log, "a"))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        assert self.process.wait(15) == 0, self.text()

    def text(self):
        return open(self.log).read()

    def files(self, suffix):
        return [os.path.join(path, name) for path, folders, names in os.walk(self.into) if "/.bobined" not in path
                for name in names if name.endswith(suffix)]

    def records(self):
        """The verified pieces of each file on its way, by the hash in its name."""
        found = {}
        for path, _, names in os.walk(self.into):
            for name in names:
                if name.endswith(".record"):
                    data = open(os.path.join(path, name), "rb").read()
                    body = data[data.find(b"\n") + 1:]
                    found[name[:16]] = {
                        struct.unpack(">I", body[i:i + 4])[0] for i in range(0, len(body) - 7, 8)}
        return found


def offers(public):
    """Of each file in the catalog: the digits that its name here ends with, and all of its entry."""
    found = {}
    index = json.load(open(f"{public}/catalog.json"))
    for page in index["pages"]:
        for video in json.load(open(os.path.join(public, page["url"])))["videos"]:
            for rendition in video["renditions"]:
                hashes = rendition["infohashes"]
                key = (hashes.get("btmh") or hashes["btih"])[:40]
                rendition["key"] = key
                found[key[:16]] = rendition
    return found


def where(public, url):
    """The published file of an address that may be relative to a page of the catalog."""
    return os.path.normpath(os.path.join(public, "catalog", url))


def receive(s, count):
    data = b""
    while len(data) < count:
        part = s.recv(count - len(data))
        if not part:
            raise OSError("hung up")
        data += part
    return data


def leech(port, key, size, piece_length, until):
    """Asks a seed for all blocks of a film, over the peer wire (BEP 3), and gives what came by its place."""
    s = socket.create_connection(("127.0.0.1", port), 5)
    s.settimeout(max(0.1, until - time.time()))
    with s:
        s.sendall(b"\x13BitTorrent protocol" + bytes(8) + bytes.fromhex(key) + b"-XX0000-followtest00")
        receive(s, 68)
        s.sendall(struct.pack(">IB", 1, 2))
        places = [(at // piece_length, at % piece_length, min(BLOCK, piece_length - at % piece_length, size - at))
                  for at in range(0, size, BLOCK)]
        is_open, asked, got = False, 0, 0
        while got < len(places):
            if is_open:
                while asked < len(places) and asked - got < 16:
                    s.sendall(struct.pack(">IBIII", 13, 6, *places[asked]))
                    asked += 1
            length = struct.unpack(">I", receive(s, 4))[0]
            message = receive(s, length) if length else b""
            if message[:1] == b"\x01":
                is_open = True
            elif message[:1] == b"\x00":
                is_open, asked = False, got
            elif message[:1] == b"\x07":
                piece, begin = struct.unpack(">II", message[1:9])
                got += 1
                yield piece * piece_length + begin, message[9:]


def piece_length(torrent):
    return int(re.search(rb"12:piece lengthi(\d+)e", open(torrent, "rb").read()).group(1))


def serve_check(daemon, known, public, until, served):
    """Compares all that the daemon hands out for what it has whole."""
    for torrent in daemon.files(".torrent"):
        offer = known[torrent[-24:-8]]
        content = open(where(public, offer["file"]["url"]), "rb").read()
        try:
            for at, block in leech(daemon.port, offer["key"], len(content), piece_length(torrent), until):
                served["bytes"] += len(block)
                served["wrong"] += content[at:at + len(block)] != block
        except OSError:
            pass  # Killed meanwhile, or not yet on the shelf: what came was compared.


def kills(public, program, count, seed):
    folder = tempfile.mkdtemp(prefix="bobined-kills-")
    known = offers(public)
    total = sum(offer["file"]["size"] for offer in known.values())
    print(f"seed {seed}, {count} kills, {len(known)} files, {total} bytes")
    dice = random.Random(seed)
    served = {"bytes": 0, "wrong": 0}
    moments = []
    with nginx(public, folder, rate=max(200_000, total // max(3, count // 2))) as (port, log):
        url = f"http://127.0.0.1:{port}/"
        verified, whole, lines, again = {}, set(), 0, 0
        for run in range(count + 1):
            daemon = Daemon(program, folder, url)
            if run == count:
                until = time.time() + 120
                while len(daemon.files(".torrent")) < len(known) and time.time() < until:
                    time.sleep(0.1)
                assert len(daemon.files(".torrent")) == len(known), daemon.text()[-3000:]
                time.sleep(1.5)  # The next look for torrents.
                before = served["bytes"]
                serve_check(daemon, known, public, time.time() + 30, served)
                assert served["bytes"] - before == total, (served, total)
                daemon.stop()
            else:
                moment = dice.uniform(0.15, 1.3)
                moments.append(round(moment, 3))
                checker = threading.Thread(
                    target=lambda: (time.sleep(0.1), serve_check(daemon, known, public, time.time() + 3, served)))
                checker.start()
                time.sleep(moment)
                daemon.kill()
                checker.join()
            time.sleep(0.2)  # nginx writes its line when it sees that the connection ended.
            requests = open(log).read().splitlines()
            for line in requests[lines:]:
                status, path, asked, sent = line.split("|")
                if not path.endswith(".mp4"):
                    continue
                key, offer = next((k, o) for k, o in known.items()
                                  if where(public, o["file"]["url"]) == os.path.normpath(public + path))
                assert status == "206", line
                assert key not in whole, f"run {run} asked again for a whole file: {line}"
                length = piece_length(where(public, offer["torrent"]))
                first, last = map(int, asked[len("bytes="):].split("-"))
                twice = verified.get(key, set()) & set(range(first // length, last // length + 1))
                assert not twice, f"run {run} asked again for verified pieces {twice}: {line}"
                again += int(sent)
            lines = len(requests)
            records = daemon.records()
            finished = {torrent[-24:-8] for torrent in daemon.files(".torrent")}
            assert whole <= finished, "a whole file was lost"
            for key, pieces in verified.items():
                lost = pieces - records.get(key, set())
                assert key in finished or not lost, f"run {run} lost pieces {lost} of {key}"
            verified, whole = records, finished
        longest = max(piece_length(where(public, offer["torrent"])) for offer in known.values())
        extra = again - total
        print(f"kills after {moments} s")
        print(f"{extra} bytes came twice in {count} kills, pieces of {longest}; "
              f"{served['bytes']} bytes served, {served['wrong']} wrong blocks")
        # A piece on its way each time, and what nginx had handed to the kernel by then.
        assert extra <= count * (longest + (256 << 10)), extra
        assert served["wrong"] == 0
    for offer in known.values():
        path = next(p for p in daemon.files(".mp4") if offer["key"][:16] in p)
        data = open(path, "rb").read()
        assert hashlib.sha256(data).hexdigest() == offer["file"]["sha256"], path
    shutil.rmtree(folder)


def certificate(folder, name, subject, authority=None):
    key, cert = f"{folder}/{name}.key", f"{folder}/{name}.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-keyout", key, "-out", cert, "-subj", f"/CN={name}"]
    if authority:
        command += ["-CA", authority[0], "-CAkey", authority[1], "-addext", f"subjectAltName={subject}",
                    "-addext", "basicConstraints=critical,CA:false"]
    command += ["-days", "2"]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


def tls(public, program):
    folder = tempfile.mkdtemp(prefix="bobined-tls-")
    known = offers(public)
    authority = certificate(folder, "authority", "")
    other = certificate(folder, "other", "")
    server = certificate(folder, "server", "DNS:localhost", authority=authority)
    wrong = certificate(folder, "wrong", "DNS:elsewhere.example", authority=authority)

    def visit(name, certificate, host, *options, rules=""):
        with nginx(public, folder, tls=certificate, rules=rules) as (port, _):
            daemon = Daemon(program, folder, f"https://{host}:{port}/", *options, name=name)
            until = time.time() + 60
            while time.time() < until:
                if len(daemon.files(".torrent")) == len(known) or "cannot be read" in daemon.text():
                    break
                time.sleep(0.1)
            daemon.stop()
            return len(daemon.files(".torrent")), daemon.text()

    trusted = ("--authorities", authority[0])
    count, log = visit("good", server, "localhost", *trusted)
    assert count == len(known), log
    for name, certificate_, host, options in [
            ("unknown", server, "localhost", ()),
            ("other", server, "localhost", ("--authorities", other[0])),
            ("name", wrong, "localhost", trusted),
            ("address", server, "127.0.0.1", trusted)]:
        count, log = visit(name, certificate_, host, *options)
        assert count == 0 and "cannot prove who it is" in log, (name, log)
        print(name, next(line for line in log.splitlines() if "prove" in line))
    with nginx(public, tempfile.mkdtemp(dir=folder)) as (plain, _):
        count, log = visit("down", server, "localhost", *trusted,
                           rules=f"location = /catalog.json {{ return 302 http://127.0.0.1:{plain}/catalog.json; }}")
    assert count == 0 and "it leads from https to http" in log, log
    shutil.rmtree(folder)


def full(public, program):
    folder = tempfile.mkdtemp(prefix="bobined-full-")
    known = offers(public)
    into = os.path.join(folder, "d-into")
    os.mkdir(into)
    unshare = ["unshare", "-m"] if os.getuid() == 0 else ["unshare", "-rm"]
    script = f'mount -t tmpfs -o size=2M none {into} && exec "$0" "$@"'
    with nginx(public, folder) as (port, log):
        daemon = Daemon(program, folder, f"http://127.0.0.1:{port}/", before=[*unshare, "sh", "-c", script])
        daemon.into = f"/proc/{daemon.process.pid}/root{into}"

        def wait(is_done, seconds=60):
            until = time.time() + seconds
            while not is_done():
                assert time.time() < until and daemon.process.poll() is None, daemon.text()[-3000:]
                time.sleep(0.1)

        wait(lambda: "the disk is full" in daemon.text())
        time.sleep(2.5)  # Some more visits find it as full.
        assert daemon.process.poll() is None
        assert daemon.text().count("the disk is full") == 1, daemon.text()
        before = daemon.records()
        subprocess.run(
            ["nsenter", "-t", str(daemon.process.pid), *(["-U"] if os.getuid() else []), "-m", "mount", "-o",
             "remount,size=64M", "none", into], check=True)
        asked = len(open(log).read().splitlines())
        wait(lambda: len(daemon.files(".torrent")) == len(known))
        for offer in known.values():
            path = next(p for p in daemon.files(".mp4") if offer["key"][:16] in p)
            assert hashlib.sha256(open(path, "rb").read()).hexdigest() == offer["file"]["sha256"]
        # What was verified before the disk was full was not asked for again.
        key, pieces = next((k, p) for k, p in before.items() if p)
        name = os.path.basename(where(public, known[key]["file"]["url"]))
        length = piece_length(where(public, known[key]["torrent"]))
        for line in open(log).read().splitlines()[asked:]:
            status, path, range_, sent = line.split("|")
            if path.endswith(name):
                assert int(range_[len("bytes="):].split("-")[0]) // length >= len(pieces), line
        print(f"{len(pieces)} pieces were kept over a full disk")
        daemon.stop()
    shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1] == "kills":
        kills(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    elif sys.argv[1] == "full":
        full(sys.argv[2], sys.argv[3])
    else:
        tls(sys.argv[2], sys.argv[3])
