from news.admin import accounts, events

__all__ = ["accounts", "events"]
