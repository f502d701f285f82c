"""`lantern quiz` on a library of the test's own."""

import json

from shared.quiz.quiz_file import read_quiz_file

TABLE = "Question,Answer 1,Answer 2,Time limit,Correct\nWhy?,a,b,20,1\nHow?,a,b,20,9\n"


def test_import_list_export(lantern, tmp_path):
    assert "no quizzes" in lantern("quiz", "list").stderr
    table = tmp_path / "Week 3.csv"
    table.write_text(TABLE)
    made = lantern("quiz", "import", table)
    assert made.exit_code == 0
    assert "Week 3" in made.stdout
    assert "row 3: “9” names no answer of this row." in made.stderr
    listed = json.loads(lantern("quiz", "list", "--json").stdout)
    assert [(one["title"], one["questions"], one["played_ms"]) for one in listed] == [("Week 3", 1, None)]
    assert "Week 3" in lantern("quiz", "list").stdout
    quiz_id = listed[0]["id"]
    target = tmp_path / "week.lantern-quiz"
    assert lantern("quiz", "export", quiz_id, target).exit_code == 0
    assert read_quiz_file(target.read_bytes()).quiz.title == "Week 3"
    assert lantern("quiz", "export", quiz_id, tmp_path / "week.gift").exit_code == 0
    assert "Why?" in (tmp_path / "week.gift").read_text()
    again = lantern("quiz", "export", quiz_id, target)
    assert again.exit_code == 1
    assert "exists" in again.stderr


def test_files_that_give_no_quiz(lantern, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    good = tmp_path / "good.csv"
    good.write_text(TABLE)
    made = lantern("quiz", "import", "--json", empty, tmp_path / "gone.csv", good)
    assert made.exit_code == 1
    told = json.loads(made.stdout)
    assert [(one["id"] is None, one["problems"][0]["code"]) for one in told] == [
        (True, "quiz.import_nothing"),
        (True, "storage.file_missing"),
        (False, "quiz.row_bad_correct"),
    ]
    assert lantern("quiz", "export", "nonsense", tmp_path / "x.csv").exit_code == 1
