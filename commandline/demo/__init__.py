"""The demo: made-up patients, and the people around them, live through a year by the same doors as everybody."""
