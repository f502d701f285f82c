"""Names of files."""

from desktop.quiz.files_page import file_name


def test_a_title_becomes_a_name_that_every_system_takes():
    assert file_name('Light: "waves" / part 2?') == "Light waves part 2"
    assert file_name("...") == "quiz"
    assert file_name("a\nb\0c") == "a b c"
    assert len(file_name("x" * 300)) == 80
