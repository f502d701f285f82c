<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>AccountPage</name>
    <message numerus="yes">
        <source>%n change(s) made here have not reached the server. They stay on this computer, and are sent once you sign in here again.</source>
        <translation>
            <numerusform>%n change made here has not reached the server. It stays on this computer, and is sent once you sign in here again.</numerusform>
            <numerusform>%n changes made here have not reached the server. They stay on this computer, and are sent once you sign in here again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AiPage</name>
    <message numerus="yes">
        <source>%n model(s) found. Choose one in the list.</source>
        <translation>
            <numerusform>%n model found. Choose it in the list.</numerusform>
            <numerusform>%n models found. Choose one in the list.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message numerus="yes">
        <source>%n underlined sentence(s) are not borne out by your material.</source>
        <translation>
            <numerusform>%n underlined sentence is not borne out by your material.</numerusform>
            <numerusform>%n underlined sentences are not borne out by your material.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AskPage</name>
    <message numerus="yes">
        <source>Reading %n place(s)…</source>
        <translation>
            <numerusform>Reading %n place…</numerusform>
            <numerusform>Reading %n places…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n message(s)</source>
        <translation>
            <numerusform>Deleted %n message</numerusform>
            <numerusform>Deleted %n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AssignmentView</name>
    <message numerus="yes">
        <source>%n answer(s) wait for the connection</source>
        <translation>
            <numerusform>%n answer waits for the connection</numerusform>
            <numerusform>%n answers wait for the connection</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) have no answer yet.</source>
        <translation>
            <numerusform>%n question has no answer yet.</numerusform>
            <numerusform>%n questions have no answer yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BarRow</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n answer</numerusform>
            <numerusform>%n answers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BoardRow</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up by %n</source>
        <translation>
            <numerusform>up by %n</numerusform>
            <numerusform>up by %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>down by %n</source>
        <translation>
            <numerusform>down by %n</numerusform>
            <numerusform>down by %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChangesPage</name>
    <message numerus="yes">
        <source>%n thing(s) stay as they are.</source>
        <translation>
            <numerusform>%n thing stays as it is.</numerusform>
            <numerusform>%n things stay as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) saved as {name}.</source>
        <translation>
            <numerusform>%n change saved as {name}.</numerusform>
            <numerusform>%n changes saved as {name}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CitationList</name>
    <message numerus="yes">
        <source>Show %n more source(s)</source>
        <translation>
            <numerusform>Show %n more source</numerusform>
            <numerusform>Show %n more sources</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>Paused, %n second(s) left</source>
        <translation>
            <numerusform>Paused, %n second left</numerusform>
            <numerusform>Paused, %n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EntranceScene</name>
    <message numerus="yes">
        <source>%n player(s) here</source>
        <translation>
            <numerusform>%n player here</numerusform>
            <numerusform>%n players here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GameCard</name>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n player</numerusform>
            <numerusform>%n players</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GamesList</name>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n player</numerusform>
            <numerusform>%n players</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GamesPane</name>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n player</numerusform>
            <numerusform>%n players</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GeneratePage</name>
    <message numerus="yes">
        <source>There was enough for %n question(s) only.</source>
        <translation>
            <numerusform>There was enough for %n question only.</numerusform>
            <numerusform>There was enough for %n questions only.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen question(s) must be put right first.</source>
        <translation>
            <numerusform>%n chosen question must be put right first.</numerusform>
            <numerusform>%n chosen questions must be put right first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep %n question(s)</source>
        <translation>
            <numerusform>Keep %n question</numerusform>
            <numerusform>Keep %n questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) kept in “{title}”</source>
        <translation>
            <numerusform>%n question kept in “{title}”</numerusform>
            <numerusform>%n questions kept in “{title}”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupRow</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPane</name>
    <message numerus="yes">
        <source>{title}: {amount} in %n day(s)</source>
        <translation>
            <numerusform>{title}: {amount} in %n day</numerusform>
            <numerusform>{title}: {amount} in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>%n question(s) can be taken</source>
        <translation>
            <numerusform>%n question can be taken</numerusform>
            <numerusform>%n questions can be taken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) did not come in</source>
        <translation>
            <numerusform>%n row did not come in</numerusform>
            <numerusform>%n rows did not come in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to look at</source>
        <translation>
            <numerusform>%n thing to look at</numerusform>
            <numerusform>%n things to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportFailuresDialog</name>
    <message numerus="yes">
        <source>%n file(s) could not be added</source>
        <translation>
            <numerusform>%n file could not be added</numerusform>
            <numerusform>%n files could not be added</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InvitationRow</name>
    <message numerus="yes">
        <source>%n use(s) left</source>
        <translation>
            <numerusform>%n use left</numerusform>
            <numerusform>%n uses left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InviteDialog</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JoinPage</name>
    <message numerus="yes">
        <source>%n answer(s) that nobody has yet are lost.</source>
        <translation>
            <numerusform>%n answer that nobody has yet is lost.</numerusform>
            <numerusform>%n answers that nobody has yet are lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LedgerPane</name>
    <message numerus="yes">
        <source>%n entry(s) shown</source>
        <translation>
            <numerusform>%n entry shown</numerusform>
            <numerusform>%n entries shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message numerus="yes">
        <source>%n file(s) could not be added.</source>
        <translation>
            <numerusform>%n file could not be added.</numerusform>
            <numerusform>%n files could not be added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) wait for a speech model.</source>
        <translation>
            <numerusform>%n item waits for a speech model.</numerusform>
            <numerusform>%n items wait for a speech model.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) could not be turned into text.</source>
        <translation>
            <numerusform>%n item could not be turned into text.</numerusform>
            <numerusform>%n items could not be turned into text.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryReports</name>
    <message numerus="yes">
        <source>%n item(s) deleted</source>
        <translation>
            <numerusform>%n item deleted</numerusform>
            <numerusform>%n items deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) moved to “{title}”</source>
        <translation>
            <numerusform>%n item moved to “{title}”</numerusform>
            <numerusform>%n items moved to “{title}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n item(s) changed</source>
        <translation>
            <numerusform>Tags of %n item changed</numerusform>
            <numerusform>Tags of %n items changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) will be turned into text again</source>
        <translation>
            <numerusform>%n item will be turned into text again</numerusform>
            <numerusform>%n items will be turned into text again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Work on %n item(s) cancelled</source>
        <translation>
            <numerusform>Work on %n item cancelled</numerusform>
            <numerusform>Work on %n items cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) added from your watched folders</source>
        <translation>
            <numerusform>%n item added from your watched folders</numerusform>
            <numerusform>%n items added from your watched folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) added</source>
        <translation>
            <numerusform>%n item added</numerusform>
            <numerusform>%n items added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were in your library already</source>
        <translation>
            <numerusform>%n file was in your library already</numerusform>
            <numerusform>%n files were in your library already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be added</source>
        <translation>
            <numerusform>%n file could not be added</numerusform>
            <numerusform>%n files could not be added</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryView</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LobbyPane</name>
    <message numerus="yes">
        <source>%n player(s) here</source>
        <translation>
            <numerusform>%n player here</numerusform>
            <numerusform>%n players here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LobbyView</name>
    <message numerus="yes">
        <source>%n player(s) are here</source>
        <translation>
            <numerusform>%n player is here</numerusform>
            <numerusform>%n players are here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n recording(s) or document(s) are not finished. Work stops now and goes on by itself the next time you open Lantern. Nothing that is done is lost.</source>
        <translation>
            <numerusform>%n recording or document is not finished. Work stops now and goes on by itself the next time you open Lantern. Nothing that is done is lost.</numerusform>
            <numerusform>%n recordings or documents are not finished. Work stops now and goes on by itself the next time you open Lantern. Nothing that is done is lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarkingPane</name>
    <message numerus="yes">
        <source>%n answer(s) came just after the end.</source>
        <translation>
            <numerusform>%n answer came just after the end.</numerusform>
            <numerusform>%n answers came just after the end.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message numerus="yes">
        <source>%n language(s)</source>
        <translation>
            <numerusform>%n language</numerusform>
            <numerusform>%n languages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewPane</name>
    <message numerus="yes">
        <source>player(s)</source>
        <translation>
            <numerusform>player</numerusform>
            <numerusform>players</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>question(s) asked</source>
        <translation>
            <numerusform>question asked</numerusform>
            <numerusform>questions asked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{label} right: %n player(s)</source>
        <translation>
            <numerusform>{label} right: %n player</numerusform>
            <numerusform>{label} right: %n players</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PagedTable</name>
    <message numerus="yes">
        <source>%n entry(s) shown</source>
        <translation>
            <numerusform>%n entry shown</numerusform>
            <numerusform>%n entries shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message numerus="yes">
        <source>a year: %n month(s) are free</source>
        <translation>
            <numerusform>a year: %n month is free</numerusform>
            <numerusform>a year: %n months are free</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlayersPane</name>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n player</numerusform>
            <numerusform>%n players</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken out</source>
        <translation>
            <numerusform>%n taken out</numerusform>
            <numerusform>%n taken out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlayersReportPane</name>
    <message numerus="yes">
        <source>%n wrong though sure</source>
        <translation>
            <numerusform>%n wrong though sure</numerusform>
            <numerusform>%n wrong though sure</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n late</source>
        <translation>
            <numerusform>%n late</numerusform>
            <numerusform>%n late</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>looked away %n time(s)</source>
        <translation>
            <numerusform>looked away %n time</numerusform>
            <numerusform>looked away %n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n very fast</source>
        <translation>
            <numerusform>%n very fast</numerusform>
            <numerusform>%n very fast</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) corrected</source>
        <translation>
            <numerusform>%n time corrected</numerusform>
            <numerusform>%n times corrected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PracticePage</name>
    <message numerus="yes">
        <source>%n minute(s) left to speak this month</source>
        <translation>
            <numerusform>%n minute left to speak this month</numerusform>
            <numerusform>%n minutes left to speak this month</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left to speak without a connection</source>
        <translation>
            <numerusform>%n minute left to speak without a connection</numerusform>
            <numerusform>%n minutes left to speak without a connection</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuestionCard</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n answer</numerusform>
            <numerusform>%n answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an answer</source>
        <translation>
            <numerusform>%n without an answer</numerusform>
            <numerusform>%n without an answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wrong though sure</source>
        <translation>
            <numerusform>%n wrong though sure</numerusform>
            <numerusform>%n wrong though sure</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuestionForm</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuestionPane</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Quizzes</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n question</numerusform>
            <numerusform>%n questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Played %n time(s), last {date}</source>
        <translation>
            <numerusform>Played %n time, last {date}</numerusform>
            <numerusform>Played %n times, last {date}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuizzesPage</name>
    <message numerus="yes">
        <source>%n quiz(zes)</source>
        <translation>
            <numerusform>%n quiz</numerusform>
            <numerusform>%n quizzes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n quiz(zes) deleted</source>
        <translation>
            <numerusform>%n quiz deleted</numerusform>
            <numerusform>%n quizzes deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) imported</source>
        <translation>
            <numerusform>%n question imported</numerusform>
            <numerusform>%n questions imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message numerus="yes">
        <source>Wait %n second(s), then try again.</source>
        <translation>
            <numerusform>Wait %n second, then try again.</numerusform>
            <numerusform>Wait %n seconds, then try again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n player</numerusform>
            <numerusform>%n players</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RevealBanner</name>
    <message numerus="yes">
        <source>%n right in a row</source>
        <translation>
            <numerusform>%n right in a row</numerusform>
            <numerusform>%n right in a row</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunningGames</name>
    <message numerus="yes">
        <source>%n quiz(zes) are under way on this computer.</source>
        <translation>
            <numerusform>%n quiz is under way on this computer.</numerusform>
            <numerusform>%n quizzes are under way on this computer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SchoolForm</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SchoolsSection</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message numerus="yes">
        <source>%n place(s) found</source>
        <translation>
            <numerusform>%n place found</numerusform>
            <numerusform>%n places found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) are still being prepared; they will be found when they are ready.</source>
        <translation>
            <numerusform>%n item is still being prepared; it will be found when it is ready.</numerusform>
            <numerusform>%n items are still being prepared; they will be found when they are ready.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeatCard</name>
    <message numerus="yes">
        <source>%n answer(s) wait for the connection</source>
        <translation>
            <numerusform>%n answer waits for the connection</numerusform>
            <numerusform>%n answers wait for the connection</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SetupPane</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n question</numerusform>
            <numerusform>%n questions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SharedRow</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n question</numerusform>
            <numerusform>%n questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message numerus="yes">
        <source>%n change(s) to check</source>
        <translation>
            <numerusform>%n change to check</numerusform>
            <numerusform>%n changes to check</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>%n job running</numerusform>
            <numerusform>%n jobs running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) waiting</source>
        <translation>
            <numerusform>%n job waiting</numerusform>
            <numerusform>%n jobs waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) need you</source>
        <translation>
            <numerusform>%n job needs you</numerusform>
            <numerusform>%n jobs need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n answer</numerusform>
            <numerusform>%n answers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sync</name>
    <message numerus="yes">
        <source>%n change(s) to send</source>
        <translation>
            <numerusform>%n change to send</numerusform>
            <numerusform>%n changes to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to send</source>
        <translation>
            <numerusform>%n file to send</numerusform>
            <numerusform>%n files to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to fetch</source>
        <translation>
            <numerusform>%n file to fetch</numerusform>
            <numerusform>%n files to fetch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n min ago</numerusform>
            <numerusform>%n min ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n h ago</numerusform>
            <numerusform>%n h ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncStatusView</name>
    <message numerus="yes">
        <source>%n thing(s) were changed in two places</source>
        <translation>
            <numerusform>%n thing was changed in two places</numerusform>
            <numerusform>%n things were changed in two places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) were not accepted</source>
        <translation>
            <numerusform>%n change was not accepted</numerusform>
            <numerusform>%n changes were not accepted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message numerus="yes">
        <source>Tags of %n item(s)</source>
        <translation>
            <numerusform>Tags of %n item</numerusform>
            <numerusform>Tags of %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Usage</name>
    <message numerus="yes">
        <source>Renewed on {day}, in %n day(s)</source>
        <translation>
            <numerusform>Renewed on {day}, in %n day</numerusform>
            <numerusform>Renewed on {day}, in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message numerus="yes">
        <source>%n entry(s) saved in {name}</source>
        <translation>
            <numerusform>%n entry saved in {name}</numerusform>
            <numerusform>%n entries saved in {name}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitingStrip</name>
    <message numerus="yes">
        <source>%n want(s) to come in</source>
        <translation>
            <numerusform>%n wants to come in</numerusform>
            <numerusform>%n want to come in</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
</TS>
