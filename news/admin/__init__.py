from news.admin import accounts, audit, directory, events, merges, notices

__all__ = ["accounts", "audit", "directory", "events", "merges", "notices"]
