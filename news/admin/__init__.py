from news.admin import accounts, audit, directory, events, notices

__all__ = ["accounts", "audit", "directory", "events", "notices"]
