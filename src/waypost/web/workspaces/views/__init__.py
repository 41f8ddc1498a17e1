"""Pages of a workspace's settings, and joining."""
