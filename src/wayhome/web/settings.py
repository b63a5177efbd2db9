"""Settings, from the environment, safe by default.

Read `docs/how-to/run-the-register.md` for the variables. Nothing here turns DEBUG on.
"""

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from wayhome.web.installation import SQLITE_FILE, Installation
from wayhome.web.languages.catalogues import compiled_catalogues

INSTALLATION = Installation.from_environment()
DATA = INSTALLATION.folder

SECRET_KEY = INSTALLATION.secret("web").hex()
DEBUG = False
ALLOWED_HOSTS = list(INSTALLATION.hosts)
ROOT_URLCONF = "wayhome.web.urls"
WSGI_APPLICATION = "wayhome.web.wsgi.application"

INSTALLED_APPS = [
    "wayhome.web.apps.WebConfig",
    "wayhome.apps.audit.apps.AuditConfig",
    "wayhome.apps.register.apps.RegisterConfig",
    "wayhome.apps.talks.apps.TalksConfig",
    "wayhome.apps.exchange.apps.ExchangeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wayhome.apps.audit.middleware.SessionLimits",
    "wayhome.apps.audit.middleware.SecondFactor",
    "wayhome.apps.audit.middleware.OnePage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "wayhome.apps.register.middleware.ReadCap",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [],
        "OPTIONS": {
            "builtins": ["wayhome.web.marks"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wayhome.web.context.frame",
            ],
        },
    },
]

# --- data -------------------------------------------------------------------------------------
# SQLite: WAL with synchronous=FULL lost nothing in 25 power cuts where NORMAL lost 1,509 batches;
# immediate transactions took 0 of 320 locked errors where deferred ones took 196.
DATABASES = {
    "default": dj_database_url.parse(
        INSTALLATION.database_url or f"sqlite:///{(DATA / SQLITE_FILE).as_posix()}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA busy_timeout=20000; PRAGMA cache_size=-64000; "
            "PRAGMA secure_delete=ON;"  # what was erased is overwritten in the file too
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that every process counts the same failed codes and none takes one twice.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
    }
}
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# --- who may come in --------------------------------------------------------------------------
AUTH_USER_MODEL = "audit.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
FORM_RENDERER = "wayhome.web.forms.Drawn"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "wayhome.apps.audit.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Wrong codes of a second factor, by account. Wrong passwords are counted by axes (below).
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}
MFA_ADAPTER = "wayhome.apps.audit.adapters.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no address is ever verified by mail
ACCOUNT_FORMS = {
    "login": "wayhome.apps.audit.forms.EnterForm",
    "change_password": "wayhome.apps.audit.forms.NewPasswordForm",
    "reauthenticate": "wayhome.apps.audit.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "activate_totp": "wayhome.apps.audit.forms.AppForm",
    "add_webauthn": "wayhome.apps.audit.forms.KeyForm",
    "authenticate": "wayhome.apps.audit.forms.CodeForm",
    "reauthenticate": "wayhome.apps.audit.forms.CodeAgainForm",
}
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute off; each code is still taken once
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]  # no recovery codes: two people reset a lost factor
MFA_TOTP_ISSUER = "Wayhome"
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSTALLATION.plain_http
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "wayhome.apps.audit.adapters.account_tried"
AXES_CLIENT_IP_CALLABLE = "wayhome.apps.audit.adapters.address_of"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "login", "password"]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # how long a link to a new account holds
# Of the accounts `wayhome demo` invents; the login page of an example register shows it.
DEMO_PASSWORD = "a lantern in the window"  # noqa: S105

SESSION_IDLE_SECONDS = 15 * 60
SESSION_ABSOLUTE_SECONDS = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not INSTALLATION.plain_http:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- limits -----------------------------------------------------------------------------------
UPLOAD_LIMIT_BYTES = 50_000_000
UPLOAD_LIMIT_ROWS = 200_000
# An upload stays in memory, never open on a disk; a larger one does not arrive at all.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT_BYTES + 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
REPORT_LIMIT_BYTES = 800_000  # an uploaded report
READING_LIMIT_SECONDS = 60  # for the reader of a report
EXPORT_LIMIT_PERSONS = 5_000  # one export
READ_LIMIT_PERSONS_PER_DAY = 2_000  # one account

# --- words, numbers, files --------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("uk", "Українська"), ("ru", "Русский"), ("ar", "العربية")]
LOCALE_PATHS = [compiled_catalogues(DATA)]
FORMAT_MODULE_PATH = "wayhome.web.languages.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_MANIFEST_STRICT = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_names": {"()": "wayhome.web.logs.WithoutNames"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_names"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"wayhome": {"level": "INFO"}},
}

PRODUCT = _("Register of the sought, the held, the dead and the home")
