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
    "api-reference": Open.ANYBODY,
    "api:openapi-json": Open.ANYBODY,
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

OPERATIONS: dict[str, Can | Open] = {
    "list_workspaces": Open.SIGNED_IN,
    "get_workspace": Can.VIEW,
    "change_workspace": Can.MANAGE,
    "list_members": Can.MANAGE,
    "change_member": Can.MANAGE,
    "remove_member": Can.MANAGE,
    "invite_member": Can.MANAGE,
    "list_documents": Can.VIEW,
    "create_document": Can.EDIT,
    "get_document": Can.VIEW,
    "replace_document": Can.EDIT,
    "archive_document": Can.EDIT,
    "restore_document": Can.EDIT,
    "change_document": Can.EDIT,
    "list_changes": Can.VIEW,
    "get_version": Can.VIEW,
    "check_journey": Can.VIEW,
    "list_evidence": Can.VIEW,
    "get_measures": Can.VIEW,
    "measure_journey": Can.EDIT,
    "get_measures_table": Can.VIEW,
    "get_figure": Can.VIEW,
    "list_figure_customers": Can.CUSTOMERS,
    "list_uploads": Can.EDIT,
    "upload_file": Can.EDIT,
    "look_into_upload": Can.EDIT,
    "forget_upload": Can.EDIT,
    "take_upload": Can.EDIT,
    "list_tables": Can.VIEW,
    "read_sources": Can.EDIT,
    "list_jobs": Can.VIEW,
    "get_job": Can.VIEW,
    "stop_job": Can.EDIT,
    "list_audit": Can.MANAGE,
}
"""The same for every operation of the API, by its name in the description."""

SAMPLES: dict[str, dict[str, object]] = {
    "*": {"workspace": "acme", "slug": "buying", "uidb36": "1", "key": "a-b", "provider_id": "oidc"},
    "editor:picture": {"name": "nothing.png"},
}
"""What an address is tried with: by its name, or by the name of the part of the path (`*`). What is not here is 1 for a
number and `nothing` for a word: pages of what does not exist."""
