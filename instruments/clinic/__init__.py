"""Forms in our own words: intake, consent, check-ins, warning signs, experience of care."""
