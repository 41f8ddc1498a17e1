"""What customers did, measured for the maps of a workspace and kept until something changes."""
