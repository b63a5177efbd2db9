"""What the pictures of the talks show, measured for drawing; each stands beside its table.

Lengths are shares of the picture's width, as SVG writes them (`12.5%`), from the side on which
reading begins: the stylesheet mirrors a picture where that is the right.
"""
