"""Pages of the register: fetch for the viewer, call one service, answer."""
