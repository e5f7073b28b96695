"""The QR code that sets ODK Collect up: settings as JSON, compressed, in base64.

It holds the secret of one phone, made for it alone: never the password of a person.
"""

import json
import zlib
from base64 import b64decode, b64encode
from typing import Any


def settings(*, server_url: str, login: str, secret: str, project: str) -> dict[str, Any]:
    """What Collect is told: where to send, who it is, and to keep itself up to date."""
    return {
        "general": {
            "protocol": "odk_default",
            "server_url": server_url,
            "username": login,
            "password": secret,
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_one_hour",
            "autosend": "wifi_and_cellular",
            "delete_send": False,
            "image_size": "medium",
        },
        "admin": {"admin_pw": ""},
        "project": {"name": project, "icon": "E", "color": "#2c4a9e"},
    }


def encode(told: dict[str, Any]) -> str:
    """The text of the QR code."""
    return b64encode(zlib.compress(json.dumps(told).encode())).decode()


def decode(text: str) -> dict[str, Any]:
    """What a QR code tells Collect."""
    told: dict[str, Any] = json.loads(zlib.decompress(b64decode(text)))
    return told
