"""All journeys of a workspace: how they hang together, how each stands, and what is found by words."""
