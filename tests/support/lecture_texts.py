"""Longer texts to make questions of, in English and Spanish, as lectures are held, with all their small talk."""

LEAVES = """
Good morning everybody. Today we talk about leaves. Last week some of you asked me why leaves are green, and I
promised you an answer. Photosynthesis is the process by which plants turn sunlight, water and carbon dioxide into
sugar. It happens in every green leaf around you. A chloroplast is a small body inside a plant cell that catches
light. A single cell of a leaf holds about 40 chloroplasts. Inside them lie stacks of thin sacks. The sacks are
filled with a green pigment. Chlorophyll is the pigment that absorbs red and blue light. Green light is reflected,
and that is why we see it. In 1779, the Dutch physician Jan Ingenhousz discovered that plants give off oxygen only
when they stand in sunlight. He put water plants under a glass and counted the bubbles. In 1961, the American
chemist Melvin Calvin received the Nobel Prize for his work on how plants build sugar. The Calvin cycle is a chain
of reactions that builds sugar from carbon dioxide. It does not need light. So how does the carbon dioxide come in?
Stomata are tiny openings that let gases in and out of a leaf. Most plants open their stomata in the morning and
close them when the air becomes dry. A cactus opens its stomata only at night. Guard cells are pairs of cells that
open and close each opening. When a plant loses water through its leaves, this is called transpiration. A large oak
tree can give off 150 litres of water in a day. Roots are organs that take up water and minerals from the soil.
Xylem is a tissue that carries water from the roots to the leaves. Phloem is a tissue that carries sugar from the
leaves to every other part of the plant. Sugar that is not needed at once is stored as starch. Starch is a large
molecule made of many sugar units. A potato consists largely of starch. In autumn, many trees take the chlorophyll
out of their leaves, and the yellow pigments become visible. Carotenoids are pigments that colour leaves yellow and
orange. You have seen them in carrots. A leaf of a beech tree lives for about 180 days. Deserts and polar regions
have few plants because water is missing there. Tropical rainforests cover only 6 % of the land, but they produce a
large share of its biomass. Algae in the ocean produce about half of the oxygen that animals breathe. In 2009,
researchers in Sweden counted the trees around Uppsala. Any questions so far? Let us stop here, and next week we
look at seeds.
"""

MONEY = """
Welcome back. This is the second lecture on money. Barter is the direct exchange of goods without money. It only
works when both sides want what the other one has. Money is anything that people generally accept in exchange for
goods. The first coins were struck in Lydia, in what is now Turkey, around 600 BC. A coin is a piece of metal whose
weight is guaranteed by a ruler. Paper money was first used in China during the Song dynasty. In 1661, the Swedish
bank Stockholms Banco issued the first banknotes in Europe. It printed too many, and in 1668 the bank collapsed.
Inflation is a general rise of prices over time. In Germany, inflation reached its peak in November 1923. A loaf of
bread cost 200 billion marks then. Hyperinflation is an inflation of more than 50 % in a month. A central bank is an
institution that controls the money of a country. The Bank of England was founded in 1694. The Federal Reserve was
created in 1913 after a series of bank panics. Interest is the price of borrowed money. When the central bank raises
its interest rate, loans become more expensive and people spend less. Exchange rates are prices of one currency in
units of another. Adam Smith described the division of labour in his book The Wealth of Nations in 1776. He visited
a pin factory. Ten workers in the factory made 48,000 pins in a day. The economist John Maynard Keynes argued that a
government should spend more in a depression. A depression is a long period in which production falls and
unemployment rises. The Great Depression began with the crash of Wall Street in October 1929. In the United States,
unemployment rose to 25 % of all workers. Milton Friedman believed that inflation is always caused by too much
money. Deflation is a fall of prices that makes people wait with their purchases. A budget deficit is the amount by
which a government spends more than it earns. Taxes are payments that a state demands from its citizens. You will
need all of these words for the exam. Cryptocurrencies are digital currencies that work without a bank. Bitcoin was
invented in 2008 by somebody who called himself Satoshi Nakamoto. That is enough for today.
"""

AGUA = """
Buenos días a todos. Hoy vamos a hablar del agua y de su camino por el planeta. La evaporación es el paso del agua
líquida al estado de vapor. El Sol calienta los océanos y convierte cada año unos 430.000 kilómetros cúbicos de agua
en vapor. La condensación es el cambio del vapor de agua a pequeñas gotas. Las nubes son masas de gotas diminutas
que flotan en el aire. ¿Por qué no se caen? Lo veremos después. Un glaciar es una masa de hielo que se mueve
lentamente por su propio peso. Los glaciares guardan cerca del 69 % del agua dulce del planeta. La Antártida tiene
una capa de hielo de más de 2.000 metros de espesor. Un acuífero es una capa de roca porosa que guarda agua bajo el
suelo. El acuífero Guaraní se extiende por Argentina, Brasil, Paraguay y Uruguay. En 1580, el francés Bernard
Palissy explicó que las fuentes nacen de la lluvia. La gente no le creyó. En 1674, Pierre Perrault midió la lluvia
de la cuenca del río Sena y demostró que era suficiente para alimentar el río. Una cuenca es el territorio cuyas
aguas llegan a un mismo río. La cuenca del Amazonas ocupa unos 7 millones de kilómetros cuadrados. Las plantas
también devuelven agua a la atmósfera, y esto se llama transpiración. Un roble grande pierde 150 litros de agua en
un día. La salinidad es la cantidad de sales disueltas en el agua. El mar Muerto tiene una salinidad del 34 %. La
erosión es el desgaste de las rocas por el agua y el viento. Los sedimentos son materiales que el río arrastra y
deposita en su desembocadura. Un delta es un terreno formado por los sedimentos de un río en su desembocadura. El
delta del Ebro está en Cataluña. En 1854, el médico John Snow descubrió en Londres que el cólera se transmitía por
el agua de una bomba. Él quitó la manivela de la bomba. La cloración es el tratamiento del agua con cloro para matar
bacterias. Se llama potabilización al conjunto de procesos que hacen el agua apta para beber. Una sequía es un
período largo con muy poca lluvia. En 2008, Barcelona recibió agua en barcos a causa de la sequía. La desalinización
consiste en quitar la sal del agua de mar. Israel obtiene de la desalinización la mayor parte de su agua potable.
¿Alguna pregunta? Eso es todo por hoy.
"""

ROMA = """
Bienvenidos otra vez. Roma comenzó como un pequeño pueblo junto al río Tíber. Según la leyenda, Rómulo fundó la
ciudad en el año 753 antes de Cristo. El Senado era una asamblea formada por los jefes de las familias más antiguas.
Los patricios eran ciudadanos que pertenecían a las familias nobles. Los plebeyos eran ciudadanos que no tenían
sangre noble. En el año 494, los plebeyos abandonaron la ciudad en señal de protesta. Un cónsul era un magistrado
que gobernaba durante un año. La República tenía siempre dos cónsules. Las guerras púnicas fueron tres conflictos
entre Roma y Cartago. En el año 218, el general Aníbal cruzó los Alpes con 37 elefantes. Escipión derrotó a Aníbal
en la batalla de Zama. Un gladiador era un luchador que combatía ante el público. El Coliseo tenía lugar para unos
50.000 espectadores. El emperador Vespasiano ordenó su construcción. Los acueductos eran canales que llevaban agua
desde las montañas hasta las ciudades. El acueducto de Segovia mide 28 metros de altura. Las calzadas eran caminos
de piedra que unían las provincias con la capital. Julio César conquistó la Galia entre los años 58 y 51. Bruto y
Casio mataron a César en marzo del año 44. Octavio venció a Marco Antonio en la batalla de Accio y recibió el título
de Augusto. Una legión era una unidad del ejército de unos 5.000 soldados. Los legionarios servían durante 25 años.
El latín era la lengua que se hablaba en el Imperio. Las lenguas romances son lenguas que nacieron del latín.
Constantino permitió el cristianismo con el Edicto de Milán en el año 313. El derecho romano es el conjunto de leyes
que usaron los romanos. En el año 476, el jefe germano Odoacro depuso al último emperador de Occidente. Eso fue el
final, o casi. La próxima semana hablaremos de Bizancio.
"""


def plain(text: str) -> str:
    """A text without its line ends, as speech has none."""
    return " ".join(text.split())
