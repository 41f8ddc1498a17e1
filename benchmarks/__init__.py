"""How fast and how large: one run measures Waypost and its peers on the same simulated events.

    uv run --group benchmarks python -m benchmarks.run --events 10_000_000 --write docs/benchmarks.md

Every stage runs in a process of its own, so that its time and its peak memory are its own. No time counts before the
answers agree.
"""
