"""What templates say with: built files, icons, numbers and days in the reader's language."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from entas.web import formats
from entas.web.fields import say
from entas.web.installation import is_demo

register = template.Library()

_BUILD = Path(__file__).resolve().parents[1] / "static" / "build"
_ENTRY, _SPRITE = "src/main.ts", "icons.svg"


@lru_cache(maxsize=1)
def _manifest() -> dict[str, Any]:
    """What Vite built; empty before the front end is built (pages then come without styles)."""
    path = _BUILD / "manifest.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


@register.simple_tag
def built_styles() -> SafeString:
    """Links to the built style sheets, and an early hint of the font."""
    built = _manifest().get(_ENTRY, {})
    fonts = format_html_join(
        "\n",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        ((static(f"build/{name}"),) for name in built.get("assets", ()) if name.endswith("woff2")),
    )
    sheets = format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(f"build/{name}"),) for name in built.get("css", ())),
    )
    return fonts + sheets


@register.simple_tag(takes_context=True)
def built_script(context: template.Context) -> SafeString:
    """The built script as a module, with the page's nonce."""
    built = _manifest().get(_ENTRY)
    if not built:
        return SafeString("")
    nonce = getattr(context.get("request"), "csp_nonce", "")
    return format_html(
        '<script type="module" src="{}" nonce="{}"></script>',
        static(f"build/{built['file']}"),
        nonce,
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; silent for screen readers unless it carries a ``label``."""
    sprite = _manifest().get(_SPRITE, {}).get("file", "icons.svg")
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>',
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"'),
        static(f"build/{sprite}"),
        name,
    )


for _format in (
    formats.count,
    formats.signed,
    formats.percent,
    formats.day,
    formats.moment,
    formats.rupiah,
):
    register.filter(_format)


@register.filter
def said(value: Any, field: str) -> str:
    """A coded value in words; ``field`` tells codes apart that several fields share."""
    return say(field, value)


@register.filter
def lookup(words: Any, key: Any) -> Any:
    """What a table of words has for a key, or the key itself."""
    return words.get(key, key)


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changes: Any) -> str:
    """The page's own address with some of its query changed; an empty value takes one out."""
    request: HttpRequest = context["request"]
    query: QueryDict = request.GET.copy()
    for key, value in changes.items():
        if value in ("", None):
            query.pop(key, None)
        else:
            query[key] = str(value)
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


@register.simple_tag
def demo() -> bool:
    """Whether this installation's data are made up."""
    return is_demo(cache)


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> SafeString:
    """The chosen theme as an attribute of the page; nothing when the device decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme") if request else None
    if chosen not in {"light", "dark"}:
        return SafeString("")
    return format_html('data-theme="{}"', chosen)
