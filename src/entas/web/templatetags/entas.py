"""What templates say with: built files, icons, numbers and days in the reader's language."""

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from entas.web.installation import is_demo

register = template.Library()

_BUILD = Path(__file__).resolve().parents[1] / "static" / "build"
_ENTRY, _SPRITE = "src/main.ts", "icons.svg"
_NO_BREAK = "\N{NO-BREAK SPACE}"


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
        else mark_safe('aria-hidden="true"'),  # noqa: S308  a constant
        static(f"build/{sprite}"),
        name,
    )


@register.filter
def count(value: float | None) -> str:
    """A whole number with the reader's separator: 12.596 or 12,596."""
    if value is None:
        return "–"
    return str(formats.number_format(value, decimal_pos=0, force_grouping=True))


@register.filter
def percent(value: float | None) -> str:
    """One decimal: 72,1 %. Never rounds to 100 or 0 what is not quite so."""
    if value is None:
        return "–"
    if 99.9 < value < 100:
        value = 99.9
    elif 0 < value < 0.1:
        value = 0.1
    return f"{formats.number_format(value, decimal_pos=1)}{_NO_BREAK}%"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day: 13 Agu 2023, in local time."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return str(formats.date_format(value, "j M Y"))


@register.filter
def moment(value: datetime | None) -> str:
    """A day and hour: 13 Agu 2023 18.00 WIB."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    return f"{day(value)} {local:%H.%M}{_NO_BREAK}WIB"


@register.filter
def rupiah(value: int | None) -> str:
    """An amount: Rp20.000.000."""
    return "–" if value is None else f"Rp{count(value)}"


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
