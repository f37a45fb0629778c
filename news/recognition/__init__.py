"""What a text says: people, organizations, offices, dates."""
