"""What survives a restart: one durable workflow per patient, thin over the engine."""
