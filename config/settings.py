"""All settings, from the environment. docs/operating.md lists the variables."""

from pathlib import Path

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("VAR_DIR", default=BASE_DIR / "var"))

# DEMO: the demo content and accounts over plain HTTP on this machine; never on a public host.
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)


def read_secret_key():
    """The key from the environment; a demo or a developer gets one that stays on this machine."""
    if key := env("SECRET_KEY", default=""):
        return key
    if not (DEBUG or DEMO):
        raise ImproperlyConfigured(
            "Set SECRET_KEY to a long random string (or DEMO=on to try Zharshy on this machine)."
        )
    file = VAR_DIR / "secret_key"
    if not file.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(get_random_secret_key())
    return file.read_text()


SECRET_KEY = read_secret_key()
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG or DEMO else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Press service

# The languages of the site, in the order in which the public sees them.
LANG_INFO["kk"]["name_local"] = "Қазақша"  # as in «қазақша оқу»; Django's «Қазақ» is the people
LANGUAGE_NAMES = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}
PRESS_LANGUAGES = env.list("PRESS_LANGUAGES", default=["kk", "ru", "en"])
if not PRESS_LANGUAGES or not set(PRESS_LANGUAGES) <= set(LANGUAGE_NAMES):
    raise ImproperlyConfigured(f"PRESS_LANGUAGES takes one or more of {', '.join(LANGUAGE_NAMES)}.")
PRESS_SOURCE_LANGUAGE = env(
    "PRESS_SOURCE_LANGUAGE", default="ru" if "ru" in PRESS_LANGUAGES else PRESS_LANGUAGES[0]
)
if PRESS_SOURCE_LANGUAGE not in PRESS_LANGUAGES:
    raise ImproperlyConfigured("PRESS_SOURCE_LANGUAGE must be one of PRESS_LANGUAGES.")
# Publishing without one of these is refused, needs a reason that is recorded, or passes.
PRESS_REQUIRED_LANGUAGES = env.list("PRESS_REQUIRED_LANGUAGES", default=[])
if not set(PRESS_REQUIRED_LANGUAGES) <= set(PRESS_LANGUAGES):
    raise ImproperlyConfigured("PRESS_REQUIRED_LANGUAGES must be among PRESS_LANGUAGES.")
PRESS_PARITY = env("PRESS_PARITY", default="warn")
if PRESS_PARITY not in ("block", "warn", "off"):
    raise ImproperlyConfigured("PRESS_PARITY takes block, warn or off.")
# Publishing pictures that say nothing to those who cannot see them is refused or warned of.
PRESS_ALT_TEXT = env("PRESS_ALT_TEXT", default="warn")
if PRESS_ALT_TEXT not in ("block", "warn"):
    raise ImproperlyConfigured("PRESS_ALT_TEXT takes block or warn.")
PRESS_CHECKS_OFF = env.list("PRESS_CHECKS_OFF", default=[])  # names of news.checks
# What stands after the dash is shown smaller.
PRESS_SITE_NAME = {
    code: env(f"PRESS_SITE_NAME_{code.upper()}", default="")
    or _("Assembly of People of Kazakhstan — press service")
    for code in PRESS_LANGUAGES
}
PRESS_MAX_PHOTO_MB = env.int("PRESS_MAX_PHOTO_MB", 40)
PRESS_MAX_PHOTO_MEGAPIXELS = env.int("PRESS_MAX_PHOTO_MEGAPIXELS", 120)
PRESS_MAX_ZIP_MB = env.int("PRESS_MAX_ZIP_MB", 500)  # of photos; the web server has a limit too

# Applications

INSTALLED_APPS = [
    "modeltranslation",
    "unfold",
    "django.contrib.admin",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ckeditor",
    "media",
    "organizations",
    "people",
    "news",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "news.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "news.staff.StaffLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "news.forged.ForgedInputMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets may have templates of ours

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/zharshy.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers take their lock when a transaction begins, so that none fails half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
# Each thread keeps its connection: to make one costs as much as a page.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

# Originals and renditions, in a folder or in a bucket of an S3-compatible store. Both are private:
# `news.views.photos` hands them out and knows whose eyes they are for.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=VAR_DIR / "media"))
MEDIA_URL = "/media/"
MEDIA_S3_BUCKET = env("MEDIA_S3_BUCKET", default="")
# A prefix of internal addresses at which the web server in front serves MEDIA_ROOT/public.
MEDIA_ACCEL = env("MEDIA_ACCEL", default="")
if MEDIA_ACCEL and MEDIA_S3_BUCKET:
    raise ImproperlyConfigured("MEDIA_ACCEL is for files in MEDIA_ROOT, not for MEDIA_S3_BUCKET.")
if MEDIA_ACCEL and not (MEDIA_ACCEL.startswith("/") and MEDIA_ACCEL.endswith("/")):
    raise ImproperlyConfigured("MEDIA_ACCEL begins and ends with a slash, e.g. /accel/.")


def storage_of_files(folder, *, allow_overwrite):
    """Where a folder's files are kept; those that are named by content may be written again."""
    if not MEDIA_S3_BUCKET:
        options = {"location": MEDIA_ROOT / folder, "allow_overwrite": allow_overwrite}
        return {"BACKEND": "media.storage.WholeFileStorage", "OPTIONS": options}
    return {
        "BACKEND": "media.bucket.BucketStorage",
        "OPTIONS": {
            "bucket_name": MEDIA_S3_BUCKET,
            "location": folder,
            "file_overwrite": allow_overwrite,
            "endpoint_url": env("MEDIA_S3_ENDPOINT", default="") or None,
            "region_name": env("MEDIA_S3_REGION", default="") or None,
        },
    }


STORAGES = {
    "default": storage_of_files("public", allow_overwrite=True),
    "originals": storage_of_files("originals", allow_overwrite=False),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"

# Languages and dates

LANGUAGES = [(code, LANGUAGE_NAMES[code]) for code in PRESS_LANGUAGES]
LANGUAGE_CODE = PRESS_LANGUAGES[0]
LOCALE_PATHS = [BASE_DIR / "config" / "locale", BASE_DIR / "config" / "locale_packages"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("PRESS_TIME_ZONE", default="Asia/Almaty")
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"

MODELTRANSLATION_DEFAULT_LANGUAGE = PRESS_SOURCE_LANGUAGE
MODELTRANSLATION_LANGUAGES = tuple(PRESS_LANGUAGES)
# An entry without a name in one language is shown by its name in another.
MODELTRANSLATION_FALLBACK_LANGUAGES = (
    PRESS_SOURCE_LANGUAGE,
    *(code for code in PRESS_LANGUAGES if code != PRESS_SOURCE_LANGUAGE),
)

# Accounts

LOGIN_URL = reverse_lazy("admin:login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# E-mail: console:// prints, smtp://user:password@host:port sends. Nobody waits long for a server.

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="press@localhost")
EMAIL_TIMEOUT = 5
# How e-mails name the site to the staff.
PRESS_SITE_URL = env("PRESS_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
# The processes of the site send the notices themselves, unless `manage.py send_notices` does.
SEND_NOTICES_IN_PROCESS = env.bool("SEND_NOTICES_IN_PROCESS", True)
# They also make the renditions of new photos, unless `manage.py make_renditions` does.
MAKE_RENDITIONS_IN_PROCESS = env.bool("MAKE_RENDITIONS_IN_PROCESS", True)

# Log: failures with their tracebacks and warnings go to the standard error output, each once.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers print only with DEBUG and write e-mails otherwise.
        "django": {"handlers": [], "level": "WARNING"},
        # A page that is not there is no failure: the web server's log has it.
        "django.request": {"level": "ERROR"},
    },
}

# Security

HTTPS = env.bool("HTTPS", not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 300  # photos beside a release
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "media.full_disk.UploadHandler",
]
# CKEditor 4 is out of maintenance: docs/decisions says what is done about it.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# Administration

# A short list of plugins; a body's sanitizer keeps what the toolbar can make.
CKEDITOR_CONFIGS = {
    "default": {
        "versionCheck": False,
        "plugins": ",".join(
            [
                "a11yhelp,basicstyles,blockquote,clipboard,contextmenu,dialog,enterkey,entities",
                "floatingspace,format,indentlist,link,list,magicline,pastefromgdocs",
                "pastefromlibreoffice,pastefromword,pastetext,photo,removeformat,resize,selectall",
                "showborders,tab,table,tableselection,tabletools,toolbar,undo,wysiwygarea",
            ]
        ),
        "toolbar": [
            ["Format", "Bold", "Italic"],
            ["Link", "Unlink"],
            ["BulletedList", "NumberedList", "Blockquote", "Table", "Photo"],
            ["PasteFromWord", "RemoveFormat", "Undo", "Redo"],
        ],
        "format_tags": "p;h2;h3;h4",
        "extraAllowedContent": "img[!data-photo,src,alt,title]; sub; sup; h2; th[scope]",
        "disableNativeSpellChecker": False,
        "entities": False,
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "width": "100%",
        "height": 420,
    }
}


def may(permission):
    """Whether the menu shows an item to the one who asks."""
    return lambda request: request.user.has_perm(permission)


def account_menu(request):
    """What stands in the menu of one's own account."""
    if not request.user.is_authenticated:  # on the page for signing in
        return []
    menu = [{"title": _("My notices"), "link": reverse_lazy("my_notices")}]
    if request.user.has_usable_password():
        menu.append({"title": _("Change password"), "link": reverse_lazy("admin:password_change")})
    return menu


UNFOLD = {
    "SITE_TITLE": _("Zharshy"),
    "SITE_HEADER": _("Zharshy"),
    "SITE_SUBHEADER": _("Press service"),
    "SITE_SYMBOL": "campaign",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("news/icon.svg"),
        }
    ],
    "SHOW_LANGUAGES": True,
    # The public site's deep sky blue; 600 and darker carry white text (WCAG AA).
    "COLORS": {
        "primary": {
            "50": "oklch(97.5% .015 210)",
            "100": "oklch(94.5% .03 210)",
            "200": "oklch(90% .055 211)",
            "300": "oklch(83% .09 212)",
            "400": "oklch(74% .115 214)",
            "500": "oklch(60% .105 217)",
            "600": "oklch(47.5% .085 219)",
            "700": "oklch(42% .075 220)",
            "800": "oklch(37% .065 221)",
            "900": "oklch(32% .055 222)",
            "950": "oklch(25% .045 223)",
        },
    },
    "STYLES": [
        lambda request: static("news/admin.css"),
        lambda request: static("news/desk.css"),
    ],
    "SCRIPTS": [
        lambda request: static("news/admin.js"),
        lambda request: static("news/frame_texts.js"),
        lambda request: static("news/unsaved.js"),
    ],
    "LOGIN": {"form": "news.sign_ins.SignInForm"},
    "ACCOUNT": {"navigation": account_menu},
    "DASHBOARD_CALLBACK": "news.desk.index.dashboard",
    "SIDEBAR": {
        "show_search": False,
        "navigation": [
            {
                "items": [
                    {
                        "title": _("Events"),
                        "icon": "campaign",
                        "link": reverse_lazy("admin:news_event_changelist"),
                        "permission": may("news.view_event"),
                    },
                    {
                        "title": _("People"),
                        "icon": "person",
                        "link": reverse_lazy("admin:people_participant_changelist"),
                        "permission": may("people.view_participant"),
                    },
                    {
                        "title": _("Organizations"),
                        "icon": "apartment",
                        "link": reverse_lazy("admin:organizations_organization_changelist"),
                        "permission": may("organizations.view_organization"),
                    },
                    {
                        "title": _("Photos"),
                        "icon": "photo_library",
                        "link": reverse_lazy("admin:media_photo_changelist"),
                        "permission": may("media.view_photo"),
                    },
                ]
            },
            {
                "separator": True,
                "items": [
                    {
                        "title": _("Topics"),
                        "icon": "sell",
                        "link": reverse_lazy("admin:news_topic_changelist"),
                        "permission": may("news.view_topic"),
                    },
                    {
                        "title": _("Users"),
                        "icon": "badge",
                        "link": reverse_lazy("admin:auth_user_changelist"),
                        "permission": lambda request: request.user.is_superuser,
                    },
                    {
                        "title": _("Groups"),
                        "icon": "group",
                        "link": reverse_lazy("admin:auth_group_changelist"),
                        "permission": lambda request: request.user.is_superuser,
                    },
                    {
                        "title": _("Audit log"),
                        "icon": "history",
                        "link": reverse_lazy("admin:news_historyentry_changelist"),
                        "permission": may("news.view_historyentry"),
                    },
                    {
                        "title": _("Notices"),
                        "icon": "mail",
                        "link": reverse_lazy("admin:news_notice_changelist"),
                        "permission": lambda request: request.user.is_superuser,
                    },
                ],
            },
        ],
    },
}
