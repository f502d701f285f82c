<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
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
    <name>BarRow</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BoardRow</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up by %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>down by %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
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
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
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
