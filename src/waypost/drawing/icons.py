"""One icon for every channel, drawn on a 16-pixel grid with a line of 1.3; no text, no colour of its own."""

from __future__ import annotations

from collections.abc import Mapping

from waypost.journey.journey import Channel

ICONS: Mapping[Channel, str] = {
    Channel.WEB: (
        '<rect x="1.8" y="2.8" width="12.4" height="10.4" rx="1.6"/><path d="M1.8 6h12.4M4 4.4h.1M6 4.4h.1"/>'
    ),
    Channel.APP: '<rect x="4.2" y="1.4" width="7.6" height="13.2" rx="1.7"/><path d="M7 12.4h2"/>',
    Channel.EMAIL: ('<rect x="1.8" y="3.2" width="12.4" height="9.6" rx="1.5"/><path d="M2.3 4.2 8 9l5.7-4.8"/>'),
    Channel.PHONE: (
        '<path d="M4.2 2.2 6.4 4.6 5.4 6.8c.8 1.7 2.1 3 3.8 3.8l2.2-1 2.4 2.2-1.4 2c-5.2-.2-10-5-10.2-10.2z"/>'
    ),
    Channel.CHAT: '<path d="M2 3.2h12v7.4H8.2L5 13.4v-2.8H2z"/><path d="M5 6.9h.1M8 6.9h.1M11 6.9h.1"/>',
    Channel.SMS: '<path d="M2 3.2h12v7.4h-3.2v2.8l-3.2-2.8H2z"/><path d="M4.6 5.8h6.8M4.6 8.1h4.2"/>',
    Channel.PUSH: (
        '<path d="M3.4 11.6c1-1.2 1.2-2.4 1.2-4.4a3.4 3.4 0 0 1 6.8 0c0 2 .2 3.2 1.2 4.4z"/>'
        '<path d="M6.8 13.9h2.4M8 3.7V2"/>'
    ),
    Channel.SOCIAL: (
        '<circle cx="4" cy="8" r="1.9"/>'
        '<circle cx="12" cy="3.8" r="1.9"/>'
        '<circle cx="12" cy="12.2" r="1.9"/>'
        '<path d="M5.7 7.1 10.3 4.7M5.7 8.9l4.6 2.4"/>'
    ),
    Channel.SEARCH: '<circle cx="7" cy="7" r="4.6"/><path d="M10.4 10.4 14 14"/>',
    Channel.ADVERT: (
        '<path d="M2 6.4v3.2h2.4L11 13V3L4.4 6.4z"/><path d="M13.2 6.2c.8 1 .8 2.6 0 3.6M5 9.8l.8 3.6h1.6L7 11"/>'
    ),
    Channel.REVIEW: '<path d="M8 1.9l1.9 3.9 4.2.6-3.1 3 .8 4.2L8 11.6l-3.8 2 .8-4.2-3.1-3 4.2-.6z"/>',
    Channel.PEER: (
        '<circle cx="5.6" cy="5.4" r="2.3"/>'
        '<path d="M1.6 13c.2-2.7 1.7-4.2 4-4.2s3.8 1.5 4 4.2"/>'
        '<path d="M10.2 3.3a2.3 2.3 0 0 1 0 4.2M11.6 9.3c1.7.5 2.7 1.8 2.8 3.7"/>'
    ),
    Channel.STORE: (
        '<path d="M2.6 6.6v7h10.8v-7M1.8 5.8 3 2.4h10l1.2 3.4c-.3 1.6-2.7 1.6-3.1 0-.4 1.6-2.7 1.6'
        '-3.1 0-.4 1.6-2.7 1.6-3.1 0-.4 1.6-2.8 1.6-3.1 0z"/>'
        '<path d="M6.6 13.6V9.8h2.8v3.8"/>'
    ),
    Channel.POST: (
        '<path d="M1.8 12.4V7.2c0-1.8 1.2-3 2.9-3h6.6c1.7 0 2.9 1.2 2.9 3v5.2z"/>'
        '<path d="M4.7 4.2c1.7 0 2.7 1.2 2.7 3v5.2M3.6 7.8h1.8M10.4 7.4h2"/>'
    ),
    Channel.DELIVERY: (
        '<path d="M1.6 3.8h7.6v7.4H1.6zM9.2 6.2h2.8l2.4 2.6v2.4H9.2"/>'
        '<circle cx="4.6" cy="12" r="1.5"/>'
        '<circle cx="11.6" cy="12" r="1.5"/>'
    ),
    Channel.EVENT: (
        '<rect x="2.2" y="3.2" width="11.6" height="10.6" rx="1.5"/>'
        '<path d="M2.2 6.6h11.6M5.2 1.8v2.6M10.8 1.8v2.6M8 8.4v3M6.5 9.9h3"/>'
    ),
    Channel.VIDEO: ('<rect x="1.6" y="4" width="8.8" height="8" rx="1.5"/><path d="M10.4 7 14.4 4.7v6.6L10.4 9"/>'),
    Channel.PAYMENT: ('<rect x="1.6" y="3.4" width="12.8" height="9.2" rx="1.5"/><path d="M1.6 6.4h12.8M4 10h2.6"/>'),
    Channel.BANK: '<path d="M2 6.4 8 2.6l6 3.8zM2.2 13.4h11.6M4 6.6v5M8 6.6v5M12 6.6v5M3 11.6h10"/>',
    Channel.DOCUMENT: '<path d="M3.6 1.8h5.8l3 3v9.4H3.6z"/><path d="M9.2 2v3h3M5.8 8h4.4M5.8 10.8h4.4"/>',
    Channel.PRODUCT: ('<path d="M8 1.6 13.8 4.7v6.6L8 14.4 2.2 11.3V4.7z"/><path d="M2.4 4.8 8 7.8l5.6-3M8 7.8v6.4"/>'),
    Channel.IN_PERSON: '<circle cx="8" cy="4.4" r="2.5"/><path d="M3 14c.2-3.6 2-5.6 5-5.6s4.8 2 5 5.6z"/>',
    Channel.OTHER: '<circle cx="8" cy="8" r="5.6"/><path d="M5.3 8h.1M8 8h.1M10.7 8h.1"/>',
}

NAMES: Mapping[Channel, str] = {
    channel: channel.value.replace("-", " ") if channel is not Channel.SMS else "SMS" for channel in Channel
}
"""What a channel is called aloud."""
