"""Which pages there are, in the order of the rail. Names modules; imports none of them."""

import asyncio
from importlib import import_module

from PySide6.QtCore import QCoreApplication

from desktop.widgets.page import PageSpec, SectionSpec

FIRST_PAGE = "library"
WELCOME_PAGE = "welcome"
SETTINGS_PAGE = "settings"
USAGE_PAGE = "usage"
ADMIN_PAGE = "admin"
PLANS_PAGE = "plans"
_REST_S = 0.03

SETTINGS_SECTIONS: tuple[SectionSpec, ...] = (
    SectionSpec(
        "general",
        lambda: QCoreApplication.translate("Pages", "General"),
        "tune-variant",
        groups=("general",),
    ),
    SectionSpec(
        "library",
        lambda: QCoreApplication.translate("Pages", "Library"),
        "bookshelf",
        groups=("library",),
    ),
    SectionSpec(
        "search",
        lambda: QCoreApplication.translate("Pages", "Search"),
        "magnify",
        groups=("search",),
        factory="desktop.ai.meaning_page:create_page",
        own_keys=frozenset({"meaning_provider", "meaning_model", "meaning_base_url"}),
    ),
    SectionSpec(
        "answers",
        lambda: QCoreApplication.translate("Pages", "Answers"),
        "chat-question-outline",
        groups=("answers", "ai"),
        factory="desktop.ai.page:create_page",
        own_keys=frozenset({"ai_provider", "ai_model", "ai_base_url"}),
    ),
    SectionSpec(
        "models",
        lambda: QCoreApplication.translate("Pages", "Models"),
        "cube-outline",
        factory="desktop.models.page:create_page",
    ),
    SectionSpec(
        "sync",
        lambda: QCoreApplication.translate("Pages", "Sync"),
        "cloud-sync-outline",
        groups=("sync",),
        factory="desktop.sync.settings_page:create_page",
    ),
    SectionSpec(
        "data",
        lambda: QCoreApplication.translate("Pages", "Your data"),
        "archive-outline",
        factory="desktop.settings.data_page:create_page",
    ),
    SectionSpec(
        "about",
        lambda: QCoreApplication.translate("Pages", "About"),
        "information-outline",
        factory="desktop.settings.about_page:create_page",
    ),
)

ACCOUNT_SECTIONS: tuple[SectionSpec, ...] = (
    SectionSpec(
        "sync",
        lambda: QCoreApplication.translate("Pages", "Sync"),
        "cloud-sync-outline",
        factory="desktop.sync.status_page:create_page",
    ),
    SectionSpec(
        "billing",
        lambda: QCoreApplication.translate("Pages", "Plan and usage"),
        "gauge",
        factory="desktop.billing.account_page:create_page",
    ),
    SectionSpec(
        "admin",
        lambda: QCoreApplication.translate("Pages", "Administration"),
        "shield-account-outline",
        factory="desktop.admin.account_page:create_page",
    ),
)
"""What other slices add to the account page."""

PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "library",
        lambda: QCoreApplication.translate("Pages", "Library"),
        "bookshelf",
        "desktop.media.library_page:create_page",
    ),
    PageSpec(
        "search",
        lambda: QCoreApplication.translate("Pages", "Search"),
        "magnify",
        "desktop.search.page:create_page",
    ),
    PageSpec(
        "ask",
        lambda: QCoreApplication.translate("Pages", "Ask"),
        "chat-question-outline",
        "desktop.chat.page:create_page",
    ),
    PageSpec(
        "practice",
        lambda: QCoreApplication.translate("Pages", "Practice"),
        "account-voice",
        "desktop.practice.page:create_page",
    ),
    PageSpec(
        "quizzes",
        lambda: QCoreApplication.translate("Pages", "Quizzes"),
        "clipboard-text-outline",
        "desktop.quiz.quizzes_page:create_page",
    ),
    PageSpec(
        "join",
        lambda: QCoreApplication.translate("Pages", "Join a quiz"),
        "login-variant",
        "desktop.quiz.join_page:create_page",
    ),
    PageSpec(
        "groups",
        lambda: QCoreApplication.translate("Pages", "Groups"),
        "account-group-outline",
        "desktop.groups.page:create_page",
    ),
    PageSpec(
        "account",
        lambda: QCoreApplication.translate("Pages", "Account"),
        "account-circle-outline",
        "desktop.accounts.page:create_page",
        at_foot=True,
        sections=ACCOUNT_SECTIONS,
    ),
    PageSpec(
        "settings",
        lambda: QCoreApplication.translate("Pages", "Settings"),
        "cog-outline",
        "desktop.settings.page:create_page",
        sections=SETTINGS_SECTIONS,
    ),
    PageSpec(
        ADMIN_PAGE,
        lambda: QCoreApplication.translate("Pages", "Administration"),
        "shield-account-outline",
        "desktop.admin.page:create_page",
        not_for_all=True,
    ),
    PageSpec(
        "changes",
        lambda: QCoreApplication.translate("Pages", "Changes to check"),
        "source-branch",
        "desktop.sync.changes_page:create_page",
        in_rail=False,
    ),
    PageSpec(
        "usage",
        lambda: QCoreApplication.translate("Pages", "Usage"),
        "gauge",
        "desktop.billing.usage_page:create_page",
        in_rail=False,
    ),
    PageSpec(
        "plans",
        lambda: QCoreApplication.translate("Pages", "Plans"),
        "view-column-outline",
        "desktop.billing.plans_page:create_page",
        in_rail=False,
    ),
    PageSpec(
        "player",
        lambda: QCoreApplication.translate("Pages", "Player"),
        "play-circle-outline",
        "desktop.media.player_page:create_page",
        in_rail=False,
    ),
    PageSpec(
        "quiz_editor",
        lambda: QCoreApplication.translate("Pages", "Quiz"),
        "pencil-outline",
        "desktop.quiz.editor_page:create_page",
        in_rail=False,
    ),
    PageSpec(
        "quiz_host",
        lambda: QCoreApplication.translate("Pages", "Live quiz"),
        "cast-education",
        "desktop.quiz.host_page:create_page",
        in_rail=False,
    ),
    PageSpec(
        "quiz_report",
        lambda: QCoreApplication.translate("Pages", "Past games"),
        "chart-bar",
        "desktop.quiz.report_page:create_page",
        in_rail=False,
    ),
    PageSpec(
        "quiz_generate",
        lambda: QCoreApplication.translate("Pages", "Make a quiz"),
        "auto-fix",
        "desktop.quiz.generate_page:create_page",
        in_rail=False,
    ),
    PageSpec(
        "quiz_play",
        lambda: QCoreApplication.translate("Pages", "Live quiz"),
        "play-circle-outline",
        "desktop.quiz.play_page:create_page",
        in_rail=False,
    ),
    PageSpec(
        "welcome",
        lambda: QCoreApplication.translate("Pages", "Welcome"),
        "lightbulb-on-outline",
        "desktop.shell.welcome_page:create_page",
        in_rail=False,
    ),
)


async def warm_up() -> None:
    """Import every page, one after the other with rests, so that opening one later does not stop the window.

    In the window's own thread: a class of Qt that is made in another one, while this one is inside Qt, can end the
    program. No page takes a tenth of a second.
    """
    for spec in PAGES:
        import_module(spec.factory.split(":")[0])
        await asyncio.sleep(_REST_S)
