"""Every kind of record that has a table of its own on devices. Kinds not listed are kept as they came."""

from shared.accounts.records import PROFILE
from shared.ai.records import AI_USAGE
from shared.chat.records import CHAT, MESSAGE
from shared.groups.records import GROUP, MEMBERSHIP
from shared.media.records import COLLECTION, CORRECTION, ITEM, TAG, TRANSCRIPT, VIEW
from shared.quiz.records import ATTEMPT, GAME, GAME_ANSWER, GAME_PLAYER, QUESTION, QUIZ
from shared.records import Record
from shared.settings.records import SETTING

SYNCED: tuple[Record, ...] = (
    PROFILE,
    SETTING,
    COLLECTION,
    ITEM,
    TAG,
    CORRECTION,
    TRANSCRIPT,
    VIEW,
    CHAT,
    MESSAGE,
    QUIZ,
    QUESTION,
    GAME,
    GAME_PLAYER,
    GAME_ANSWER,
    ATTEMPT,
    AI_USAGE,
    GROUP,
    MEMBERSHIP,
)
BY_KIND = {record.kind: record for record in SYNCED}
