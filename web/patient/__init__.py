"""The patients' own pages: a link and a date of birth open them; forms, and everything about one's care."""
