"""Small signs every template may use: icons, the round picture of a person, a field with its label and help.

They are built in: no `{% load %}` needed.
"""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from waypost.drawing.icons import ICONS
from waypost.journey.journey import Channel
from waypost.web.accounts.models import User

register = template.Library()

SIGNS: Mapping[str, str] = {
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "find": '<circle cx="7" cy="7" r="4.6"/><path d="M10.4 10.4 14 14"/>',
    "turn": '<path d="m4 6 4 4 4-4"/>',
    "check": '<path d="m3 8.6 3.2 3.2L13 4.8"/>',
    "close": '<path d="m4 4 8 8M12 4l-8 8"/>',
    "more": '<path d="M3.5 8h.1M8 8h.1M12.5 8h.1" stroke-width="2.4"/>',
    "person": '<circle cx="8" cy="5.4" r="2.7"/><path d="M2.8 14c.3-3 2.3-4.6 5.2-4.6s4.9 1.6 5.2 4.6"/>',
    "people": ICONS[Channel.PEER],
    "settings": '<path d="M2 4.6h6.4M12.2 4.6H14M2 11.4h1.8M7.6 11.4H14"/><circle cx="10.3" cy="4.6" r="1.9"/>'
    '<circle cx="5.7" cy="11.4" r="1.9"/>',
    "leave": '<path d="M6.4 2.6H3.2v10.8h3.2M10 5l3 3-3 3M6.4 8H13"/>',
    "key": '<circle cx="5" cy="11" r="2.8"/><path d="m7 9 6-6M11 5l2 2"/>',
    "mail": ICONS[Channel.EMAIL],
    "copy": '<rect x="5.4" y="5.4" width="8.2" height="8.2" rx="1.5"/><path d="M3.4 10.6H2.4V3.4c0-.6.4-1 1-1h7.2v1"/>',
    "link": '<path d="M6.6 9.4a2.7 2.7 0 0 0 3.9 0l2.3-2.4a2.7 2.7 0 0 0-3.8-3.8l-.7.7"/>'
    '<path d="M9.4 6.6a2.7 2.7 0 0 0-3.9 0L3.2 9A2.7 2.7 0 0 0 7 12.8l.7-.7"/>',
    "clock": '<circle cx="8" cy="8" r="5.8"/><path d="M8 4.8V8l2.2 1.6"/>',
    "warning": '<path d="M8 2.4 14.4 13.4H1.6zM8 6.6v3M8 11.4v.1"/>',
    "note": '<circle cx="8" cy="8" r="5.8"/><path d="M8 7.4v3.4M8 5.2v.1"/>',
    "edit": '<path d="m10.8 3 2.2 2.2-7.4 7.4-2.9.7.7-2.9z"/>',
    "remove": '<path d="M3 4.4h10M6.4 4.4V2.8h3.2v1.6M4.4 4.4l.6 9h6l.6-9"/>',
    "share": '<circle cx="4" cy="8" r="1.9"/><circle cx="12" cy="3.8" r="1.9"/><circle cx="12" cy="12.2" r="1.9"/>'
    '<path d="M5.7 7.1 10.3 4.7M5.7 8.9l4.6 2.4"/>',
    "comment": ICONS[Channel.CHAT],
    "history": '<path d="M2.6 8a5.4 5.4 0 1 0 1.7-3.9L2.6 5.6M2.6 2.6v3h3M8 5.2V8l2 1.4"/>',
    "download": '<path d="M8 2.4v7.2M4.8 6.8 8 10l3.2-3.2M2.6 13.4h10.8"/>',
    "upload": '<path d="M8 10.4V3.2M4.8 6 8 2.8 11.2 6M2.6 13.4h10.8"/>',
    "left": '<path d="M10 3.5 5.5 8l4.5 4.5"/>',
    "right": '<path d="M6 3.5 10.5 8 6 12.5"/>',
    "eye": '<path d="M1.6 8C3 5.2 5.3 3.8 8 3.8S13 5.2 14.4 8C13 10.8 10.7 12.2 8 12.2S3 10.8 1.6 8z"/>'
    '<circle cx="8" cy="8" r="2"/>',
    **{str(channel.value): drawn for channel, drawn in ICONS.items() if channel.value != "search"},
}
"""Name → a drawing on a 16-pixel grid with a line of 1.4; every channel's icon is here under its own name too."""

_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside words that say the same; it is silent for readers of the screen."""
    return mark_safe(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{SIGNS[name]}</svg>')  # noqa: S308


@register.simple_tag
def avatar(person: User, size: str = "") -> SafeString:
    """The round picture of a person: their initials in their colour. The name stands beside it or in its title."""
    return format_html(
        '<span class="avatar tone-{} {}" title="{}" aria-hidden="true">{}</span>',
        person.picture_tone,
        size,
        person.called,
        person.initials,
    )


@register.filter
def deed(what: str) -> str:
    """A line of the audit log in words: `member.invited` is "Member invited"."""
    return what.replace(".", " ").replace("-", " ").capitalize()


@register.filter
def device(agent: str) -> str:
    """What kind of browser this was, as people call it: "Firefox on Windows"."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, optional: str = "") -> dict[str, object]:
    """A field with its label, help and what is wrong, each tied to it for readers of the screen."""
    widget = bound.field.widget
    described = " ".join(
        name
        for name, there in ((f"{bound.auto_id}_help", bound.help_text), (f"{bound.auto_id}_error", bound.errors))
        if there
    )
    attributes: dict[str, str | bool] = {"aria-describedby": described} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "drawn": bound.as_widget(attrs=attributes),
        "kind": "group" if isinstance(widget, RadioSelect) else "check" if isinstance(widget, CheckboxInput) else "",
        "optional": optional,
    }
