"""Who was at which event: ticket shops, groups, programmes and calendars. All people and events are invented."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph.sqlite_store import SqliteStore
from graph.statements import KINDS
from loaders.calendar import CalendarSource
from loaders.plan import Plan, plan
from loaders.reading import Defaults, EventTold, InputFile, NeededError
from loaders.report import rejected_files

DAY = date(2026, 3, 4)
TOLD = {"": EventTold("Winter roads day", DAY, "roundtable")}
EVENTBRITE = (
    "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,"
    "Currency,Total Paid,Fees Paid,Eventbrite Fees,Eventbrite Payment Processing,Attendee Status,Home Address 1,"
    "Home City,Job Title,Company,What may you not eat?\n"
)


def ticket(number: int, first: str, last: str, email: str, status: str, title: str = "", company: str = "") -> str:
    fixed = f"77{number},2026-01-02,{first},{last},{email},1,,Free,{number},,Free,GBP,0.00,0,0,0,{status}"
    return f"{fixed},1 Sea Lane,Grimsby,{title},{company},nuts\n"


def eventbrite(*tickets: str) -> InputFile:
    return InputFile("report.csv", (EVENTBRITE + "".join(tickets)).encode())


def planned(*files: InputFile, store: SqliteStore | None = None, **said: object) -> Plan:
    defaults = Defaults("open", **{"events": TOLD, **said})  # type: ignore[arg-type]
    return plan(files, store or SqliteStore(":memory:"), defaults)


def cells(made: Plan, kind: str) -> list[dict[str, str]]:
    found = [statement.cells for batch in made.batches if batch.kind == kind for statement in batch.statements()]
    own = {column.name for column in KINDS[kind].columns}
    return [{name: cell for name, cell in one.items() if name in own} for one in found]


def roles(made: Plan) -> dict[str, str]:
    names = {one["person_id"]: one["name"] for one in cells(made, "people")}
    return {names[one["person_id"]]: one["role"] for one in cells(made, "attendance")}


def said(made: Plan) -> dict[int, str]:
    return {one.row: one.reason for one in made.report.rejections}


# Eventbrite


FOUR = (
    ticket(1, "Kate", "Sample", "kate@leeds.example", "Checked In", "Head of Highways", "Leeds City Council"),
    ticket(2, "Kim", "Sample", "kim@gmail.com", "Attending", "", "Acme Roads Ltd"),
    ticket(3, "Lee", "Sample", "", "Not Attending"),
    ticket(4, "Lou", "Sample", "", "On the moon"),
)


def test_a_ticket_whose_name_eventbrite_still_asks_for_is_nobody():
    made = planned(eventbrite(FOUR[0], ticket(5, "Info", "Requested", "", "Attending", "", "Info Requested")))
    assert roles(made) == {"Kate Sample": "attended"}
    assert said(made) == {3: "This row has no name."}


def test_a_ticket_is_a_place_and_only_who_was_checked_in_came():
    made = planned(eventbrite(*FOUR))
    assert roles(made) == {"Kate Sample": "attended", "Kim Sample": "registered"}
    assert said(made) == {4: "The place was cancelled.", 5: '"on the moon" is no status that we know.'}
    [event] = cells(made, "events")
    assert (event["name"], event["on"], event["format"]) == ("Winter roads day", "2026-03-04", "roundtable")
    posts = {one.get("title"): one["organisation_id"] for one in cells(made, "posts")}
    assert posts["Head of Highways"] == "E08000035"  # Leeds, by the register


def test_orders_addresses_prices_and_the_organisers_questions_reach_neither_statements_nor_rejected_rows():
    made = planned(eventbrite(*FOUR))
    kept = " ".join(str(one.cells) for batch in made.batches for one in batch.statements()) + str(
        made.report.rejected_rows
    )
    assert not [word for word in ("Sea Lane", "Grimsby", "nuts", "771", "kim@gmail") if word in kept]
    [file] = [one for one in made.report.files if one.kind == "eventbrite_attendees"]
    assert any(
        note.startswith("Dropped at the door, for they are private or not needed: Order #") for note in file.notes
    )
    assert (file.read, file.loaded, file.merged, file.rejected) == (4, 2, 0, 2)


def test_the_event_of_a_list_is_asked_and_not_guessed():
    with pytest.raises(NeededError, match="Say its name and its day") as needed:
        planned(eventbrite(*FOUR), events={})
    assert [ask.need for ask in needed.value.asks] == ["event"]


def test_what_is_not_said_of_several_files_is_asked_in_one_sentence():
    with pytest.raises(NeededError) as needed:
        plan(
            [InputFile(name, eventbrite(*FOUR).content) for name in ("a.csv", "b.csv")],
            SqliteStore(":memory:"),
            Defaults(),
        )
    who = "a.csv (and 1 more) does not say who may see its rows. Say it once: open, shared or closed."
    assert str(needed.value) == who


def test_a_group_order_gives_its_buyers_address_to_nobody():
    group = [ticket(n, name, "Sample", "office@acme.example", "Attending") for n, name in enumerate(("Ann", "Ben"), 1)]
    people = cells(planned(eventbrite(*group)), "people")
    assert len({one["person_id"] for one in people}) == 2 and not [one for one in people if "email" in one]


def test_two_guests_of_one_name_without_an_address_stay_two():
    two = [ticket(n, "John", "Smith", "", "Attending") for n in (1, 2)]
    assert len({one["person_id"] for one in cells(planned(eventbrite(*two)), "people")}) == 2


def test_the_list_after_the_event_adds_who_came_and_nothing_else():
    store = SqliteStore(":memory:")
    planned(eventbrite(ticket(1, "Kate", "Sample", "", "Attending")), store=store).commit()
    after = planned(eventbrite(ticket(1, "Kate", "Sample", "", "Checked In")), store=store)
    assert after.report.files[0].loaded == 1
    assert after.commit().load.added == 1  # her attendance; person and event are known


# Meetup


def test_meetup_yes_is_a_place_a_host_organises_and_the_others_are_told():
    rows = (
        "Name\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\tRSVPed on\tJoined Group on\tURL of Member Profile\n"
        + "".join(
            f"{name}\t{n}\t\t{host}\t{rsvp}\t0\t1 March 2026\t1 May 2020\thttps://meetup.example/{n}\n"
            for n, (name, host, rsvp) in enumerate(
                (("Kim Sample", "Yes", "Yes"), ("Lee", "No", "Yes"), ("Ann", "No", "Waitlist"), ("Bo", "No", "No"))
            )
        )
    )
    made = planned(InputFile("Roads.xls", rows.encode("utf-16")))
    assert roles(made) == {"Kim Sample": "organiser", "Lee": "registered"}
    assert said(made) == {4: "They wait for a place.", 5: "They did not say that they would come."}


# one event, two lists


def test_two_lists_of_one_event_meet_in_it():
    meetup = InputFile("m.tsv", b"Name\tUser ID\tEvent Host\tRSVP\nKim\t9\tNo\tYes\n")
    other = {"m.tsv": EventTold("winter roads DAY", DAY), **TOLD}
    made = planned(eventbrite(FOUR[0]), meetup, events=other)
    assert len({one["event_id"] for one in cells(made, "attendance")}) == 1


# programmes


def schedule(*persons: dict[str, object], start: str = "2026-05-06") -> dict[str, object]:
    talk = {"title": "Grit", "persons": list(persons)}
    days = [{"index": 1, "date": start, "rooms": {"Hall": [talk, talk], "Attic": [{"title": "Tea", "persons": []}]}}]
    return {"schedule": {"conference": {"title": "GritConf 2026", "start": start, "end": start, "days": days}}}


def js(document: object, name: str = "export.json") -> InputFile:
    return InputFile(name, json.dumps(document).encode())


def test_a_pretalx_schedule_is_a_conference_with_its_speakers():
    persons = (
        {"code": "AB", "public_name": "Kate Sample", "biography": "Lives in Leeds"},
        {"public_name": "Lee Sample"},
    )
    made = planned(js(schedule(*persons)), events={})
    assert roles(made) == {"Kate Sample": "speaker", "Lee Sample": "speaker"}
    [event] = cells(made, "events")
    assert event["name"] == "GritConf 2026" and event["on"] == "2026-05-06" and event["format"] == "conference"
    assert "organiser_id" not in event
    assert "Lives in Leeds" not in str([one.cells for batch in made.batches for one in batch.statements()])
    assert (made.report.files[0].read, made.report.files[0].loaded) == (2, 2)  # each once, though they speak twice


@pytest.mark.parametrize("grouped", [False, True])
def test_sessionize_speakers_are_read_from_the_whole_and_from_groups_of_sessions(grouped):
    session = {"id": "1", "title": "Grit", "isServiceSession": False, "speakers": ["x"]}
    whole = {
        "sessions": [session],
        "speakers": [{"id": "x", "firstName": "Kate", "lastName": "Sample", "bio": "Leeds"}],
    }
    groups = [{"groupId": None, "sessions": [{**session, "speakers": [{"id": "x", "name": "Kate Sample"}]}]}]
    made = planned(js(groups if grouped else whole))
    assert roles(made) == {"Kate Sample": "speaker"} and cells(made, "events")[0]["name"] == "Winter roads day"


# calendars


def calendar(*lines: str) -> InputFile:
    body = ("BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", "")
    return InputFile("work.ics", "\r\n".join(body).encode())


def meeting(
    *lines: str, uid: str = "u1", on: str = "20260304T100000Z", title: str = "Grit, and salt"
) -> tuple[str, ...]:
    head = ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{on}", "SUMMARY:" + title.replace(",", "\\,"))
    return (*head, "DESCRIPTION:Kate is ill", *lines, "END:VEVENT")


GUESTS = (
    'ORGANIZER;CN="Sample, Kate":mailto:kate@leeds.example',
    "ATTENDEE;CN=Lee Sample;PARTSTAT=ACCEPTED:mailto:lee@acme.exa",
    " mple",
    "ATTENDEE;CN=Kim Sample;PARTSTAT=NEEDS-ACTION:mailto:kim@gmail.com",
    "ATTENDEE;CN=Ann Sample;PARTSTAT=DECLINED:mailto:ann@acme.example",
    "ATTENDEE;CN=bo@acme.example;PARTSTAT=ACCEPTED:mailto:bo@acme.example",
    "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@acme.example",
)


def test_a_meeting_has_its_host_those_who_came_and_those_who_were_asked():
    made = planned(calendar(*meeting(*GUESTS)))
    assert roles(made) == {"Sample, Kate": "organiser", "Lee Sample": "attended", "Kim Sample": "registered"}
    [event] = cells(made, "events")
    assert (event["name"], event["format"], event["on"]) == ("Grit, and salt", "meeting", "2026-03-04")
    assert {one["name"]: one.get("email") for one in cells(made, "people")} == {
        "Sample, Kate": "kate@leeds.example",
        "Lee Sample": "lee@acme.example",
        "Kim Sample": None,
    }
    assert said(made) == {  # lines of the file
        12: "They declined.",
        13: "The invitation gives no name, only an address.",
        14: "A room, a thing or a mailing list is nobody.",
    }
    assert "Kate is ill" not in str([one.cells for batch in made.batches for one in batch.statements()])


def test_nobody_attended_what_is_not_over():
    source = CalendarSource(today=lambda: date(2026, 3, 4))
    made = plan([calendar(*meeting(*GUESTS))], SqliteStore(":memory:"), Defaults("open"), sources=[source])
    assert roles(made)["Lee Sample"] == "registered"


def test_private_and_cancelled_events_are_counted_and_nothing_of_them_is_kept():
    private, gone = (meeting("CLASS:PRIVATE", *GUESTS, title="Doctor"), meeting("STATUS:CANCELLED", *GUESTS, uid="u2"))
    made = planned(calendar(*private, *gone, *meeting(GUESTS[0], uid="u3")))
    assert sorted(said(made).values()) == ["The event is marked as private: not loaded.", "The event was cancelled."]
    assert "Doctor" not in str(made.report.rejections) + str(made.report.rejected_rows) and list(roles(made)) == [
        "Sample, Kate"
    ]


def test_a_recurring_meeting_is_read_on_its_first_day_and_where_it_has_an_entry_and_says_so():
    first = meeting("RRULE:FREQ=WEEKLY", GUESTS[0])
    moved = meeting("RECURRENCE-ID:20260311T100000Z", GUESTS[0], on="20260312T100000Z")
    made = planned(calendar(*first, *moved))
    assert sorted(one["on"] for one in cells(made, "events")) == ["2026-03-04", "2026-03-12"]
    assert any("1 recurring events: only their first day" in note for note in made.report.files[0].notes)


def test_two_meetings_of_one_name_on_one_day_stay_two_and_one_in_two_calendars_is_one():
    one, other = meeting(GUESTS[0], uid="a", title="Catch up"), meeting(GUESTS[0], uid="b", title="Catch up")
    assert len(cells(planned(calendar(*one, *other)), "events")) == 2
    made = planned(calendar(*one), InputFile("kate.ics", calendar(*one).content))
    assert len({found["event_id"] for found in cells(made, "events")}) == 1


def test_a_broken_event_does_not_lose_the_others_and_an_alarm_is_not_the_event():
    torn = meeting(GUESTS[0], uid="t")[:-1]
    nested = ("BEGIN:VEVENT", *meeting(GUESTS[0], uid="n", title="Inside"), "END:VEVENT")
    alarm = ("BEGIN:VALARM", "SUMMARY:Get up", "ATTENDEE;CN=Nobody Real:mailto:no@acme.example", "END:VALARM")
    made = planned(calendar(*torn, *nested, *meeting(*alarm, GUESTS[0], uid="ok"), *torn))
    assert sorted(one["name"] for one in cells(made, "events")) == ["Grit, and salt", "Inside"]
    assert list(roles(made)) == ["Sample, Kate"]
    assert {reason.split(":")[0] for reason in said(made).values()} == {"This event never ends"}
    assert len(said(made)) == 3


# rejected rows


def mended(made: Plan, before: str, after: str) -> InputFile:
    [(name, content)] = rejected_files(made.report).items()
    text = content.decode("utf-8-sig")
    assert before in text
    return InputFile(name, text.replace(before, after).encode())


def ids(made: Plan, kind: str) -> set[str]:
    return {one["event_id"] for one in cells(made, kind)}


def test_rejected_invitations_load_when_mended_and_belong_to_the_same_meeting():
    made = planned(calendar(*meeting(*GUESTS)))
    again = planned(mended(made, "2026-03-04,,bo@", "2026-03-04,Bo Sample,bo@"))
    assert roles(again) == {"Bo Sample": "attended"} and ids(again, "attendance") == ids(made, "events")
    assert said(again) == {row: "The invitation gives no name, only an address." for row in (2, 4)}  # and nothing else


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("u1,Grit,2026-03-04,Bo,,guest", '"guest" is no role at a meeting.'),
        ("u1,Grit,2026-03-04,Bo,,", '"" is no role at a meeting.'),
        (",Grit,2026-03-04,Bo,,attended", "This row does not say which meeting."),
        ("u1,Grit,3/4/2026,Bo,,attended", '"3/4/2026" is not a date, or may be read in two ways.'),
    ],
)
def test_an_invitation_that_is_mended_wrongly_is_rejected(row, reason):
    made = planned(InputFile("a-rejected.csv", f"uid,event,on,name,address,role,reason\n{row},x\n".encode()))
    assert said(made) == {2: reason}


def test_rejected_speakers_load_when_mended():
    made = planned(js(schedule({"code": "AB", "public_name": "Kate"}, {"code": "CD"})), events={})
    again = planned(mended(made, "CD,,", "CD,Lee Sample,"), events={})
    assert roles(again) == {"Lee Sample": "speaker"} and ids(again, "attendance") == ids(made, "events")
    speakers = [{"id": "x", "firstName": "Kate", "lastName": "Sample"}, {"id": "y"}]
    made = planned(js({"sessions": [{"isServiceSession": False}], "speakers": speakers}))
    again = planned(mended(made, "y,,,", "y,Lee,Sample,"))
    assert roles(again) == {"Lee Sample": "speaker"} and ids(again, "attendance") == ids(made, "events")


# what cannot be read


DEEP = "[" * 500 + "]" * 500
BAD = {  # what it is -> file, the sentence
    "a programme cut short": (js(schedule({"public_name": "Kate"})).content[:-20], "breaks off in line 1"),
    "a programme nested beyond reason": (
        b'{"schedule": {"conference": {"title": "x", "days": ' + b"[" * 200_000,
        "nested far too deep",
    ),
    "a schedule whose days are a number": (
        b'{"schedule": {"conference": {"title": "x", "days": 5}}}',
        "without a title or without days",
    ),
    "a comma too many": (b'{"schedule": {"conference": {"title": "x",, "days": []}}}', "is no JSON. Export it again"),
    "no speaker": (
        b'{"sessions": [{"isServiceSession": true, "speakers": 7}], "speakers": 9}',
        "names no speaker",
    ),
    "a calendar of nothing": (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "is a calendar without events"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_read_is_said_in_a_sentence(what):
    content, sentence = BAD[what]
    with pytest.raises(Exception, match=sentence) as fault:
        planned(InputFile("export.json", content))
    assert type(fault.value).__name__ == "InputError"


def test_500_levels_in_a_field_that_nobody_reads_do_no_harm():
    persons = '[{"public_name": "Kate Sample", "biography": ' + DEEP + ', "code": NaN}]'
    text = json.dumps(schedule()).replace(
        '"persons": []}, {"title": "Grit"', f'"persons": {persons}}}, {{"title": "Grit"'
    )
    made = planned(InputFile("export.json", text.encode("utf-16")), events={})
    assert roles(made) == {"Kate Sample": "speaker"}
