"""The councils' matcher on texts as files have them, labelled by hand: none may be wrong, and how many are right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from loaders.councils import REGISTER, finder

SOURCE = Path(__file__).parents[2] / "shared" / "data" / "councils_uk"
needs_shared = pytest.mark.skipif(not SOURCE.is_dir(), reason="The source (../shared/data/councils_uk) is not here.")

# text | name of the council in the register, or "-" where none is meant or the text alone does not tell
BY_HAND = """
Birmingham City Council | Birmingham City Council
BIRMINGHAM CITY COUNCIL | Birmingham City Council
birmingham city council | Birmingham City Council
Birmingham Council | Birmingham City Council
Leeds City Council | Leeds City Council
City of Leeds Council | Leeds City Council
Manchester City Council | Manchester City Council
Sheffield City Council | Sheffield City Council
Liverpool City Council | Liverpool City Council
Bristol City Council | Bristol City Council
Newcastle City Council | Newcastle City Council
Newcastle Council | -
Newcastle upon Tyne City Council | Newcastle City Council
Newcastle-under-Lyme Borough Council | Newcastle-under-Lyme Borough Council
Newcastle Borough Council | -
London Borough of Camden | London Borough of Camden
Camden Council | London Borough of Camden
Camden | -
LB Camden | London Borough of Camden
Camden LBC | London Borough of Camden
The London Borough of Hackney | London Borough of Hackney
Hackney Council | London Borough of Hackney
Lambeth Council | London Borough of Lambeth
Southwark Council | London Borough of Southwark
LB Tower Hamlets | London Borough of Tower Hamlets
Tower Hamlets Council | London Borough of Tower Hamlets
Barking & Dagenham Council | London Borough of Barking and Dagenham
Hammersmith and Fulham Council | London Borough of Hammersmith & Fulham
Royal Borough of Kensington & Chelsea | Royal Borough of Kensington and Chelsea
RB Kingston upon Thames | Royal Borough of Kingston upon Thames
Kingston | -
Kingston Council | -
Richmond upon Thames Council | London Borough of Richmond upon Thames
Westminster City Council | City of Westminster
City of London Corporation | City of London Corporation
London Councils | -
Greater London Authority | Greater London Authority
GLA | -
Mayor of London | -
Essex County Council | Essex County Council
Essex CC | Essex County Council
ECC | -
Essex | -
Kent County Council | Kent County Council
Kent | -
Kent Police | -
Kent Fire and Rescue Service | -
Surrey County Council (SCC) | Surrey County Council
Surrey County Council (KCC) | -
Suffolk County Council | Suffolk County Council
Suffolk County Council Passenger Transport | -
East Suffolk Council | East Suffolk Council
West Suffolk Council | West Suffolk Council
Norfolk County Council | Norfolk County Council
Norfolk CC | Norfolk County Council
Norwich CC | Norwich City Council
Norwich | -
Norse Group | -
Norse Commercial Services Ltd | -
South Norfolk Council | South Norfolk District Council
Breckland Council | Breckland District Council
Great Yarmouth Borough Council | Great Yarmouth Borough Council
Hampshire County Council | Hampshire County Council
Hants CC | Hampshire County Council
Herts County Council | Hertfordshire County Council
East Herts Council | East Hertfordshire District Council
North Herts Council | North Hertfordshire District Council
Bucks Council | Buckinghamshire Council
Buckinghamshire County Council | Buckinghamshire County Council
Lincs County Council | Lincolnshire County Council
North East Lincolnshire Council | North East Lincolnshire Council
Leics County Council | Leicestershire County Council
Leicester City Council | Leicester City Council
Notts County Council | Nottinghamshire County Council
Nottingham City Council | Nottingham City Council
Derbyshire County Council | Derbyshire County Council
Derby City Council | Derby City Council
Staffs County Council | Staffordshire County Council
Stoke-on-Trent City Council | Stoke-on-Trent City Council
Stoke City Council | -
Worcs County Council | Worcestershire County Council
Warwickshire County Council (WCC) | Warwickshire County Council
Gloucestershire County Council | Gloucestershire County Council
Gloucester City Council | Gloucester City Council
South Gloucestershire Council | South Gloucestershire Council
Wilts Council | Wiltshire Council
Swindon Borough Council | Swindon Borough Council
Swindon Parish Council | -
Dorset Council | Dorset Council
BCP Council | Bournemouth, Christchurch and Poole Council
Bournemouth, Christchurch & Poole Council | Bournemouth, Christchurch and Poole Council
Poole | -
Devon County Council | Devon County Council
Plymouth City Council | Plymouth City Council
Torbay Council | Torbay Council
Cornwall Council | Cornwall Council
Cornwall County Council | -
Council of the Isles of Scilly | Council of the Isles of Scilly
Somerset Council | Somerset Council
Bath & North East Somerset Council | Bath and North East Somerset Council
B&NES | -
Bath City Council | -
North Yorkshire Council | North Yorkshire Council
N. Yorkshire Council | North Yorkshire Council
City of York Council | City of York Council
York | -
Hull City Council | Hull City Council
Kingston upon Hull City Council | Hull City Council
East Riding of Yorkshire Council | East Riding of Yorkshire Council
Bradford Metropolitan District Council | City of Bradford Metropolitan District Council
Bradford Council | City of Bradford Metropolitan District Council
Kirklees Council | Kirklees Council
Calderdale MBC | Calderdale Metropolitan Borough Council
Barnsley MBC | Barnsley Metropolitan Borough Council
Rotherham Council | Rotherham Metropolitan Borough Council
City of Doncaster Council | City of Doncaster Council
Wigan MBC | Wigan Metropolitan Borough Council
Wigan Council | Wigan Metropolitan Borough Council
Wigon Council | -
Trafford Council | Trafford Metropolitan Borough Council
Salford City Council | Salford City Council
Salford Royal NHS Foundation Trust | -
Salix Homes Limited | -
Oldham Council | Oldham Metropolitan Borough Council
Tameside MBC | Tameside Metropolitan Borough Council
Greater Manchester Combined Authority | Greater Manchester Combined Authority
GMCA | -
Greater Manchester Police | -
Transport for Greater Manchester | -
West Midlands Combined Authority | West Midlands Combined Authority
West Midlands Council | -
West Yorkshire Combined Authority | West Yorkshire Combined Authority
Sandwell MBC | Sandwell Metropolitan Borough Council
Solihull Council | Solihull Metropolitan Borough Council
Walsall Healthcare NHS Trust | -
Coventry City Council | Coventry City Council
Coventry and Milton Keynes councils | -
Coventry and Warwickshire Growth Hub | -
Milton Keynes City Council | Milton Keynes Council
Luton Council | Luton Borough Council
Bedford BC | Bedford Borough Council
Central Bedfordshire Council | Central Bedfordshire Council
Bedfordshire County Council | -
Cambridgeshire County Council | Cambridgeshire County Council
Cambridge City Council | Cambridge City Council
South Cambs District Council | South Cambridgeshire District Council
Huntingdonshire District Council | Huntingdonshire District Council
Peterborough City Council | Peterborough City Council
Oxford City Council | Oxford City Council
Oxfordshire CC | Oxfordshire County Council
Oxford | -
University of Oxford | -
Vale of White Horse DC | Vale of White Horse District Council
Mole Valley DC | Mole Valley District Council
Epsom & Ewell Borough Council | Epsom and Ewell Borough Council
Tunbridge Wells Borough Council | Tunbridge Wells Borough Council
Royal Tunbridge Wells Town Council | -
Brighton & Hove City Council | Brighton and Hove City Council
Brighton Council | -
Adur and Worthing Councils | -
Adur District Council | Adur District Council
Worthing Borough Council | Worthing Borough Council
Babergh and Mid Suffolk District Councils | -
Lancing Parish Council | -
Hebden Royd Town Council | -
Stratford-upon-Avon Town Council | -
Stratford upon Avon District Council | Stratford-on-Avon District Council
King's Lynn & West Norfolk Borough Council | Borough Council of Kings Lynn and West Norfolk
Durham County Council | Durham County Council
Durham City Council | -
Northumberland County Council | Northumberland County Council
Cumberland Council | Cumberland Council
Cumbria County Council | Cumbria County Council
Carlisle City Council | Carlisle City Council
Lancaster City Council | Lancaster City Council
Lancs County Council | Lancashire County Council
Lancashire Combined County Authority | -
Blackburn with Darwen Borough Council | Blackburn with Darwen Borough Council
Cheshire East Council | Cheshire East Council
Cheshire West & Chester Council | Cheshire West and Chester Council
Cheshire Council | -
Halton Borough Council | Halton Borough Council
Telford & Wrekin Council | Telford & Wrekin Council
Shropshire Council | Shropshire Council
Herefordshire Council | Herefordshire Council
Northampton Borough Council | Northampton Borough Council
West Northamptonshire Council | West Northamptonshire Council
Northants County Council | Northamptonshire County Council
Cardiff Council | City of Cardiff Council
Cyngor Caerdydd | City of Cardiff Council
Swansea Council | City and County of Swansea Council
Cyngor Abertawe / Swansea Council | City and County of Swansea Council
Cyngor Gwynedd | Gwynedd Council
Cyngor Sir Ynys Môn | Isle of Anglesey County Council
Ceredigion County Council | Ceredigion County Council
Cyngor Tref Conwy | -
Powys County Council | Powys County Council
Wales and West Housing Association Ltd | -
Angus Council | Angus Council
Glasgow City Council | Glasgow City Council
City of Edinburgh Council | City of Edinburgh Council
Edinburgh Council | City of Edinburgh Council
Fife Council | Fife Council
Comhairle nan Eilean Siar | Comhairle nan Eilean Siar
The Highland Council | The Highland Council
Scotland Excel | -
Scottish Borders Council | Scottish Borders Council
Aberdeen City Council | Aberdeen City Council
Aberdeenshire Council | Aberdeenshire Council
Belfast City Council | Belfast City Council
Ards and North Down Borough Council | Ards and North Down Borough Council
Leeds | -
Leeds City Council Trading Ltd | -
Leeds Teaching Hospitals NHS Trust | -
Croydon Council Pension Fund | -
Croydon Digital Service | -
Brick by Brick Croydon Ltd | -
Harrow School | -
Local Government Association | -
Eastern Shires Purchasing Organisation | -
Crown Commercial Service | -
Cabinet Office | -
NHS Supply Chain | -
Public | -
Council | -
County Council | -
Local authority | -
Self-employed | -
N/A | -
Several councils | -
E08000035 | Leeds City Council
E07000097 | East Hertfordshire District Council
E99999999 | -
""".strip()
CASES = [tuple(part.strip() for part in line.split(" | ")) for line in BY_HAND.splitlines()]


def found(text):
    row = finder().find(text).register_row
    return row["name"] if row else "-"


def test_no_text_finds_a_wrong_council_and_nearly_every_council_is_found():
    with REGISTER.open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    assert {name for _, name in CASES} <= names | {"-"}
    answers = {text: found(text) for text, _ in CASES}
    wrong = {text: (answers[text], name) for text, name in CASES if answers[text] not in ("-", name)}
    meant = [(text, name) for text, name in CASES if name != "-"]
    missed = [text for text, name in meant if answers[text] != name]
    print(
        f"\ncouncils: {len(CASES)} texts, wrong {len(wrong)}; of {len(meant)} that mean a council found "
        f"{len(meant) - len(missed)}; asked or none: {', '.join(missed) or 'none'}"
    )
    assert len(CASES) >= 200 and not wrong
    assert len(missed) <= 0.05 * len(meant), missed


@needs_shared
def test_names_in_use_find_their_council_or_none():
    """All 1,774 names of the source, labelled there; more than half are a bare place, which is no council."""
    with (SOURCE / "uk_local_authorities.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = {
            row["local-authority-code"]: row["gss-code"] or f"mysociety:{row['local-authority-code']}"
            for row in csv.DictReader(file)
        }
    with (SOURCE / "lookup_name_to_registry.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["la-name"], ids[row["local-authority-code"]]) for row in csv.DictReader(file)]
    answers = [(finder().find(name, suggest=False).organisation_id, id_) for name, id_ in rows]
    right = sum(ours == id_ for ours, id_ in answers)
    wrong = [pair for pair in answers if pair[0] not in (None, pair[1])]
    print(f"\ncouncils: {len(rows):,} names in use, right {right:,}, wrong {len(wrong)}, not sure {len(rows) - right}")
    assert not wrong and right >= 750
