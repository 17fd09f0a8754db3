"""Commands about the servers that carry a clinic's patients, and how every other command finds them."""
