"""What a command cannot work with, in words for the person who typed it."""


class Unusable(Exception):
    """The text is what the person reads, without a traceback; it says what to do about it. The exit code is 2."""
