"""Who may do what, address by address: the suite enumerates the URL map and fails for one that is not here.

`Can` names the permission a member needs; `Open` are pages anybody may see; `SIGNED_IN` asks for an account only.
A guest is somebody with a link: `GUEST` are the addresses under the link itself.
"""

from __future__ import annotations

from enum import StrEnum

from waypost.web.workspaces.access import Can


class Open(StrEnum):
    """Addresses that ask for no membership."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"
    GUEST = "a guest with a link"


ADDRESSES: dict[str, Can | Open] = {
    "home": Open.SIGNED_IN,
    "healthz": Open.ANYBODY,
    "welcome": Open.GUEST,
    "enter": Open.GUEST,
    "accounts:you": Open.SIGNED_IN,
    "new-workspace": Open.SIGNED_IN,
    "join": Open.GUEST,
    "portfolio:portfolio": Can.VIEW,
    "portfolio:ticket": Can.VIEW,
    "actions:board": Can.VIEW,
    "actions:new": Can.EDIT,
    "actions:action": Can.VIEW,
    "actions:place": Can.COMMENT,
    "actions:throw-away": Can.EDIT,
    "actions:about": Can.VIEW,
    "comments:threads": Can.VIEW,
    "comments:counts": Can.VIEW,
    "comments:page": Can.VIEW,
    "comments:begin": Can.COMMENT,
    "comments:watch": Can.VIEW,
    "comments:answer": Can.COMMENT,
    "comments:settle": Can.COMMENT,
    "comments:rewrite": Can.COMMENT,
    "comments:remove": Can.COMMENT,
    "comments:notices": Can.VIEW,
    "comments:count": Can.VIEW,
    "comments:seen": Can.VIEW,
    "comments:letters": Can.VIEW,
    "comments:notice": Can.VIEW,
    "unsubscribe": Open.GUEST,
    "workspaces:general": Can.MANAGE,
    "workspaces:people": Can.MANAGE,
    "workspaces:change-member": Can.MANAGE,
    "workspaces:remove-member": Can.MANAGE,
    "workspaces:invite": Can.MANAGE,
    "workspaces:withdraw": Can.MANAGE,
    "workspaces:tokens": Can.VIEW,
    "workspaces:revoke-token": Can.VIEW,
    "workspaces:log": Can.MANAGE,
    "documents:state": Can.VIEW,
    "documents:ticket": Can.VIEW,
    "documents:changes": Can.EDIT,
    "jobs:state": Can.VIEW,
    "jobs:stop": Can.EDIT,
    "editor:journey": Can.VIEW,
    "editor:add-picture": Can.EDIT,
    "editor:picture": Can.VIEW,
    "checking:check": Can.VIEW,
    "checking:references": Can.VIEW,
    "checking:condition": Can.VIEW,
    "measuring:measures": Can.VIEW,
    "measuring:again": Can.EDIT,
    "measuring:figure": Can.VIEW,
    "measuring:answers": Can.VIEW,
    "measuring:report": Can.VIEW,
    "data:overview": Can.VIEW,
    "data:upload": Can.EDIT,
    "data:columns": Can.EDIT,
    "data:forget": Can.EDIT,
    "data:quarantine": Can.CUSTOMERS,
    "data:quarantine-csv": Can.CUSTOMERS,
    "data:bind": Can.EDIT,
    "data:found": Can.EDIT,
    "data:tried": Can.EDIT,
    "data:customer": Can.CUSTOMERS,
    "data:export-customer": Can.CUSTOMERS,
    "data:erase-customer": Can.CUSTOMERS,
    "data:start": Can.EDIT,
    "data:proposed": Can.EDIT,
    "data:accept": Can.EDIT,
    "guest": Open.GUEST,
    "sharing:new": Can.EDIT,
    "sharing:bring": Can.EDIT,
    "sharing:brought": Can.EDIT,
    "sharing:export-workspace": Can.VIEW,
    "sharing:share": Can.VIEW,
    "sharing:make-link": Can.EDIT,
    "sharing:revoke-link": Can.EDIT,
    "sharing:wall": Can.VIEW,
    "sharing:export": Can.VIEW,
}
"""The name of every address of ours (allauth's own are listed by prefix in the test) and who may reach it."""

SAMPLES: dict[str, dict[str, object]] = {
    "*": {"workspace": "acme", "slug": "buying", "uidb36": "1", "key": "a-b", "provider_id": "oidc"},
    "editor:picture": {"name": "nothing.png"},
}
"""What an address is tried with: by its name, or by the name of the part of the path (`*`). What is not here is 1 for a
number and `nothing` for a word: pages of what does not exist."""
