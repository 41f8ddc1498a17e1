"""What a customer would say of events that shops, services and desks record, by the words in their names (English)."""

from __future__ import annotations

from dataclasses import dataclass

from waypost.journey.journey import Channel
from waypost.journey.outside_in_words import words


@dataclass(frozen=True)
class Saying:
    """What names with certain words mean to a customer."""

    words: frozenset[str]
    """All of them are in the name; the saying with the most words that fits is taken."""
    step: str
    phase: str
    channel: Channel = Channel.OTHER
    goal: int = 0
    """How much it looks like what the customer came for: 0 not at all, 3 most."""
    destination: str | None = None
    """What the customer has then."""
    failure: bool = False


def _said(table: str, phase: str, channel: Channel) -> tuple[Saying, ...]:
    """A line each: `one word, or another, or two words: What the customer does`."""
    lines = (line.strip().partition(": ") for line in table.strip().splitlines())
    return tuple(Saying(words(each), step, phase, channel) for names, _, step in lines for each in names.split(", "))


_ARRIVING = _said(
    """
    home, homepage, main, front page, landing, landing page, index, start page: I come to the front page
    ad, advert, ad click, impression: I notice an advert
    application opened, app opened, app open, open app, launch: I open the app
    application installed, install, installed: I install it
    login, log in, signin, sign in, signed in, logged in, authentication: I sign in
    signup, sign up, signed up, register, registration, user registered, account created: I make an account
    """,
    "Arrive",
    Channel.WEB,
)
_LOOKING = _said(
    """
    catalog, catalogue, category, product list, product listing, products list, collection, menu: I browse what there is
    search, searched, search results, products searched: I search
    filter, filters, filtered, filter results, sort, list filtered: I narrow it down
    promo, promotion, promo page, offer, offer page, campaign, banner: I look at an offer
    product, product view, product viewed, item, item view, item viewed, detail, details page: I look at a product
    review page, reviews page, read reviews, ratings: I read what others say
    compare, comparison, compared: I compare
    pricing, prices, plans: I look at the prices
    video, watch, playback: I watch a video
    faq, help page, help center, documentation, docs: I look for an answer myself
    blog, article, news: I read an article
    map, store locator, branches: I look where you are
    """,
    "Look around",
    Channel.WEB,
)
_CHOOSING = _said(
    """
    wishlist, wishlist add, wish list, favorite, favourite, favorites, bookmark, save later: I keep something for later
    cart, basket, bag, cart view, cart viewed, view cart, view basket: I look into my basket
    add cart, add to cart, add basket, added cart, product added, item added: I put something in my basket
    remove cart, product removed, remove from cart, item removed: I take something out of my basket
    coupon, voucher, promo code, discount code: I use a voucher
    configure, configurator, customise, customize: I put it together my way
    quote, quotation, get quote: I ask for a price
    trial, trial started, start trial, demo: I try it
    """,
    "Choose",
    Channel.WEB,
)
_ORDERING = _said(
    """
    checkout, begin checkout, checkout started, checkout step: I begin to order
    shipping, shipping details, address, delivery address, shipping address, shipping info: I say where it should go
    delivery choice, delivery method, shipping method, choose delivery: I choose how to get it
    delivery courier, courier: I have it brought to me
    delivery pickup, pickup, click collect: I choose to pick it up myself
    date, choose date, select date, calendar: I choose a day
    """,
    "Say how I want it",
    Channel.WEB,
)
_PAYING = _said(
    """
    payment, payment details, payment info, payment choice, payment method: I say how I will pay
    billing, billing details: I say who gets the bill
    checkout payment, checkout payment info, add payment info: I enter my payment details
    payment card, card, credit card: I pay by card
    payment cash, cash: I choose to pay in cash
    invoice, invoice sent: I get the bill
    """,
    "Pay",
    Channel.PAYMENT,
)
_ASKING = _said(
    """
    submitted, submit, application submitted, apply, applied, request submitted, request created: I ask for it
    insert ticket, create ticket, ticket created, new ticket: I ask for help
    partly submitted, partlysubmitted: I hand in a part of it
    opened, new: I say what I need
    upload, document uploaded, documents uploaded: I hand in a document
    preaccepted, pre accepted, preapproved: I get a first yes
    registered application: I am on the books
    """,
    "Ask",
    Channel.OTHER,
)
_WAITING = _said(
    """
    wait, waiting, pending, on hold: I wait
    awaiting, awaiting user info: I am asked for more
    awaiting vendor, awaiting supplier: I wait for somebody else
    awaiting evidence: I am asked to show it
    awaiting problem: I wait for the cause to be found
    active, in progress, work in progress, in charge, take in charge ticket, assigned, assign: Somebody is working on it
    assign seriousness, set priority, prioritised, triaged: I learn how urgent it is to them
    require upgrade, escalated, escalate, escalation: It goes to somebody who knows more
    schedule intervention, appointment, appointment booked: I get an appointment
    sent, shipped, handed carrier, handed to carrier, dispatched, order shipped, fulfilled: It is on its way to me
    delivered carrier, order delivered carrier: It is on its way to me
    approved, accepted, application approved: I hear that it is approved
    finalized, finalised, offer sent: I have everything in writing
    """,
    "Wait",
    Channel.OTHER,
)
_HELP = _said(
    """
    support, support chat, chat, live chat, conversation started: I ask for help
    help, contact, contact us, contact form: I look for help
    call, phone call, called: I call
    ticket, complaint: I say that something is wrong
    return, return requested, order returned: I send it back
    """,
    "Get help",
    Channel.CHAT,
)
_ACCOUNT = _said(
    """
    account, account page, profile, my account, settings: I look at my account
    """,
    "Look after my account",
    Channel.WEB,
)
_AFTER = _said(
    """
    reviewed, review, review submitted, rate, rated, feedback, survey, survey answered: I say how it was
    review asked, survey sent, feedback requested: I am asked how it was
    share, shared, invite, invite sent, refer, referral: I tell others
    """,
    "Say how it was",
    Channel.REVIEW,
)
_LEAVING = _said(
    """
    logout, log out, signed out, sign out: I sign out
    cancel, cancelled, canceled, order cancelled, subscription cancelled, withdrawn, trial ended: I give it up
    unsubscribe, unsubscribed, account deleted, uninstalled, application uninstalled, churned: I leave
    """,
    "Leave",
    Channel.OTHER,
)
_FAILURES = tuple(
    Saying(words(name), step, phase, channel, failure=True)
    for name, step, phase, channel in (
        ("error", "Something goes wrong", "Get stuck", Channel.WEB),
        ("error page", "I land on an error page", "Get stuck", Channel.WEB),
        ("failed", "It does not work", "Get stuck", Channel.OTHER),
        ("bug", "Something does not work", "Get stuck", Channel.WEB),
        ("crash", "It crashes", "Get stuck", Channel.APP),
        ("crashed", "It crashes", "Get stuck", Channel.APP),
        ("payment error", "My payment fails", "Get stuck", Channel.PAYMENT),
        ("payment failed", "My payment fails", "Get stuck", Channel.PAYMENT),
        ("payment declined", "My payment fails", "Get stuck", Channel.PAYMENT),
        ("checkout bug", "The order does not go through", "Get stuck", Channel.WEB),
        ("checkout error", "The order does not go through", "Get stuck", Channel.WEB),
        ("declined", "I hear that it is declined", "Hear the answer", Channel.OTHER),
        ("rejected", "I hear that it is declined", "Hear the answer", Channel.OTHER),
        ("bounced", "It does not reach me", "Get stuck", Channel.EMAIL),
    )
)
_COMING = "what I wanted is on its way to me"
_GOALS = tuple(
    Saying(words(name), step, phase, channel, goal, destination)
    for goal, name, step, phase, destination, channel in (
        (2, "purchase", "I order", "Order", _COMING, Channel.WEB),
        (2, "purchased", "I order", "Order", _COMING, Channel.WEB),
        (2, "buy", "I order", "Order", _COMING, Channel.WEB),
        (1, "ordered", "I order", "Order", _COMING, Channel.WEB),
        (1, "order placed", "I order", "Order", _COMING, Channel.WEB),
        (2, "order completed", "My order is placed", "Order", _COMING, Channel.WEB),
        (2, "thank you", "I see that it worked", "Have it settled", _COMING, Channel.WEB),
        (2, "confirmation", "I see that it worked", "Have it settled", "it is settled", Channel.WEB),
        (2, "payment done", "I have paid", "Have it settled", _COMING, Channel.PAYMENT),
        (2, "payment success", "I have paid", "Have it settled", _COMING, Channel.PAYMENT),
        (1, "paid", "I pay", "Pay", _COMING, Channel.PAYMENT),
        (3, "delivered", "I hold it in my hands", "Receive it", "I have what I ordered", Channel.DELIVERY),
        (3, "order delivered", "I hold it in my hands", "Receive it", "I have what I ordered", Channel.DELIVERY),
        (3, "received", "I hold it in my hands", "Receive it", "I have what I wanted", Channel.DELIVERY),
        (3, "resolve ticket", "My problem is solved", "Be helped", "my problem is solved for good", Channel.OTHER),
        (3, "resolve", "My problem is solved", "Be helped", "my problem is solved for good", Channel.OTHER),
        (3, "resolved", "My problem is solved", "Be helped", "my problem is solved for good", Channel.OTHER),
        (2, "closed", "My case is closed", "Finish", "it is settled, and stays so", Channel.OTHER),
        (2, "close", "My case is closed", "Finish", "it is settled, and stays so", Channel.OTHER),
        (3, "activated", "I can use it", "Receive it", "I can use what I asked for", Channel.OTHER),
        (2, "completed", "It is done", "Have it settled", "it is done", Channel.OTHER),
        (2, "subscribed", "I am in", "Have it settled", "I can use what I asked for", Channel.WEB),
        (2, "subscription started", "I am in", "Have it settled", "I can use what I asked for", Channel.WEB),
        (2, "booked", "I have booked", "Have it settled", "it is booked", Channel.WEB),
        (2, "booking confirmed", "I have booked", "Have it settled", "it is booked", Channel.WEB),
    )
)  # fmt: skip

SAYINGS: tuple[Saying, ...] = (
    *_ARRIVING, *_LOOKING, *_CHOOSING, *_ORDERING, *_PAYING, *_ASKING, *_WAITING, *_HELP, *_ACCOUNT, *_AFTER, *_LEAVING,
    *_FAILURES, *_GOALS,
)  # fmt: skip

FILLERS = words("a an the of in on for from my your page screen view viewed visit visited click clicked event to")
"""Words that a name may have besides those of a saying at no cost."""

BELONGINGS = words(
    "account anomaly appointment application booking card case claim complaint contract incident invoice loan order "
    "package parcel payment plan policy problem profile question request subscription ticket trip"
)
"""What a customer would call "my"."""

PARTICIPLES = {
    "take": "taken", "send": "sent", "give": "given", "make": "made", "write": "written", "get": "got", "pay": "paid",
    "set": "set", "put": "put", "hold": "held", "find": "found", "do": "done", "tell": "told", "sell": "sold",
    "build": "built", "close": "closed", "split": "split", "choose": "chosen", "draw": "drawn", "bring": "brought",
}  # fmt: skip
