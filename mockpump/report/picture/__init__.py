"""One run as a picture: lanes and charts on one time axis, as SVG, or as text for a terminal."""
