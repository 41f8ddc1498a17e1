"""Discovery: from events alone, a journey to start from.

`names` finds out which event names mean the same, `precedence` counts which step comes before which, `ordering` puts
them in order and cuts it into phases, `saying` finds words for them, `drafting` writes the journey, and `discovering`
does it all.
"""
