import base64, hashlib, hmac, time

def is_genuine(secret, headers, body):
    """Whether a request is from the site. secret: whsec_...; headers: names in small letters; body: bytes as they came."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    message, at = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(at)) > 300:
        return False
    signed = f"{message}.{at}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = (part.removeprefix("v1,") for part in headers["webhook-signature"].split())
    return any(hmac.compare_digest(wanted, one) for one in given)
