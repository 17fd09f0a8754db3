"""WHAT WE REMEMBER: the schema, its migrations, and one module a subject."""
