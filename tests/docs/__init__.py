"""The documentation is true: its pages, links, snippets and consoles."""
