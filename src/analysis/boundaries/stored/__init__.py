"""The cache folder: archives, their units, and layers made of them."""
