from news.admin import accounts, directory, events

__all__ = ["accounts", "directory", "events"]
