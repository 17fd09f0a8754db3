"""What we say: the words patients read. One folder a message, one file a channel and language."""
