"""HTTP Digest (RFC 7616, MD5 and qop=auth, which is what Collect speaks), without any state.

A nonce is the moment it was given and a signature of it, so that every process of the server knows
its own nonces, and a phone that comes late is told to ask again (``stale``).
"""

import hmac
import re
from dataclasses import dataclass
from hashlib import md5, sha256

LIFETIME = 3600  # seconds
_PAIR = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request's ``Authorization`` header says."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    qop: str
    nc: str
    cnonce: str


def parse(header: str) -> Credentials | None:
    """The header's credentials; ``None`` when it is not a complete Digest header."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "digest":
        return None
    found = {name: quoted or bare for name, quoted, bare in _PAIR.findall(rest)}
    names = Credentials.__slots__
    return Credentials(**{n: found[n] for n in names}) if found.keys() >= set(names) else None


def make_nonce(key: str, moment: int) -> str:
    """A nonce of now (seconds since 1970), which only this server can have made."""
    return f"{moment:x}.{_sign(key, moment)}"


def nonce_age(key: str, nonce: str, moment: int) -> int | None:
    """Seconds since the nonce was made; ``None`` when this server did not make it."""
    written, _, signature = nonce.partition(".")
    try:
        made = int(written, 16)
    except ValueError:
        return None
    return moment - made if hmac.compare_digest(signature, _sign(key, made)) else None


def expected(credentials: Credentials, *, digest: str, method: str) -> str:
    """The response that a request with this secret (``digest`` is HA1) must carry."""
    c = credentials
    return _md5(f"{digest}:{c.nonce}:{c.nc}:{c.cnonce}:{c.qop}:{_md5(f'{method}:{c.uri}')}")


def agrees(credentials: Credentials, *, digest: str, method: str) -> bool:
    """Whether the request was made with the secret, for this method and address."""
    wanted = expected(credentials, digest=digest, method=method)
    return credentials.qop == "auth" and hmac.compare_digest(wanted, credentials.response)


def challenge(*, realm: str, nonce: str, stale: bool = False) -> str:
    """The ``WWW-Authenticate`` header that asks for Digest."""
    again = ", stale=true" if stale else ""
    return f'Digest realm="{realm}", qop="auth", algorithm=MD5, nonce="{nonce}"{again}'


def _sign(key: str, moment: int) -> str:
    return hmac.new(key.encode(), f"nonce:{moment}".encode(), sha256).hexdigest()[:32]


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
