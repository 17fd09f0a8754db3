"""WHAT PEOPLE SEE: pages made on the server from the record. They read the database, and decide nothing."""
