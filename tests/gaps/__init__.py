"""Questions with which the miss log is tried, and a simulation that asks them."""
