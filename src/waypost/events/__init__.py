"""From files to trails: sources, the lake, identity, bindings, erasure."""
