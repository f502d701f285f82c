"""Sentences as they stand in lesson files of many countries, in the encodings their computers used."""

import random

import pytest

from desktop.media.text_encodings import guessed_encoding

SENTENCES = {
    "ja": "光は空気からガラスに入るとき、速さが変わるために曲がります。これを屈折と呼びます。先生は図を描きました。",
    "zh": "光从空气进入玻璃时，由于速度发生变化而弯曲，这种现象叫做折射。棱镜把白光分成七种颜色。老师画了一张图。",
    "zh-TW": "光從空氣進入玻璃時，由於速度發生變化而彎曲，這種現象叫做折射。稜鏡把白光分成七種顏色。老師畫了一張圖。",
    "ko": "빛은 공기에서 유리로 들어갈 때 속도가 변하기 때문에 꺾입니다. 이것을 굴절이라고 부릅니다.",
    "ru": "Свет преломляется, когда переходит из воздуха в стекло, потому что меняется его скорость.",
    "uk": "Світло заломлюється, коли переходить із повітря у скло, тому що змінюється його швидкість.",
    "el": "Το φως κάμπτεται όταν περνά από τον αέρα στο γυαλί, επειδή αλλάζει η ταχύτητά του. Ο δάσκαλος σχεδιάζει.",
    "he": "האור נשבר כאשר הוא עובר מאוויר לזכוכית מפני שמהירותו משתנה. לתופעה זו קוראים שבירה.",
    "ar": "ينكسر الضوء عندما ينتقل من الهواء إلى الزجاج لأن سرعته تتغير. تسمى هذه الظاهرة الانكسار. رسم المعلم شكلا.",
    "th": "แสงจะหักเหเมื่อเดินทางจากอากาศเข้าสู่แก้ว เพราะความเร็วของแสงเปลี่ยนไป ปรากฏการณ์นี้เรียกว่าการหักเห",
    "cs": "Světlo se láme, když přechází ze vzduchu do skla, protože se mění jeho rychlost. Učitel nakreslil schéma.",
    "pl": "Światło załamuje się, gdy przechodzi z powietrza do szkła, ponieważ zmienia się jego prędkość.",
    "hu": "A fény megtörik, amikor a levegőből az üvegbe lép, mert megváltozik a sebessége. A tanár ábrát rajzolt",
    "ro": "Lumina se refractă când trece din aer în sticlă, deoarece viteza ei se schimbă. Prisma colorează.",
    "tr": "Işık havadan cama geçerken hızı değiştiği için kırılır. Bu olaya kırılma denir. Öğretmen bir şekil çizdi.",
    "lt": "Šviesa lūžta, kai pereina iš oro į stiklą, nes keičiasi jos greitis. Šis reiškinys yra lūžis.",
    "es": "La luz se desvía cuando pasa del aire al vidrio. ¿Cómo se llama este fenómeno? El niño copió el dibujo.",
    "de": "Das Licht wird gebrochen, weil sich seine Geschwindigkeit ändert. Ein Prisma zerlegt weißes Licht „schön“.",
    "fr": "La lumière est déviée lorsqu’elle passe de l’air au verre. L’élève a recopié le schéma à côté.",
    "pt": "A luz desvia-se porque a sua velocidade muda. Este fenómeno chama-se refração. Amanhã estudaremos visão.",
    "sv": "Ljuset bryts när det går från luft till glas. Läraren ritade en bild på tavlan och eleverna skrev av den.",
    "en": "Light bends when it passes into glass — we call this “refraction”. It’s drawn on the board at the café.",
}
OLD = {
    "ja": ["cp932", "euc_jp"],
    "zh": ["gb18030"],
    "zh-TW": ["cp950"],
    "ko": ["cp949"],
    "ru": ["cp1251", "koi8_r", "cp866", "iso8859_5"],
    "uk": ["cp1251"],
    "el": ["cp1253"],
    "he": ["cp1255"],
    "ar": ["cp1256"],
    "th": ["cp874"],
    "cs": ["cp1250"],
    "pl": ["cp1250"],
    "hu": ["cp1250"],
    "ro": ["cp1250"],
    "tr": ["cp1254"],
    "lt": ["cp1257"],
}
"""Languages that are not here were written in Windows-1252."""
WIDE = ["ja", "zh", "zh-TW", "ko", "ru", "el", "he", "ar", "th"]
CASES = [(language, encoding) for language in SENTENCES for encoding in OLD.get(language, ["cp1252"])]
CASES += [(language, encoding) for language in WIDE for encoding in ("utf-16-le", "utf-16-be")]


def read(raw):
    encoding = guessed_encoding(raw)
    return None if encoding is None else raw.decode(encoding, "replace")


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_two_sentences_are_read_right(language, encoding):
    text = SENTENCES[language]
    assert read(text.encode(encoding)) == text
    lines = f"{text}\r\n" * 6
    assert read(lines.encode(encoding)) == lines


@pytest.mark.parametrize("length", [16, 40, 80])
def test_few_words_are_read_right_nearly_always(length):
    """Of 40 to 44 that are not ASCII; Windows-1252 for all was right for 4 to 6 of them."""
    short = [(SENTENCES[language][:length], encoding) for language, encoding in CASES]
    wrong = [text for text, encoding in short if read(text.encode(encoding)) != text and not text.isascii()]
    assert len(wrong) <= {16: 3, 40: 1, 80: 0}[length]


def test_random_bytes_have_no_encoding():
    chance = random.Random(1)
    assert {guessed_encoding(chance.randbytes(size)) for size in (64, 500, 4_000) for _ in range(40)} == {
        None
    }
