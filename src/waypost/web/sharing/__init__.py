"""Out of the house and into it: links, the wall, files out, maps in, and the three doors of a new workspace."""
