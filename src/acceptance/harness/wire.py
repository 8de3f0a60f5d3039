"""A lean client of the AWS wire: signs with SigV4, keeps its connection, never retries, keeps the request id."""

import base64
import datetime
import hashlib
import hmac
import http.client
import json


class NoAnswer(Exception):
    """The connection failed before a whole answer was there: the outcome of the call is unknown."""


class Reply:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body
        self.request_id = headers.get("x-amzn-requestid")

    @property
    def json(self):
        return json.loads(self.body) if self.body else {}

    @property
    def error(self):
        """The exception's name, or None for a success."""
        return None if self.status == 200 else self.json.get("__type", "").split("#")[-1]

    @property
    def message(self):
        return self.json.get("message", self.json.get("Message"))

    def blob(self, member):
        return base64.b64decode(self.json[member])


class Client:
    def __init__(self, host, port, access_key, secret_key, region="us-east-1", timeout=30.0):
        self.host = host
        self.port = port
        self.access_key = access_key
        self.secret_key = secret_key
        self.region = region
        self.timeout = timeout
        self._connection = None
        self._signing_day = None
        self._signing_key = b""

    def call(self, operation, **members):
        return self.send(operation, json.dumps(_encode(members)).encode())

    def send(self, operation, body, **headers):
        """Sends a body as it is. More headers are sent unsigned."""
        target = "TrentService." + operation
        signed = self.signed_headers(target, body)
        signed.update(headers)
        return self.exchange("POST", "/", body, signed)

    def exchange(self, method, path, body, headers):
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            self._connection.request(method, path, body=body, headers=headers)
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as e:
            self.close()
            raise NoAnswer(type(e).__name__ + ": " + str(e)) from e
        if response.will_close:
            self.close()
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, content)

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def signed_headers(self, target, body):
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        day = now[:8]
        headers = {
            "content-type": "application/x-amz-json-1.1",
            "host": "%s:%d" % (self.host, self.port),
            "x-amz-date": now,
            "x-amz-target": target,
        }
        names = ";".join(headers)
        canonical = "POST\n/\n\n" + "".join("%s:%s\n" % item for item in headers.items())
        canonical += "\n" + names + "\n" + hashlib.sha256(body).hexdigest()
        scope = "%s/%s/kms/aws4_request" % (day, self.region)
        text = "AWS4-HMAC-SHA256\n%s\n%s\n%s" % (now, scope, hashlib.sha256(canonical.encode()).hexdigest())
        if self._signing_day != day:
            key = ("AWS4" + self.secret_key).encode()
            for part in (day, self.region, "kms", "aws4_request"):
                key = hmac.digest(key, part.encode(), "sha256")
            self._signing_day, self._signing_key = day, key
        signature = hmac.digest(self._signing_key, text.encode(), "sha256").hex()
        headers["authorization"] = "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
            self.access_key, scope, names, signature)
        return headers


def _encode(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {name: _encode(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encode(item) for item in value]
    return value
