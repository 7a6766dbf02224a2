"""Services outside of the machine, each named by one address in the environment."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORM = "s3://KEY:SECRET@HOST[:PORT]/BUCKET[/FOLDER][?region=REGION], or s3+http:// inside a closed network"


def object_store(url: str) -> dict[str, str]:
    """Give what ``MEDIA_URL_S3`` says: ``endpoint``, ``key``, ``secret``, ``bucket``, ``folder`` and ``region``.

    Raises ``ImproperlyConfigured`` for an address that is not of the form ``FORM``.
    """
    parts = urlsplit(url)
    try:
        origin = object_store_origin(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"MEDIA_URL_S3 must read: {FORM}") from error
    bucket, _slash, folder = parts.path.strip("/").partition("/")
    asked = parse_qs(parts.query)
    if parts.scheme not in ("s3", "s3+http") or not (parts.hostname and parts.username and parts.password and bucket):
        raise ImproperlyConfigured(f"MEDIA_URL_S3 must read: {FORM}")
    if unknown := asked.keys() - {"region"}:
        raise ImproperlyConfigured(f"MEDIA_URL_S3 knows no {', '.join(sorted(unknown))}. It must read: {FORM}")
    return {
        "endpoint": origin,
        "key": unquote(parts.username),
        "secret": unquote(parts.password),
        "bucket": bucket,
        "folder": folder,
        "region": asked.get("region", ["us-east-1"])[0],
    }


def object_store_origin(url: str) -> str:
    """Give where the object store answers browsers and us, such as ``https://files.example:9000``.

    Raises ``ValueError`` for a port that is no number.
    """
    parts = urlsplit(url)
    scheme = "http" if parts.scheme == "s3+http" else "https"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{scheme}://{host}" + (f":{parts.port}" if parts.port else "")


def shared_cache(url: str) -> dict[str, object]:
    """Give the cache that ``REDIS_URL`` names: it is asked within a second or counts as lost.

    Raises ``ImproperlyConfigured`` for an address of another kind.
    """
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(
            "REDIS_URL must read: redis://[:PASSWORD@]HOST[:PORT][/NUMBER], rediss:// or unix://"
        )
    options = {"socket_connect_timeout": 1, "socket_timeout": 1}
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "OPTIONS": options}


def check_queue(url: str) -> None:
    """Refuse a ``TASKS_URL`` that names a queue which is not there, rather than work on another one unsaid.

    Raises ``ImproperlyConfigured``.
    """
    if url not in ("", "database", "database://"):
        raise ImproperlyConfigured(
            "TASKS_URL: this release keeps jobs on the school's own database only. Leave it empty or write database://."
        )
