"""What templates of the review desk say with."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from entas.web.formats import NOTHING
from entas.web.review.differences import Pieces

register = template.Library()
_SILENT = format_html('<span class="silent">{}</span>', NOTHING)


@register.filter
def pieces(value: Pieces) -> SafeString:
    """A value with what differs marked; a dash where a side says nothing."""
    if not value:
        return _SILENT
    texts = ((conditional_escape(piece.text), piece.differs) for piece in value)
    marked = (f"<mark>{text}</mark>" if differs else text for text, differs in texts)
    return mark_safe("".join(marked))  # noqa: S308  # each text is escaped
