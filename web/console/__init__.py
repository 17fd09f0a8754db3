"""The console: where coordinators and clinicians see every journey, and act."""
