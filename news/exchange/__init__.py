"""People and organizations as tables: out of the directory and into it, as CSV and Excel."""
