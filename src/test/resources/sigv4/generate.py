"""Writes vectors.json: requests signed by botocore, an implementation independent of ours.

Run by hand with botocore installed: python3 generate.py > vectors.json
Credentials and date are those of AWS's published Signature Version 4 test suite; where a case of that suite has a
published signature, this script asserts that botocore made the same one.
"""

import hashlib
import json
import random
from urllib.parse import urlsplit

import botocore
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TIME = "20150830T123600Z"
PUBLISHED = {
    "get-vanilla": "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "get-vanilla-query-order-key-case": "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    "iam-list-users": "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
}


def vector(name, says, method="POST", url="http://example.amazonaws.com/", headers=(), body="", service="kms",
           region="us-east-1", presigned=None):
    request = AWSRequest(method=method, url=url, data=body.encode())
    for header, value in headers:
        request.headers.add_header(header, value)
    credentials = Credentials(KEY_ID, SECRET)
    if presigned:
        auth = SigV4QueryAuth(credentials, service, region, expires=presigned)
    else:
        auth = SigV4Auth(credentials, service, region)
    request.context["timestamp"] = TIME
    auth._modify_request_before_signing(request)
    canonical = auth.canonical_request(request)
    to_sign = auth.string_to_sign(request, canonical)
    signature = auth.signature(to_sign, request)
    auth._inject_signature_to_request(request, signature)
    if name in PUBLISHED:
        assert signature == PUBLISHED[name], (name, signature)
    parts = urlsplit(request.url)
    sent = [[header, value] for header, value in request.headers.items()]
    if not any(header.lower() == "host" for header, _ in sent):
        sent.insert(0, ["Host", parts.netloc])
    return {"name": name, "says": says, "method": method, "path": parts.path, "query": parts.query, "headers": sent,
            "body": body, "region": region, "service": service, "canonicalRequest": canonical,
            "stringToSign": to_sign, "signature": signature}


def kms_headers(target):
    return [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "TrentService." + target)]


def vectors():
    base = "http://example.amazonaws.com"
    suite = {"method": "GET", "service": "service"}
    yield vector("get-vanilla", "The published suite's simplest case: two signed headers, no body.", **suite)
    yield vector("get-vanilla-query-order-key-case", "Parameters are sorted by name, whatever order they came in.",
                 url=base + "/?Param2=value2&Param1=value1", **suite)
    yield vector("get-vanilla-query-order-value", "Parameters of one name are sorted by value.",
                 url=base + "/?Param1=value2&Param1=Value1&Param1=value1", **suite)
    yield vector("get-vanilla-empty-query-key", "A parameter without a value is signed with an equal sign.",
                 url=base + "/?Param1=", **suite)
    yield vector("get-vanilla-query-unreserved", "Unreserved characters of a query are signed bare.",
                 url=base + "/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz="
                 "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", **suite)
    yield vector("get-query-encoded", "Escapes of a query are signed in upper case, once.",
                 url=base + "/?%E1%88%B4=bar%20baz%2Fqux%2B", **suite)
    yield vector("get-path-unreserved", "Unreserved characters of a path are signed bare.",
                 url=base + "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", **suite)
    yield vector("get-path-encoded", "A path that came encoded is encoded a second time.",
                 url=base + "/example%20space/%E1%88%B4%2Fx", **suite)
    yield vector("get-path-reserved", "Reserved characters of a path are encoded, slashes are not.",
                 url=base + "/a:b@c/$d&e=f,g;h!i'j(k)l*m", **suite)
    yield vector("get-relative", "Dot segments are resolved.", url=base + "/example/..", **suite)
    yield vector("get-relative-inner", "Dot segments are resolved inside a path, and its last slash stays.",
                 url=base + "/example1/./example2/../../example3/", **suite)
    yield vector("get-slashes", "Repeated slashes are one.", url=base + "//example//path//", **suite)
    yield vector("get-above-root", "Dot segments above the root vanish.", url=base + "/../../x", **suite)
    yield vector("get-header-value-trim", "Header values are trimmed, inner runs of spaces collapsed.",
                 headers=[("My-Header1", "  value1  "), ("My-Header2", ' "a   b   c" ')], **suite)
    yield vector("get-header-value-tab", "A tab is a blank like a space.",
                 headers=[("My-Header1", "\ta \t b\t")], **suite)
    yield vector("get-header-value-empty", "An empty header value is signed as nothing.",
                 headers=[("My-Header1", "")], **suite)
    yield vector("get-header-key-duplicate", "Repeated headers are joined with commas, in the order sent.",
                 headers=[("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")], **suite)
    yield vector("get-header-key-sort", "Signed headers are sorted by lower-case name.",
                 headers=[("Zebra", "z"), ("alpha", "a"), ("X-Amz-Zulu", "x"), ("Mike", "m")], **suite)
    yield vector("host-with-port", "The host is signed with its port when it is not the usual one.",
                 url="http://localhost:8443/", headers=kms_headers("ListKeys"), body="{}")
    yield vector("iam-list-users", "The example of the IAM documentation, with the signature printed there.",
                 method="GET", url="https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", service="iam",
                 headers=[("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")])
    yield vector("sts-form", "A form body is hashed like any other.", url="https://sts.amazonaws.com/", service="sts",
                 headers=[("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
                 body="Action=GetCallerIdentity&Version=2011-06-15")
    yield vector("kms-list-keys", "The usual KMS call.", url="https://kms.us-east-1.amazonaws.com/",
                 headers=kms_headers("ListKeys"), body="{}")
    yield vector("kms-describe-key", "A KMS call of another region.", url="https://kms.eu-west-1.amazonaws.com/",
                 region="eu-west-1", headers=kms_headers("DescribeKey"), body='{"KeyId":"alias/caf\u00e9"}')
    yield vector("kms-empty-body", "An empty body has the hash of nothing.",
                 url="https://kms.us-east-1.amazonaws.com/", headers=kms_headers("ListKeys"))
    yield vector("kms-content-sha256", "X-Amz-Content-SHA256 is a header like any other.",
                 url="https://kms.us-east-1.amazonaws.com/", body="{}",
                 headers=kms_headers("ListKeys")
                 + [("X-Amz-Content-SHA256", hashlib.sha256(b"{}").hexdigest())])
    yield vector("presigned", "The signature in the query is left out of the query that is signed.", method="GET",
                 url="https://sts.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15", service="sts",
                 presigned=60)
    yield vector("presigned-sorted-around", "The query of a presigned request is sorted as a whole.", method="GET",
                 url="https://kms.us-east-1.amazonaws.com/?zz=1&AA=%2F&aa=~", presigned=604800)
    yield vector("presigned-kms", "A presigned call signs its target header too.",
                 url="https://kms.us-east-1.amazonaws.com/", headers=kms_headers("ListKeys"), presigned=900)
    dice = random.Random(4)
    for i in range(12):
        size = dice.choice([1, 55, 56, 63, 64, 65, 300, 4096])
        body = "".join(dice.choice("abc {}\":,xyz0189\u20ac") for _ in range(size))
        yield vector(f"random-{i}", f"A made-up call with a body of {size} characters.",
                     url="https://kms.us-east-1.amazonaws.com/",
                     headers=kms_headers(dice.choice(["Encrypt", "Decrypt", "Sign"]))
                     + [(f"X-H{j}", " ".join(dice.choice(["a", "", "b;c", "d,e", "=", "%41"]) for _ in range(5)))
                        for j in range(i % 5)], body=body)


print(json.dumps({"source": f"botocore {botocore.__version__} (Apache-2.0), by generate.py",
                  "accessKeyId": KEY_ID, "secretAccessKey": SECRET, "time": TIME, "vectors": list(vectors())}, indent=1))
