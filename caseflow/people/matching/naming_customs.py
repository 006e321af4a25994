"""Names as customs shape them: spellings of one name, short forms, endings, and parts that say little. Pure."""

from collections.abc import Iterable
from functools import lru_cache

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "prof", "sir", "lady", "lord", "dame"})

_WEAK = """
kaur singh sing begum bibi bi khatun khatoon akhtar akter akther bano banu devi kumari kumar ben bhai lal miah
mia ullah uddin udin islam nessa nisa sultana parveen parvin mohammed mohammad muhammad mohamed mohd md muhammed
mohamad syed sayed al el ul ur bin binti bint ibn abu umm de da di do dos du la le van von der den ter o mac mc
san santa st y e
"""
WEAK = frozenset(_WEAK.split())
"""Parts that very many share or that come and go: titles of respect, particles, shared Sikh and Muslim names."""

_SPELLINGS = """
mohammed mohammad muhammad mohamed muhammed mohamad muhamad mohamud mahomed mohd md mehmet mamadou mohammod
ahmed ahmad achmed ahmet ahamed ahmod
fatima fatimah fatma fathima fatema fatoumata fadumo fatou fatimata
aisha ayesha aysha aicha aishah aesha ayisha asha caasho
khadija khadijah khadeeja kadija hadija khadra
zainab zaynab zeinab zaineb zeynep zainabu
maryam mariam maryan miriam mariyam marium meryem
amina aminah aamina ameena aminata
yusuf yousef youssef yousuf yusef josef joseph yussuf
ibrahim ebrahim abraham ibrahima brahim
hussein hussain husain hossain hossein husayn huseyin hossen
hassan hasan hassane hasaan
abdul abdel abdal abd abdoul abdi
rahman rehman rahmaan rehmaan
sheikh shaikh shaik sheik shekh cheikh sekh
chaudhry choudhury chowdhury chaudhary chaudhuri choudhry choudhary chowdry
akhtar akter akther akhter aktar
khatun khatoon katun
begum begom begam
bibi bebe beebee
miah mia miya mian
uddin udin ud-deen uddeen
iqbal eqbal ikbal
usman osman uthman othman ousmane cusmaan
umar omar umer oumar cumar
ali aly aliy
jamal gamal jamaal
saeed said sayeed saed
nasreen nasrin nasren nazrin
parveen parvin perveen
rukhsana ruksana rukshana
shabnam shabnum
gurpreet gurprit
harpreet harprit
jaswinder jasvinder
sukhwinder sukhvinder
kulwinder kulvinder
balwinder balvinder
manpreet manprit
laxmi lakshmi luxmi
krishna krishnan krishan
vikram wikram
joshi joshee
reddy reddi
iyer ayer aiyar
sivakumar shivakumar
sri shri shree
thanh than
nguyen nguyn ngyuen
oluwaseun seun
oluwafemi femi olufemi
oluwakemi kemi olukemi
olusegun segun
babatunde tunde
adebayo bayo
oluwatobi tobi
chukwuemeka emeka
ikechukwu ike iyke
ngozi ngozichukwu
chinyere chinyelu
kwame kwami
kofi coffie
ewa eva ewunia
katarzyna kasia katharina catherine katherine kaska
malgorzata gosia margaret margareta
joanna asia joasia
aleksandra ola alexandra olha
magdalena magda
barbara basia
anna ania anya hanna hania
agnieszka aga agnes
zofia zosia sofia sophia sofiya
elzbieta ela elizabeth
krystyna krysia christina kristina
tomasz tomek thomas tomas
piotr peter petr petro pyotr
pawel paul pavel pavlo
krzysztof krzysiek christopher
jan john ivan johan
michal michael mihai mikhail mykhailo
wojciech wojtek
aleksander alexander oleksandr aleksandr sasha olek
natalia natalya nataliya natasha
yekaterina ekaterina katya kateryna
olena elena yelena helena
mykola nikolai nicolae mikolaj nicholas
dmitri dmytro dimitri dmitry
serhiy sergei sergey sergiu
volodymyr vladimir wlodzimierz
yuliya yulia julia iulia
oksana ksenia
andrei andrzej andriy andrew
gheorghe george iurii
stefan steven stephen
ion ioan jon
ionut ionel
"""

_GROUPS = [frozenset(line.split()) for line in _SPELLINGS.strip().splitlines()]
_GROUP_OF = {name: group for group in _GROUPS for name in group}


def spellings_of(part: str) -> frozenset[str]:
    """Return the other spellings and forms of a name, in whatever language."""
    return _GROUP_OF.get(part, frozenset()) - {part}


_ENDINGS = (
    ("ska", "ski"),
    ("cka", "cki"),
    ("dzka", "dzki"),
    ("ova", "ov"),
    ("eva", "ev"),
    ("owa", "ow"),
    ("aja", "yi"),
    ("aya", "yi"),
    ("iene", "as"),
    ("aite", "as"),
    ("yte", "is"),
    ("ute", "us"),
)
LONG_ENOUGH = 5


@lru_cache(maxsize=16_384)
def stem(part: str) -> str:
    """Return a part with an ending for women put into the form for men, as Slavic and Baltic surnames have them."""
    return _stem(part)


def stems_of(parts: Iterable[str]) -> list[str]:
    """Return the stem of each of many parts, none of which is kept in mind."""
    return list(map(_stem, parts))


def _stem(part: str) -> str:
    if len(part) >= LONG_ENOUGH and part[-1] in "ae":
        for ending, plain in _ENDINGS:
            if part.endswith(ending):
                return part[: -len(ending)] + plain
    return part


def says_little(part: str) -> bool:
    """Tell whether a part is one that very many share, or a patronymic, which is often left out."""
    return part in WEAK or part.endswith(("ovich", "evich", "ovna", "evna", "ivna", "ovych"))


def without_titles(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts without titles; a name of titles alone stays as it is."""
    return tuple(part for part in parts if part not in TITLES) or parts
