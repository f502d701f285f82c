"""The journal of a whole game in which everyone answers everything."""

from shared.quiz import commands, events
from shared.quiz.quiz import Choice, GameOptions, GameSetup, Single
from shared.quiz.session import Session
from tests.support.quiz_game import PIN, START_MS, game_quiz, question

Journal = list[tuple[events.AnyEvent, int]]


def a_full_game(players: int, questions: int) -> tuple[GameSetup, Journal]:
    """A game's set-up and every event of it, with its time in host milliseconds."""
    body = Single(tuple(Choice(text) for text in "abcd"), 1)
    held = game_quiz(*(question(body, str(index)) for index in range(questions)))
    setup = GameSetup("game", PIN, held, GameOptions(), 7, START_MS)
    session, journal, at = Session(setup), list[tuple[events.AnyEvent, int]](), START_MS

    def feed(event: events.AnyEvent) -> None:
        journal.append((event, at))
        session.handle(event, at)

    for number in range(players):
        feed(events.Joined(f"p{number}", f"Player {number}"))
    number = 0
    while not session.over:
        at += 1500
        if session.phase == "open":
            q = session.counts().q
            for player in range(players):
                feed(events.Answered(f"p{player}", q, "0123456789abcdef", player * 7 % 4, 900 + player, 60))
            continue
        number += 1
        feed(events.Commanded(commands.Cmd(str(number), commands.Next())))
    return setup, journal
