"""Given names that are short for others, and given names with several spellings.

A short form makes one name of two ("Bob", "Robert"); one short form may stand for several names, which stay apart
("Alex" is Alexander or Alexandra). Another spelling ("Ann", "Anne") is as a rule another person: it is shown, and
never joins anything by itself. The table is ours and holds what British records are full of.
"""

from __future__ import annotations

from typing import Final

_SHORT: Final = """
abigail abi abby|alasdair ali al|alexander alex alec sandy xander sasha al|alexandra alex sandra sasha alexa
alfred alf alfie fred|alison ali|amanda mandy|andrew andy drew|angela angie|anthony antony tony|antony tony|arthur art
barbara barb babs|benedict ben|benjamin ben benny|bernard bernie|bethany beth|bradley brad|caroline carrie caro
catherine cath cathy cate kate katie kit|charles charlie chas chuck|charlotte charlie lottie
christina chris chrissie tina|christine chris chrissie tina|christopher chris kit|clifford cliff|constance connie
cynthia cindy|daniel dan danny|danielle dani|david dave davy dai|deborah deb debbie debs|debra deb debbie|dennis den
derek del|desmond des|dominic dom|donald don donnie|dorothy dot dotty|douglas doug|edward ed eddie ted ned
eleanor ellie nell nora|elizabeth liz lizzie beth betty bess libby eliza lisa|ellen nell|emily em emmie
frances fran fanny frankie|francis frank|frederick fred freddie|gabriel gabe|gareth gaz|gemma gem|geoffrey geoff
george georgie|gerald gerry|gerard gerry|gillian gill jill|gregory greg|gwendolen gwen|harold harry hal|harriet hattie
helen nell|henry harry hal hank|hugh hughie|ian iain|isabel bel izzy belle|isabella bella izzy|jacob jake
jacqueline jackie jacqui|james jim jimmy jamie|janet jan|janice jan|jason jay|jeffrey jeff|jennifer jen jenny jenni
jeremy jez jerry|jessica jess jessie|joan joanie|joanna jo joanne|joanne jo|john jack johnny|jonathan jon jonny jonty
joseph joe joey|josephine jo josie|joshua josh|judith judy jude|julian jules|julie jules
katherine kath kathy kate katie kay kit|kathleen kath kathy|kathryn kath kathy kate katie|kenneth ken kenny|kevin kev
kimberley kim|laurence larry laurie|lawrence larry laurie|leonard len lenny leo|leslie les|lesley les|lillian lily lil
louise lou|louis lou|lucinda lucy|madeleine maddy|magdalena magda|malcolm mal|margaret maggie meg peggy|marjorie marge
martin marty|martha marty|matthew matt|maurice mo|maximilian max|melanie mel|melissa mel|michael mick mike micky
michelle shell|mohammed mo|natalie nat|natasha tash|nathan nat nate|nathaniel nat nate|nicholas nick nicky
nicola nicky nic|nigel nige|oliver ollie|olivia liv|pamela pam|patricia pat patsy trish tricia|patrick pat paddy
penelope penny|peter pete|philip phil pip|phillip phil pip|philippa pip pippa|rachel rach|raymond ray
rebecca becky becca bex|reginald reg|richard dick rich rick ricky richie|robert bob bobby rob robbie bert
roberta bobbie|rodney rod|roger rodge|ronald ron ronnie|rosalind ros roz|rosemary rosie rose|russell russ|samantha sam
samuel sam sammy|sebastian seb|sidney sid|sharon shaz|simon si|stanley stan|stephanie steph|stephen steve|steven steve
stuart stu|susan sue susie suzie|suzanne sue suzie|terence terry|teresa terry tess|theodore theo ted
theresa terry tess|thomas tom tommy|timothy tim timmy|tobias toby|valerie val|victor vic|victoria vicky tori vicki
vincent vince|virginia ginny|walter wally walt|wendy wend|wilfred wilf|william bill billy will willy liam
winifred win winnie|yvonne von|zachary zac zack
"""
_SPELLINGS: Final = """
alan allan allen|alasdair alistair alastair alister|ann anne|carol carole|catherine katherine kathryn catharine
claire clare|cathy kathy|deborah debra|elizabeth elisabeth|eric erik|frances francis|gail gayle|geoffrey jeffrey
geoff jeff|gillian jillian|graham graeme grahame|helen helena|iain ian|isabel isobel isabelle|jaqueline jacqueline
jo joe|john jon|karen karin|kimberley kimberly|laurence lawrence|lesley leslie|lindsay lindsey|louis lewis
lynn lynne lyn|marc mark|margaret margret|marian marion|marie mary|martin martyn|mathew matthew|megan meghan
mohammed mohamed muhammad mohammad mohamad muhammed|neil neal niall|nicholas nicolas|nicola nichola|philip phillip
rachel rachael|rebecca rebekah|sara sarah|sean shaun shawn|sian shan|stephen steven|stewart stuart|susan suzanne
teresa theresa|tracy tracey|vivien vivian vivienne|yusuf yousef yousuf
"""
# common names that have neither, so that one of them is not taken for another misspelt
_PLAIN: Final = frozenset(
    "adam aidan alice amir amina amit amy anna asha bella brenda bruce carl carmel carys clara colin dawn dean diana "
    "diane dylan edith edna elena ella elsie emma erin esme eva evan eve fatima fay faye fiona gary gina glen glenn "
    "gwen hannah hassan heather hilary holly imran irene iris ivan ivor ivy jade jane janine jay jean jenna joel joy "
    "joyce june karl kate keith kelly kerry kirsty kyle laura lauren leah lee leila lena leo liam linda lisa liza "
    "lloyd lucas lucy luke lydia maeve maria marina maya mila mina miriam moira molly mona morgan myra nadia naomi "
    "nasir nina noel nora norma norman olga olive omar oscar owen paul paula pauline phoebe polly priya ralph rhys "
    "rita robin rory rosa ross roy ruby rupert ruth ryan sally sami samir sana sean selina sheila shirley sonia "
    "sonya sophia sophie stella sunil sunita sylvia tamara tanya tara tariq toby tony trevor una ursula vera vernon "
    "violet wayne yasmin zara zoe".split()
)


def _groups(text: str) -> list[list[str]]:
    return [group.split() for group in text.replace("\n", "|").split("|") if group]


def _long_forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for long, *short in _groups(_SHORT):
        for name in (long, *short):
            found.setdefault(name, set()).add(long)
    return {name: frozenset(longs) for name, longs in found.items()}


_LONG: Final = _long_forms()
_SPELT: Final = {
    name: frozenset(other for group in _groups(_SPELLINGS) if name in group for other in group)
    for name in {name for group in _groups(_SPELLINGS) for name in group}
}


def long_forms(given: str) -> frozenset[str]:
    """What a given name may be short for, itself included if it is no short form.

    >>> sorted(long_forms("sam")), sorted(long_forms("robert")), sorted(long_forms("ngozi"))
    (['samantha', 'samuel'], ['robert'], ['ngozi'])
    """
    return _LONG.get(given) or frozenset({given})


def is_short_for(one: str, other: str) -> bool:
    """Whether one may be called by the other: "bob" and "robert", "bob" and "rob"; never "joan" and "john"."""
    return not long_forms(one).isdisjoint(long_forms(other))


def is_spelt_like(one: str, other: str) -> bool:
    """Whether both are spellings of one name, and usually of two people: "ann" and "anne"."""
    return other in _SPELT.get(one, ())


def is_known(given: str) -> bool:
    """Whether the tables hold it: two that they hold are two names, however alike in letters ("joan", "john")."""
    return given in _LONG or given in _SPELT or given in _PLAIN
