"""Expected failures: one exception with a stable code, and all codes. Texts live in resources/i18n."""

import msgspec


class ErrorKind(msgspec.Struct, frozen=True):
    """What a program may do about a code: the HTTP status it maps to, and whether trying again can help."""

    http_status: int = 400
    retryable: bool = False


ERRORS: dict[str, ErrorKind] = {
    "ids.malformed": ErrorKind(),
    # storage
    "storage.newer_database": ErrorKind(409),
    "storage.corrupt": ErrorKind(500),
    "storage.disk_full": ErrorKind(507, retryable=True),
    "storage.read_only": ErrorKind(500),
    "storage.not_a_folder": ErrorKind(),
    "storage.disk_error": ErrorKind(500, retryable=True),
    "storage.busy": ErrorKind(503, retryable=True),
    "storage.migration_failed": ErrorKind(500),
    "storage.backup_unreadable": ErrorKind(),
    "storage.backup_newer": ErrorKind(409),
    "storage.profile_in_use": ErrorKind(409),
    "storage.file_exists": ErrorKind(409),
    "storage.file_missing": ErrorKind(404),
    # workers
    "worker.died": ErrorKind(500, retryable=True),
    "worker.timed_out": ErrorKind(504, retryable=True),
    "worker.failed": ErrorKind(500, retryable=True),
    # network
    "network.unreachable": ErrorKind(502, retryable=True),
    "network.timed_out": ErrorKind(504, retryable=True),
    "network.bad_answer": ErrorKind(502, retryable=True),
    "network.wrong_size": ErrorKind(502, retryable=True),
    # search
    "search.model_unreadable": ErrorKind(500),
    "search.provider_key": ErrorKind(401),
    "search.provider_credit": ErrorKind(402),
    "search.provider_busy": ErrorKind(429, retryable=True),
    "search.provider_unreachable": ErrorKind(502, retryable=True),
    "search.provider_unfit": ErrorKind(502),
    # settings
    "settings.unknown": ErrorKind(404),
    "settings.invalid": ErrorKind(),
    "profile.bad_name": ErrorKind(),
    # ai
    "ai.key_missing": ErrorKind(401),
    "ai.key_refused": ErrorKind(401),
    "ai.not_permitted": ErrorKind(403),
    "ai.no_credit": ErrorKind(402),
    "ai.rate_limited": ErrorKind(429, retryable=True),
    "ai.provider_trouble": ErrorKind(502, retryable=True),
    "ai.unreachable": ErrorKind(502, retryable=True),
    "ai.timed_out": ErrorKind(504, retryable=True),
    "ai.model_unknown": ErrorKind(404),
    "ai.model_missing": ErrorKind(),
    "ai.wrong_address": ErrorKind(404),
    "ai.bad_address": ErrorKind(),
    "ai.insecure_address": ErrorKind(),
    "ai.too_long": ErrorKind(413),
    "ai.request_refused": ErrorKind(400),
    "ai.cut_off": ErrorKind(502, retryable=True),
    "ai.filtered": ErrorKind(422),
    "ai.empty_answer": ErrorKind(502, retryable=True),
    "ai.no_keyring": ErrorKind(409),
    "ai.keyring_failed": ErrorKind(500, retryable=True),
    "ai.not_set_up": ErrorKind(409),
    # chat
    "chat.question_empty": ErrorKind(),
    "chat.question_too_long": ErrorKind(413),
    "chat.not_found": ErrorKind(404),
    "chat.message_not_found": ErrorKind(404),
    "chat.busy": ErrorKind(409, retryable=True),
    "chat.title_empty": ErrorKind(),
    # media
    "media.empty": ErrorKind(),
    "media.nothing_to_import": ErrorKind(),
    "media.no_permission": ErrorKind(403),
    "media.too_large": ErrorKind(413),
    "media.unsupported": ErrorKind(),
    "media.wrong_content": ErrorKind(),
    "media.unreadable": ErrorKind(),
    "media.no_audio": ErrorKind(),
    "media.unsupported_codec": ErrorKind(),
    "media.pdf_locked": ErrorKind(),
    "media.not_text": ErrorKind(),
    "media.no_subtitles": ErrorKind(),
    "media.no_times": ErrorKind(),
    "media.no_item": ErrorKind(404),
    "media.no_title": ErrorKind(),
    "media.no_collection": ErrorKind(404),
    "media.default_collection": ErrorKind(),
    "media.too_many_tags": ErrorKind(),
    "media.purged": ErrorKind(410),
    "media.no_segment": ErrorKind(404),
    "media.no_text_given": ErrorKind(),
    "media.not_ready": ErrorKind(409),
    "media.nothing_recorded": ErrorKind(),
    "media.file_lost": ErrorKind(410),
    "media.cannot_play": ErrorKind(),
    "media.no_player": ErrorKind(),
    "media.page_unreadable": ErrorKind(),
    "media.out_of_memory": ErrorKind(503, retryable=True),
    "media.out_of_step": ErrorKind(500, retryable=True),
    # media: remarks on an item that is complete
    "media.no_speech": ErrorKind(),
    "media.no_text": ErrorKind(),
    "media.empty_text": ErrorKind(),
    "media.ends_early": ErrorKind(),
    # host
    "host.in_use": ErrorKind(409),
    "host.newer_journal": ErrorKind(409),
    "host.game_damaged": ErrorKind(500),
    "host.no_game": ErrorKind(404),
    "host.not_allowed": ErrorKind(401),
    "host.bad_options": ErrorKind(),
    "host.port_taken": ErrorKind(409),
    "host.no_quiz_file": ErrorKind(404),
    "host.disk": ErrorKind(507, retryable=True),
    # models
    "models.unknown": ErrorKind(404),
    "models.missing": ErrorKind(404),
    "models.damaged": ErrorKind(500),
    "models.unusable": ErrorKind(500),
    "models.no_space": ErrorKind(507, retryable=True),
    "models.unreachable": ErrorKind(502, retryable=True),
    "models.wrong_content": ErrorKind(502, retryable=True),
    "models.in_use": ErrorKind(409, retryable=True),
    "models.import_unrecognised": ErrorKind(),
    "models.import_damaged": ErrorKind(),
    "models.import_incomplete": ErrorKind(),
    # quiz: the host beside the window
    "quiz.host_not_started": ErrorKind(500, retryable=True),
    "quiz.host_gone": ErrorKind(502, retryable=True),
    "quiz.host_refused": ErrorKind(502),
    "quiz.no_questions": ErrorKind(),
    "quiz.no_game": ErrorKind(404),
    # quiz: playing elsewhere
    "quiz.address_unreadable": ErrorKind(),
    "quiz.nothing_there": ErrorKind(502, retryable=True),
    "quiz.not_a_host": ErrorKind(502),
    "quiz.no_seat": ErrorKind(404),
    "quiz.no_attempt": ErrorKind(404),
    # quiz: files, answers, and what keeps a quiz from being played
    "quiz.bad_answer": ErrorKind(),
    "quiz.file_damaged": ErrorKind(),
    "quiz.file_newer": ErrorKind(409),
    "quiz.file_too_large": ErrorKind(413),
    "quiz.no_title": ErrorKind(),
    "quiz.title_too_long": ErrorKind(),
    "quiz.too_many_questions": ErrorKind(),
    "quiz.question_repeated": ErrorKind(),
    "quiz.no_question_text": ErrorKind(),
    "quiz.question_too_long": ErrorKind(),
    "quiz.text_too_long": ErrorKind(),
    "quiz.time_limit": ErrorKind(),
    "quiz.reading_time": ErrorKind(),
    "quiz.multiplier": ErrorKind(),
    "quiz.media_kind": ErrorKind(),
    "quiz.media_lost": ErrorKind(),
    "quiz.no_alt": ErrorKind(),
    "quiz.too_few_choices": ErrorKind(),
    "quiz.too_many_choices": ErrorKind(),
    "quiz.choice_empty": ErrorKind(),
    "quiz.choice_too_long": ErrorKind(),
    "quiz.choice_repeated": ErrorKind(),
    "quiz.no_choice_right": ErrorKind(),
    "quiz.no_accepted_answer": ErrorKind(),
    "quiz.accepted_too_long": ErrorKind(),
    "quiz.too_many_accepted": ErrorKind(),
    "quiz.number_unusable": ErrorKind(),
    "quiz.slider_range": ErrorKind(),
    "quiz.slider_misses_answer": ErrorKind(),
    "quiz.order_unusable": ErrorKind(),
    "quiz.no_gap": ErrorKind(),
    "quiz.gap_malformed": ErrorKind(),
    "quiz.gap_empty": ErrorKind(),
    "quiz.gap_too_long": ErrorKind(),
    "quiz.too_many_gaps": ErrorKind(),
    "quiz.too_many_distractors": ErrorKind(),
    "quiz.distractor_empty": ErrorKind(),
    "quiz.distractor_right": ErrorKind(),
    "quiz.scale_range": ErrorKind(),
    "quiz.entries_range": ErrorKind(),
    "ai.answer_cut": ErrorKind(413),
    "chat.uncited": ErrorKind(422),
    # quiz: editing and files of questions
    "quiz.not_found": ErrorKind(404),
    "quiz.title_empty": ErrorKind(),
    "quiz.media_unsupported": ErrorKind(),
    "quiz.media_too_large": ErrorKind(413),
    "quiz.media_unreadable": ErrorKind(),
    "quiz.import_too_large": ErrorKind(413),
    "quiz.import_unreadable": ErrorKind(),
    "quiz.import_nothing": ErrorKind(),
    "quiz.import_cut": ErrorKind(413),
    "quiz.row_no_question": ErrorKind(),
    "quiz.row_few_answers": ErrorKind(),
    "quiz.row_no_correct": ErrorKind(),
    "quiz.row_bad_correct": ErrorKind(),
    "quiz.row_bad_number": ErrorKind(),
    "quiz.row_bad_time": ErrorKind(),
    "quiz.row_time_changed": ErrorKind(),
    "quiz.row_bad_points": ErrorKind(),
    "quiz.row_unknown_kind": ErrorKind(),
    "quiz.row_no_gap": ErrorKind(),
    "quiz.row_no_pair": ErrorKind(),
    "quiz.row_no_end": ErrorKind(),
    "quiz.row_essay": ErrorKind(),
    "quiz.row_weights_lost": ErrorKind(),
    "quiz.row_parts_left_out": ErrorKind(),
    "quiz.row_media_left_out": ErrorKind(),
    "quiz.row_answer_too_long": ErrorKind(),
    "quiz.row_details_ignored": ErrorKind(),
    "quiz.row_unreadable": ErrorKind(),
    # quiz: questions made from an item
    "quiz.generate_no_text": ErrorKind(409),
    "quiz.generate_too_short": ErrorKind(),
    "quiz.generate_nothing": ErrorKind(),
    "quiz.generate_language": ErrorKind(),
    "quiz.generate_unusable": ErrorKind(502, retryable=True),
    # sync
    "sync.garbled": ErrorKind(400, retryable=True),
    "sync.too_large": ErrorKind(413),
    "sync.wrong_version": ErrorKind(426),
    "sync.wrong_device": ErrorKind(403),
    "sync.busy": ErrorKind(503, retryable=True),
    "sync.chunk_missing": ErrorKind(404),
    "sync.no_device": ErrorKind(403),
    # groups
    "groups.not_found": ErrorKind(404),
    "groups.not_allowed": ErrorKind(403),
    "groups.bad_name": ErrorKind(422),
    "groups.exists": ErrorKind(409),
    "groups.too_many": ErrorKind(409),
    "groups.full": ErrorKind(409),
    "groups.too_many_invitations": ErrorKind(409),
    "groups.bad_invitation": ErrorKind(422),
    "groups.invitation_gone": ErrorKind(410),
    "groups.invitation_other": ErrorKind(403),
    "groups.owner_stays": ErrorKind(409),
    "groups.member_missing": ErrorKind(404),
}
"""Every code a person or a program may see: `slice.reason`."""


class AppError(Exception):
    """An expected failure that is told to a person.

    `parameters` fill the text of the code; `detail` is for the disclosure and the log, never learner content.
    `retryable` overrides what the code declares. An undeclared code is a bug and raises `KeyError`.
    """

    def __init__(
        self, code: str, /, *, detail: str = "", retryable: bool | None = None, **parameters: str | float
    ) -> None:
        kind = ERRORS[code]
        super().__init__(code)
        self.code = code
        self.parameters = parameters
        self.detail = detail
        self.retryable = kind.retryable if retryable is None else retryable

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code
