"""What is typed at a prompt: one module a command. Each reads its files, calls pure functions, prints the answer."""
