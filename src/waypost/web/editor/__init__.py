"""The journey editor: the map that people draw on."""
