<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
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
        <source>%n job(s) need you</source>
        <translation>
            <numerusform>%n job needs you</numerusform>
            <numerusform>%n jobs need you</numerusform>
        </translation>
    </message>
</context>
</TS>
