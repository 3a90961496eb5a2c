"""HTTP signatures (draft-cavage) by a library that is not ours.

signatures.py pair FOLDER               writes private.pem and public.pem there
signatures.py sign REQUEST PEM KEYID    prints the request with Digest and Signature
signatures.py verify REQUEST PEM        prints {"signed": true} or {"signed": false}

REQUEST is a file of JSON: method, target, headers (pairs of name and value), body.
"""
import base64
import hashlib
import json
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def text_to_sign(request, names):
    values = {name.lower(): value for name, value in request["headers"]}
    values["(request-target)"] = request["method"].lower() + " " + request["target"]
    return "\n".join(f"{name}: {values[name]}" for name in names).encode()


def digest(request):
    return "SHA-256=" + base64.b64encode(hashlib.sha256(request["body"].encode()).digest()).decode()


def sign(request, key, key_id):
    request["headers"].append(["Digest", digest(request)])
    # Other senders put more under their signature, in another order.
    names = ["host", "date", "digest", "content-type", "(request-target)"]
    value = base64.b64encode(key.sign(text_to_sign(request, names), padding.PKCS1v15(), hashes.SHA256())).decode()
    request["headers"].append(
        ["Signature", f'keyId="{key_id}",headers="{" ".join(names)}",signature="{value}",algorithm="hs2019"'])
    return request


def verify(request, key):
    values = {name.lower(): value for name, value in request["headers"]}
    part = dict(re.findall(r'(\w+)="([^"]*)"', values["signature"]))
    try:
        key.verify(
            base64.b64decode(part["signature"]), text_to_sign(request, part["headers"].split(" ")), padding.PKCS1v15(),
            hashes.SHA256())
    except InvalidSignature:
        return False
    return values["digest"] == digest(request)


if sys.argv[1] == "pair":
    key = rsa.generate_private_key(65537, 2048)
    open(sys.argv[2] + "/private.pem", "wb").write(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    open(sys.argv[2] + "/public.pem", "wb").write(key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
else:
    request, pem = json.load(open(sys.argv[2])), open(sys.argv[3], "rb").read()
    if sys.argv[1] == "sign":
        print(json.dumps(sign(request, serialization.load_pem_private_key(pem, None), sys.argv[4])))
    else:
        print(json.dumps({"signed": verify(request, serialization.load_pem_public_key(pem))}))
