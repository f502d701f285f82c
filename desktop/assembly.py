"""Builds the services of one profile and wires them together: the only module that knows every slice. No Qt."""

from dataclasses import dataclass

from desktop.accounts.service import AccountsService
from desktop.admin.service import AdminService
from desktop.ai.service import AiService
from desktop.billing.buying_service import BuyingService
from desktop.billing.service import BillingService
from desktop.chat.service import ChatService
from desktop.groups.service import GroupsService, SharedThing
from desktop.leases.service import LeasesService
from desktop.media.service import MediaService
from desktop.models.service import ModelsService
from desktop.practice.service import PracticeService
from desktop.quiz.generation_service import GenerationService
from desktop.quiz.host_process import HostProcess
from desktop.quiz.host_service import HostService
from desktop.quiz.play_service import PlayService
from desktop.quiz.service import QuizService
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.error_texts import use_language
from desktop.runtime.paths import ProfilePaths
from desktop.search.installed import InstalledModels
from desktop.search.service import SearchService
from desktop.settings.service import DeviceSettings, SettingsService
from desktop.storage.daily_backup import keep_backed_up
from desktop.storage.database import Database
from desktop.sync.service import SyncService, SyncState
from desktop.sync.transfers import Transfers
from shared.clock import Clock, SystemClock
from shared.tasks import TaskScope


@dataclass
class Services:
    """The open profile. Whoever opened it closes it."""

    paths: ProfilePaths
    clock: Clock
    bus: ChangeBus
    database: Database
    settings: SettingsService
    accounts: AccountsService
    sync: SyncService
    transfers: Transfers
    billing: BillingService
    buying: BuyingService
    leases: LeasesService
    groups: GroupsService
    models: ModelsService
    media: MediaService
    search: SearchService
    ai: AiService
    chat: ChatService
    quizzes: QuizService
    quiz_generation: GenerationService
    quiz_play: PlayService
    quiz_host: HostService
    practice: PracticeService
    admin: AdminService
    scope: TaskScope

    def start_jobs(self, *, watch_folders: bool = True) -> None:
        """Run this profile's jobs here unless another process does; then take over when it ends."""
        self.scope.spawn(self.models.adopt(), name="models")
        self.media.start(watch_folders=watch_folders)
        self.search.start(self.media.runner.until_lock)
        self.sync.start(self.media.runner.until_lock)
        self.transfers.start(self.media.runner.until_lock)
        self.billing.start()
        self.leases.start()
        self.quiz_play.start()
        self.quiz_host.start()
        self.scope.spawn(self._back_up(), name="backup")

    async def _back_up(self) -> None:
        await self.media.runner.until_lock()
        await keep_backed_up(self.paths, self.clock)

    async def close(self) -> None:
        """Stop everything in reverse order; running jobs go on from their last window at the next start."""
        await self.scope.close()
        await self.practice.close()
        await self.quiz_host.close()
        await self.quiz_play.close()
        await self.chat.close()
        await self.media.close()
        await self.search.close()
        await self.ai.close()
        await self.transfers.close()
        await self.buying.close()
        await self.leases.close()
        await self.billing.close()
        await self.sync.close()
        await self.accounts.close()
        await self.database.close()


async def open_services(paths: ProfilePaths, *, clock: Clock | None = None) -> Services:
    """Open a profile, creating it when it is new. Raises AppError as `Database.open` does."""
    clock = clock or SystemClock()
    bus = ChangeBus()
    database, settings = await _open_library(paths, clock, bus)
    accounts = AccountsService(paths, clock, bus)
    sync = SyncService(database, accounts, paths, clock, bus)
    accounts.join(sync.library)
    await sync.load()
    billing = BillingService(accounts, paths.root, clock, bus)
    buying = BuyingService(accounts, billing, clock, bus)
    leases = LeasesService(database, accounts, paths.root, clock, bus)
    sync.on_usage(billing.wake)
    sync.on_usage(leases.usage_changed)
    sync.when_back(leases.wake)
    accounts.before_sign_out(leases.give_back)
    billing.use_offline(lambda: leases.left if leases.lent is not None else None)
    groups = GroupsService(database, accounts, sync)
    models = ModelsService(paths.models_dir, bus)
    media = MediaService(database, models, settings, paths=paths, clock=clock, bus=bus)
    ai = AiService(paths, database, settings, clock, accounts)
    search = _join_search(database, media, InstalledModels(models, ai.embeddings), settings, ai, clock)
    chat = ChatService(database, search, ai, clock)
    quizzes = QuizService(database, paths, clock)
    quiz_generation = GenerationService(media, ai)
    quiz_play = PlayService(database, paths, clock)
    quiz_host = HostService(database, quizzes, HostProcess(paths.root / "classroom"), clock)
    practice = PracticeService(accounts, ai, media.dictation, leases, clock, bus)
    media.keep_content(quizzes.media_in_use)
    transfers = _join_transfers(database, accounts, sync, settings, media, quizzes, clock)
    sync.when_back(transfers.wake)
    sync.after_round(media.library.mend_scopes)
    sync.after_round(quizzes.mend_scopes)
    _tell_what_is_shared(groups, media, quizzes)
    scope = TaskScope("services")
    _send_what_had_no_room(billing, transfers, scope)
    _follow_other_processes(bus, settings, scope)
    return Services(
        paths, clock, bus, database, settings, accounts, sync, transfers, billing, buying, leases, groups, models,
        media, search, ai, chat, quizzes, quiz_generation, quiz_play, quiz_host, practice, AdminService(accounts),
        scope,
    )  # fmt: skip


async def _open_library(
    paths: ProfilePaths, clock: Clock, bus: ChangeBus
) -> tuple[Database, SettingsService]:
    """Open the library with its settings, and speak the language they name."""
    database = await Database.open(paths, clock=clock, bus=bus)
    try:
        settings = SettingsService(DeviceSettings(paths.settings_file), database, bus)
        await settings.load()
    except BaseException:
        await database.close()
        raise
    use_language(settings.get("language"))
    return database, settings


def _join_search(
    database: Database,
    media: MediaService,
    installed: InstalledModels,
    settings: SettingsService,
    ai: AiService,
    clock: Clock,
) -> SearchService:
    """Make the search, and have it do its stages of the library's jobs."""
    search = SearchService(
        database,
        media.transcripts,
        installed,
        clock,
        default_limit=lambda: settings.get("search_results"),
        remote=ai.embeddings,
    )
    media.register_stage("chunking", search.chunking)
    media.register_stage("embedding", search.embedding)
    return search


def _join_transfers(
    database: Database,
    accounts: AccountsService,
    sync: SyncService,
    settings: SettingsService,
    media: MediaService,
    quizzes: QuizService,
    clock: Clock,
) -> Transfers:
    """Let the files of the library and of quizzes travel while sync may."""
    transfers = Transfers(
        database,
        accounts,
        accounts.http,
        folder=database.paths.root / "transfers",
        clock=clock,
        bus=database.bus,
        may_run=lambda: sync.status.state not in (SyncState.OFF, SyncState.PAUSED),
        may_use_metered=lambda: bool(settings.get("sync_metered")),
    )
    transfers.register("transcript", media.transcript_files)
    transfers.register("quiz", quizzes.files)
    transfers.register("item", media.item_files)
    media.fetching.use(transfers)
    sync.hold_meanwhile(transfers.held)

    def told(changes: ChangeSet) -> None:
        if changes.touches("transfer"):
            sync.show_media(transfers.progress)

    database.bus.subscribe(told)
    return transfers


def _send_what_had_no_room(billing: BillingService, transfers: Transfers, scope: TaskScope) -> None:
    """A larger plan counts at once, not when a refused file is looked at again after hours."""

    def again() -> None:
        if not scope.closed:
            scope.spawn(transfers.try_again(), name="room")

    billing.on_room(again)


def _tell_what_is_shared(groups: GroupsService, media: MediaService, quizzes: QuizService) -> None:
    """Let groups list what the library and the quizzes have in their scopes."""

    async def collections(scope: str) -> list[SharedThing]:
        found = [one for one in await media.library.collections() if one.scope == scope]
        return [SharedThing("collection", one.id, one.title, one.item_count) for one in found]

    async def in_quizzes(scope: str) -> list[SharedThing]:
        found = [one for one in await quizzes.quizzes() if one.scope == scope]
        return [SharedThing("quiz", one.id, one.title, one.questions) for one in found]

    groups.register_shared(collections)
    groups.register_shared(in_quizzes)


def _follow_other_processes(bus: ChangeBus, settings: SettingsService, scope: TaskScope) -> None:
    """Read the person's settings again when another process wrote, or another device did."""

    def changed(changes: ChangeSet) -> None:
        received = changes.received and changes.touches("setting")
        if (changes.everything or received) and not scope.closed:
            scope.spawn(settings.load(), name="settings")

    bus.subscribe(changed)
