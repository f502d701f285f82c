"""Every setting of `lantern-server`, declared once: type, bounds, default, unit and text. Reads nothing."""

from typing import Annotated, Literal

from server.config.forms import Section, setting
from server.config.payment_settings import PaymentsSection
from server.config.sign_in_settings import SignInSection


class ServerSection(Section, frozen=True):
    """Where the server listens, what it is called, and how it is reached from outside."""

    host: Annotated[str, setting("Address to listen on; 0.0.0.0 or :: for every network.")] = "127.0.0.1"
    port: Annotated[int, setting("Port to listen on; 0 takes any that is free.", low=0, high=65_535)] = 8440
    public_url: Annotated[
        str,
        setting(
            "How people reach this server, for links in mails and invitations. Empty: what it listens on."
        ),
    ] = ""
    name: Annotated[str, setting("What people see as the name of this server.")] = "Lantern"
    data_dir: Annotated[
        str, setting("Folder of the database and the content, when those say nothing else.")
    ] = "lantern-data"
    trusted_proxies: Annotated[
        tuple[str, ...],
        setting("Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed."),
    ] = ()
    cors_origins: Annotated[
        tuple[str, ...],
        setting("Web origins whose pages may call the API, such as https://learn.example.org."),
    ] = ()
    tls_certificate: Annotated[
        str, setting("PEM file of the certificate and its chain. Empty: plain http, for use behind a proxy.")
    ] = ""
    tls_key: Annotated[str, setting("PEM file of the certificate's private key.")] = ""
    drain_s: Annotated[
        float,
        setting("How long requests may finish when the server is told to stop.", unit="s", low=0, high=600),
    ] = 20.0
    drain_notice_s: Annotated[
        float,
        setting(
            "How long /readyz says no before the server stops, for balancers to see it.",
            unit="s",
            low=0,
            high=600,
        ),
    ] = 0.0
    idle_s: Annotated[
        float,
        setting(
            "How long a connection may stay silent, before or inside a request.", unit="s", low=1, high=3_600
        ),
    ] = 30.0
    connections: Annotated[
        int, setting("Open connections of one process at the most.", low=10, high=1_000_000)
    ] = 20_000
    metrics_from: Annotated[
        tuple[str, ...], setting("Addresses or networks that may read /metrics.")
    ] = ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")  # fmt: skip


class DatabaseSection(Section, frozen=True):
    """Where accounts and synced data are kept."""

    url: Annotated[
        str,
        setting(
            "Empty: SQLite in the data folder. Or sqlite:////absolute/path.db, or postgresql://user:password@host/name.",
            secret=True,
        ),
    ] = ""
    connections: Annotated[int, setting("Connections of one process to PostgreSQL.", low=2, high=1_000)] = 10
    processes: Annotated[
        int,
        setting(
            "How many server processes use this database; PostgreSQL when more than one.", low=1, high=256
        ),
    ] = 1


class RedisSection(Section, frozen=True):
    """What several processes share besides the database: rate limits, and that something changed."""

    url: Annotated[
        str, setting("Such as redis://host:6379/0. Empty: everything stays in this process.", secret=True)
    ] = ""


class MailSection(Section, frozen=True):
    """How mails for verification, forgotten passwords and invitations are sent."""

    host: Annotated[str, setting("SMTP server. Empty: no mail is sent.")] = ""
    port: Annotated[int, setting("Its port.", low=1, high=65_535)] = 587
    security: Annotated[
        Literal["starttls", "tls", "none"],
        setting("How the connection is protected; none only on one's own network."),
    ] = "starttls"
    username: Annotated[str, setting("Name to sign in with. Empty: no sign-in.")] = ""
    password: Annotated[str, setting("Password to sign in with.", secret=True)] = ""
    sender: Annotated[
        str, setting("Address that the mails come from, such as Lantern <lantern@example.org>.")
    ] = ""
    timeout_s: Annotated[float, setting("How long sending one mail may take.", unit="s", low=1, high=600)] = (
        30.0
    )


class AccountsSection(Section, frozen=True):
    """Who may have an account, and how sign-in works."""

    sign_up: Annotated[
        Literal["open", "invited", "closed"],
        setting("Who may make an account: anybody, invited people, nobody."),
    ] = "open"
    verify_email: Annotated[
        bool, setting("Whether an address must be confirmed before its owner can sign in. Needs mail.")
    ] = False
    access_minutes: Annotated[
        int, setting("How long an access token is good.", unit="min", low=1, high=1_440)
    ] = 15
    refresh_days: Annotated[
        int, setting("How long a device stays signed in without asking again.", unit="d", low=1, high=3_650)
    ] = 90
    reset_minutes: Annotated[
        int, setting("How long the link of a forgotten password is good.", unit="min", low=5, high=10_080)
    ] = 60
    verify_hours: Annotated[
        int, setting("How long the link that verifies an address is good.", unit="h", low=1, high=720)
    ] = 48
    invitation_days: Annotated[
        int, setting("How long an invitation by mail is good.", unit="d", low=1, high=365)
    ] = 14
    devices: Annotated[int, setting("Devices of one account at the most.", low=1, high=1_000)] = 50
    hash_memory_mib: Annotated[
        int, setting("Memory that hashing one password takes (Argon2id).", unit="MiB", low=8, high=1_024)
    ] = 19
    hash_passes: Annotated[int, setting("Passes of hashing one password.", low=1, high=100)] = 2
    hash_at_once: Annotated[
        int, setting("Passwords hashed at the same time at the most.", low=1, high=64)
    ] = 2
    audit_days: Annotated[int, setting("How long the audit log is kept.", unit="d", low=1, high=36_500)] = 730


class ContentSection(Section, frozen=True):
    """Where media and transcripts are kept, and how big they may be."""

    store: Annotated[
        Literal["folder", "s3"], setting("A folder on this computer, or an S3-compatible store.")
    ] = "folder"
    folder: Annotated[str, setting("The folder. Empty: `content` in the data folder.")] = ""
    s3_endpoint: Annotated[str, setting("Address of the S3-compatible store. Empty: Amazon's.")] = ""
    s3_region: Annotated[str, setting("Region of the bucket.")] = "us-east-1"
    s3_bucket: Annotated[str, setting("Name of the bucket.")] = ""
    s3_prefix: Annotated[str, setting("What the names in the bucket begin with.")] = "lantern/"
    s3_access_key: Annotated[
        str, setting("Access key. Empty: as the environment provides it.", secret=True)
    ] = ""
    s3_secret_key: Annotated[str, setting("Secret key.", secret=True)] = ""
    piece_bytes: Annotated[
        int, setting("Largest piece of an upload.", unit="bytes", low=65_536, high=67_108_864)
    ] = 4_194_304
    upload_days: Annotated[
        int, setting("How long an unfinished upload can be resumed.", unit="d", low=1, high=365)
    ] = 7
    unreferenced_days: Annotated[
        int, setting("How long content that nothing refers to is kept.", unit="d", low=1, high=3_650)
    ] = 30
    min_free_bytes: Annotated[
        int, setting("Free space that uploads leave on the disk.", unit="bytes", low=0, high=10**15)
    ] = 1_073_741_824  # fmt: skip


class SyncSection(Section, frozen=True):
    """How devices are kept in step."""

    grant_days: Annotated[
        int, setting("How long a device may work offline in a shared scope.", unit="d", low=1, high=365)
    ] = 30
    tombstone_days: Annotated[
        int, setting("How long deletions are remembered row by row.", unit="d", low=7, high=3_650)
    ] = 180
    conflict_days: Annotated[
        int, setting("How long a value that lost a conflict can be restored.", unit="d", low=7, high=3_650)
    ] = 180
    snapshot_rows: Annotated[
        int,
        setting("Rows of a scope from which a new device gets one file.", unit="rows", low=100, high=10**9),
    ] = 5_000
    exchanges_at_once: Annotated[
        int, setting("Exchanges that one process works on at once.", low=1, high=1_000)
    ] = 16


class LimitsSection(Section, frozen=True):
    """How often one may ask. Calls of signed-in people are limited by their plan."""

    enabled: Annotated[bool, setting("Whether requests are limited at all; off only for measurements.")] = (
        True
    )
    anonymous_per_minute: Annotated[
        int, setting("Requests of one address without sign-in.", unit="1/min", low=1, high=10**6)
    ] = 60
    address_per_minute: Annotated[
        int, setting("All requests of one address; a school may share one.", unit="1/min", low=1, high=10**7)
    ] = 6_000
    sign_in_per_minute: Annotated[
        int, setting("Attempts to sign in or up from one address.", unit="1/min", low=1, high=10**6)
    ] = 30
    account_per_hour: Annotated[
        int, setting("Attempts to sign in to one account.", unit="1/h", low=1, high=10**6)
    ] = 20
    mail_per_hour: Annotated[
        int, setting("Requests of one address that send a mail.", unit="1/h", low=1, high=10**6)
    ] = 20
    sync_per_minute: Annotated[int, setting("Exchanges of one device.", unit="1/min", low=1, high=10**6)] = (
        300
    )
    content_per_minute: Annotated[
        int, setting("Requests for content of one device.", unit="1/min", low=1, high=10**6)
    ] = 1_200


class AiSection(Section, frozen=True):
    """The providers that answer for people with an account here. Without any key there is no AI."""

    anthropic_key: Annotated[
        str, setting("Key for Anthropic's models. Empty: none of them.", secret=True)
    ] = ""
    anthropic_url: Annotated[str, setting("Where Anthropic's interface is, without /v1.")] = (
        "https://api.anthropic.com"
    )
    openai_key: Annotated[str, setting("Key for OpenAI's models. Empty: none of them.", secret=True)] = ""
    openai_url: Annotated[str, setting("Where OpenAI's interface is, with /v1.")] = (
        "https://api.openai.com/v1"
    )
    xai_key: Annotated[str, setting("Key for xAI's models. Empty: none of them.", secret=True)] = ""
    xai_url: Annotated[str, setting("Where xAI's interface is, with /v1.")] = "https://api.x.ai/v1"
    custom_url: Annotated[
        str, setting("An OpenAI-compatible server of one's own, with /v1. Empty: none.")
    ] = ""
    custom_key: Annotated[str, setting("Its key. Empty: it asks for none.", secret=True)] = ""
    custom_models: Annotated[
        tuple[str, ...], setting("Models of one's own server that people may ask for, by their names there.")
    ] = ()
    silence_s: Annotated[
        float,
        setting("Seconds a provider may say nothing within a streamed answer.", unit="s", low=1, high=3_600),
    ] = 120.0
    answer_s: Annotated[
        float,
        setting("Seconds a provider may take for an answer in one piece.", unit="s", low=1, high=3_600),
    ] = 600.0
    prompts_folder: Annotated[
        str,
        setting(
            "Folder of instructions that replace those of the program, one text per use, such as hint.md. Empty: none."
        ),
    ] = ""


class BillingSection(Section, frozen=True):
    """What AI costs people, and how much of it the house gives away. Super admins can change all of it later."""

    margin_ppm: Annotated[
        int,
        setting(
            "What is put on a provider's price, in millionths: 1500000 is half as much again.",
            unit="ppm",
            low=0,
            high=10**9,
        ),
    ] = 1_500_000
    prices: Annotated[
        tuple[str, ...],
        setting(
            "Prices of models in US dollars per million tokens: model=input/output or model=input/cached/output, "
            "such as gpt-5.6-terra=2.50/0.25/15. They replace those of the program."
        ),
    ] = ()
    base_micros_per_thousand: Annotated[
        int,
        setting(
            "Price of a thousand tokens of a model of one's own server that has no other price; 0: it is refused.",
            unit="micro-USD",
            low=0,
            high=10**9,
        ),
    ] = 1_500
    free_budget_micros: Annotated[
        int,
        setting(
            "What AI for people on the free plan may cost the house in a month, 30000000 being 30 dollars; "
            "-1: no limit.",
            unit="micro-USD",
            low=-1,
            high=10**15,
        ),
    ] = 30_000_000


class LogSection(Section, frozen=True):
    """What is written to standard error."""

    level: Annotated[Literal["debug", "info", "warning", "error"], setting("The least that is written.")] = (
        "info"
    )
    format: Annotated[Literal["json", "text"], setting("One line of JSON per event, or text for people.")] = (
        "json"
    )


class JobsSection(Section, frozen=True):
    """Work in the background: compaction, collection of unreferenced content, expiry."""

    enabled: Annotated[bool, setting("Whether this process takes part.")] = True


class ServerConfig(Section, frozen=True):
    """All settings."""

    server: ServerSection = ServerSection()
    database: DatabaseSection = DatabaseSection()
    redis: RedisSection = RedisSection()
    mail: MailSection = MailSection()
    accounts: AccountsSection = AccountsSection()
    sign_in: SignInSection = SignInSection()
    content: ContentSection = ContentSection()
    sync: SyncSection = SyncSection()
    limits: LimitsSection = LimitsSection()
    ai: AiSection = AiSection()
    billing: BillingSection = BillingSection()
    payments: PaymentsSection = PaymentsSection()
    log: LogSection = LogSection()
    jobs: JobsSection = JobsSection()
