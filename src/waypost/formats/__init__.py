"""The documents in and out: YAML, Mermaid, CSV, JSON Schema."""
