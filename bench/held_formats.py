"""The formats of which a made file is loaded by the benchmark, each with all columns that its program writes."""

from __future__ import annotations

from typing import Final

from bench.held import (
    Held,
    amounts,
    body,
    days,
    employer,
    family,
    firm,
    given,
    home,
    moments,
    name,
    numbered,
    one_of,
    regular,
    some,
    team,
    title,
    work,
)
from loaders.mapping import check

_LINKEDIN_NOTES: Final = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing."\n\n'
)
_OUTLOOK: Final = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,"
    "Business Street 3,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,"
    "Home Street 2,Home Street 3,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,"
    "Other Street 2,Other Street 3,Other City,Other State,Other Postal Code,Other Country/Region,Assistant's Phone,"
    "Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,"
    "Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,"
    "Account,Anniversary,Assistant's Name,Billing Information,Birthday,Business Address PO Box,Categories,Children,"
    "Directory Server,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,"
    "E-mail 2 Display Name,E-mail 3 Address,E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,"
    "Home Address PO Box,Initials,Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,"
    "Office Location,Organizational ID Number,Other Address PO Box,Priority,Private,Profession,Referred By,"
    "Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page"
)
_GOOGLE: Final = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
    "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,"
    "Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,"
    "Website 1 - Value"
)
_GRANTS: Final = (
    "Identifier,Title,Description,Currency,Amount Applied For,Amount Awarded,Amount Disbursed,Award Date,URL,"
    "Planned Dates:Start Date,Planned Dates:End Date,Planned Dates:Duration (months),Recipient Org:Identifier,"
    "Recipient Org:Name,Recipient Org:Charity Number,Recipient Org:Company Number,Recipient Org:Street Address,"
    "Recipient Org:City,Recipient Org:County,Recipient Org:Country,Recipient Org:Postal Code,Funding Org:Identifier,"
    "Funding Org:Name,Funding Org:Department,Grant Programme:Code,Grant Programme:Title,Last modified,Data Source"
)
MAPPINGS: Final = tuple(
    check(name, tuple(columns.values()), gives, columns, "day_first")
    for name, gives, columns in (
        ("sales", "contacts", {"name": "Contact", "employer": "Firm", "title": "Job", "email": "Mail", "on": "Met"}),
        ("staff", "people", {"first_name": "Forename", "last_name": "Surname", "employer": "Council", "title": "Job"}
            | {"department": "Team", "starts": "From", "ends": "Until"}),
        ("guests", "attendance", {"name": "Guest", "employer": "Company", "event": "Event", "event_on": "Event date"}
            | {"role": "Came"}),
        ("trials", "pilots", {"pilot": "Trial", "council": "Authority", "suppliers": "Vendor", "themes": "Topic"}
            | {"starts": "Start"}),
    )
)  # fmt: skip
_missing, _phone = one_of(["NA"]), numbered("07700 9")

FORMATS: Final = (
    Held(
        "linkedin_connections",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        {
            "First Name": given,
            "Last Name": family,
            "URL": numbered("https://www.linkedin.com/in/invented-person-"),
            "Email Address": some(0.05, work),
            "Company": employer,
            "Position": title,
            "Connected On": days("%d %b %Y"),
        },
        above=_LINKEDIN_NOTES,
    ),
    Held(
        "linkedin_messages",
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
        "FOLDER,ATTACHMENTS,IS MESSAGE DRAFT",
        {
            "CONVERSATION ID": numbered("2-talk", each_of=10),
            "FROM": one_of(["Ann Example"]),
            "SENDER PROFILE URL": one_of(["https://www.linkedin.com/in/ann-example"]),
            "TO": numbered("Invented Person ", each_of=10),
            "RECIPIENT PROFILE URLS": numbered("https://www.linkedin.com/in/invented-person-", each_of=10),
            "DATE": moments,
            "SUBJECT": some(0.2, title),
            "CONTENT": numbered("Shall we meet, perhaps in week "),
            "FOLDER": one_of(["INBOX"]),
            "IS MESSAGE DRAFT": one_of(["No"]),
        },
    ),
    Held(
        "google_contacts",
        _GOOGLE,
        {
            "First Name": given,
            "Last Name": family,
            "Organization Name": employer,
            "Organization Title": title,
            "Labels": one_of(["* myContacts"]),
            "E-mail 1 - Label": one_of(["* Work"]),
            "E-mail 1 - Value": some(0.7, work),
            "E-mail 2 - Value": some(0.1, home),
            "Phone 1 - Value": some(0.5, _phone),
        },
    ),
    Held(
        "outlook_contacts",
        _OUTLOOK,
        {
            "First Name": given,
            "Last Name": family,
            "Company": employer,
            "Job Title": title,
            "E-mail Address": some(0.8, work),
            "E-mail Type": one_of(["SMTP"]),
            "Mobile Phone": some(0.5, _phone),
            "Priority": one_of(["Normal"]),
            "Private": one_of(["False"]),
            "Sensitivity": one_of(["Normal"]),
        },
    ),
    Held(
        "hubspot_contacts",
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Last Modified Date,"
        "Contact Type,Lifecycle Stage,Associated Company,Associated Company IDs,Job Title,Company Name,City,"
        "State/Region,Postal Code,Country/Region,Last Activity Date,Original Source",
        {
            "Record ID": numbered("51"),
            "First Name": given,
            "Last Name": family,
            "Email": some(0.8, work),
            "Contact owner": one_of([f"Invented Seller {n}" for n in range(40)]),
            "Create Date": moments,
            "Last Modified Date": moments,
            "Lifecycle Stage": one_of(["Lead", "Customer"]),
            "Job Title": title,
            "Company Name": employer,
            "Last Activity Date": moments,
            "Original Source": one_of(["Offline Sources"]),
        },
    ),
    Held(
        "pipedrive_people",
        "Person - Name,Person - First name,Person - Last name,Person - Email - Work,Person - Email - Home,"
        "Person - Email - Other,Person - Phone - Work,Person - Phone - Home,Person - Phone - Mobile,"
        "Person - Phone - Other,Person - Owner,Person - Label,Organization - Name,Organization - Owner,"
        "Organization - Label,Organization - Address,Organization - Visible to,Note",
        {
            "Person - Name": name,
            "Person - Email - Work": some(0.8, work),
            "Person - Owner": one_of([f"Invented Seller {n}" for n in range(40)]),
            "Organization - Name": employer,
            "Organization - Owner": one_of([f"Invented Seller {n}" for n in range(40)]),
        },
    ),
    Held(
        "vcard",
        "Name on card,Organisation on card,Title on card,Addresses on card,Kind of card,Class of card",
        {
            "Name on card": name,
            "Organisation on card": employer,
            "Title on card": title,
            "Addresses on card": some(0.8, work),
        },
    ),
    Held(
        "eventbrite_attendees",
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,"
        "Currency,Total Paid,Fees Paid,Eventbrite Fees,Eventbrite Payment Processing,Attendee Status,Home Address 1,"
        "Home Address 2,Home City,Home State,Home Zip,Home Country,Job Title,Company",
        {
            "Order #": numbered("80"),
            "Order Date": moments,
            "First Name": given,
            "Last Name": family,
            "Email": work,
            "Quantity": one_of(["1"]),
            "Ticket Type": one_of(["General Admission"]),
            "Attendee #": numbered("90"),
            "Order Type": one_of(["Free Order"]),
            "Currency": one_of(["GBP"]),
            "Total Paid": one_of(["0.00"]),
            "Attendee Status": one_of(["Attending", "Checked In"]),
            "Job Title": title,
            "Company": employer,
        },
    ),
    Held(
        "meetup_attendees",
        "Name\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\tRSVPed on\tJoined Group on\tURL of Member Profile",
        {
            "Name": name,
            "User ID": numbered("user 1"),
            "RSVP": one_of(["Yes"]),
            "Guests": one_of(["0"]),
            "RSVPed on": days("%B %d, %Y 7:30 PM"),
            "Joined Group on": days("%B %d, %Y"),
            "URL of Member Profile": numbered("https://www.meetup.com/invented/members/"),
        },
        separator="\t",
    ),
    Held(
        "organisation_structure",
        "OrganisationLabel,OrganisationURI,EffectiveDate,Level,JobTitle,Name,Grade,Directorate,Service,ContractType,"
        "SharedPost,ContactDetails,SalaryBand,MaximumSalary,Vacancy,Comments",
        {
            "OrganisationLabel": body,
            "OrganisationURI": one_of(["https://council.example/id/council"]),
            "EffectiveDate": one_of(["2025-07-01"]),
            "Level": one_of(["4", "3", "2"]),
            "JobTitle": title,
            "Name": _missing,
            "Grade": one_of(["SM4C", "SM3A"]),
            "Directorate": team,
            "Service": team,
            "ContractType": one_of(["Permanent"]),
            "SharedPost": _missing,
            "ContactDetails": one_of(["access@council.example"]),
            "SalaryBand": one_of(["140000 - 145000"]),
            "MaximumSalary": one_of(["65059"]),
            "Vacancy": one_of(["NA", "Vacant"]),
        },
    ),
    Held(
        "organogram_senior",
        "Post Unique Reference,Name,Grade (or equivalent),Job Title,Job/Team Function,Parent Department,Organisation,"
        "Unit,Contact Phone,Contact E-mail,Reports to Senior Post,Salary Cost of Reports (£),FTE,Actual Pay Floor (£),"
        "Actual Pay Ceiling (£),,Professional/Occupational Group,Notes,Valid?",
        {
            "Post Unique Reference": numbered("2B"),
            "Name": one_of(["N/D"]),
            "Grade (or equivalent)": one_of(["SCS2"]),
            "Job Title": title,
            "Parent Department": one_of(["Department for Invented Affairs"]),
            "Organisation": body,
            "Unit": team,
            "Contact Phone": one_of(["N/D"]),
            "Contact E-mail": one_of(["N/D"]),
            "Reports to Senior Post": numbered("2B", each_of=8),
            "Salary Cost of Reports (£)": one_of(["0", "300000"]),
            "FTE": one_of(["1", "0.5"]),
            "Actual Pay Floor (£)": one_of(["125000"]),
            "Actual Pay Ceiling (£)": one_of(["129999"]),
            "Professional/Occupational Group": one_of(["Finance"]),
        },
    ),
    Held(
        "organogram_junior",
        "Parent Department,Organisation,Unit,Reporting Senior Post,Grade,Payscale Minimum (£),Payscale Maximum (£),"
        "Generic Job Title,Number of Posts in FTE,Professional/Occupational Group",
        {
            "Parent Department": one_of(["Department for Invented Affairs"]),
            "Organisation": body,
            "Unit": team,
            "Reporting Senior Post": numbered("2B", each_of=8),
            "Grade": one_of(["Manager", "Key Support"]),
            "Payscale Minimum (£)": one_of(["40600"]),
            "Payscale Maximum (£)": one_of(["71050"]),
            "Generic Job Title": title,
            "Number of Posts in FTE": one_of([f"{n / 4:.2f}" for n in range(1, 200)]),
            "Professional/Occupational Group": one_of(["Finance", "Planning"]),
        },
    ),
    Held(
        "grants_360giving",
        _GRANTS,
        {
            "Identifier": numbered("360G-invented-"),
            "Title": title,
            "Description": numbered("To run a club, open to all, in ward "),
            "Currency": one_of(["GBP"]),
            "Amount Awarded": amounts,
            "Award Date": days("%Y-%m-%d"),
            "Recipient Org:Identifier": one_of([f"GB-COH-{n:08}" for n in range(1, 20_000)]),
            "Recipient Org:Name": firm,
            "Funding Org:Identifier": one_of(["GB-LAE-INV"]),
            "Funding Org:Name": body,
            "Funding Org:Department": team,
            "Grant Programme:Code": one_of(["VSG", "CSG"]),
            "Grant Programme:Title": one_of(["Voluntary Sector Grants", "Community Grants"]),
        },
    ),
    Held(
        "council_spending",
        "OrganisationLabel,OrganisationURI,EffectiveDate,OrganisationalUnit,BeneficiaryName,PaymentDate,Amount,"
        "IrrecoverableVATAmount,Purpose,CategoryInternalName,MerchantCategoryCode,CardTransaction",
        {
            "OrganisationLabel": body,
            "OrganisationURI": one_of(["https://council.example/id/council"]),
            "EffectiveDate": one_of(["2025-03-31"]),
            "OrganisationalUnit": team,
            "BeneficiaryName": regular,
            "PaymentDate": days("%d/%m/%Y"),
            "Amount": amounts,
            "IrrecoverableVATAmount": one_of(["0"]),
            "Purpose": numbered("Catering, week "),
            "CategoryInternalName": one_of(["Caterers", "Cleaning, and Sanitation", "Schools", "Postage"]),
            "MerchantCategoryCode": one_of(["5811", "5199"]),
            "CardTransaction": one_of(["GPC"]),
        },
    ),
    Held(
        "contacts, mapped",
        "Contact,Firm,Job,Mail,Met",
        {"Contact": name, "Firm": employer, "Job": title, "Mail": some(0.8, work), "Met": days("%d/%m/%Y")},
    ),
    Held(
        "people, mapped",
        "Forename,Surname,Council,Job,Team,From,Until",
        {
            "Forename": given,
            "Surname": family,
            "Council": body,
            "Job": title,
            "Team": team,
            "From": days("%d/%m/%Y"),
        },
    ),
    Held(
        "attendance, mapped",
        "Guest,Company,Event,Event date,Came",
        {
            "Guest": name,
            "Company": employer,
            "Event": one_of([f"Roads day {n}" for n in range(200)]),
            "Event date": one_of(["14/05/2025"]),
            "Came": one_of(["yes", "no"]),
        },
    ),
    Held(
        "pilots, mapped",
        "Trial,Authority,Vendor,Topic,Start",
        {
            "Trial": numbered("Invented trial "),
            "Authority": body,
            "Vendor": firm,
            "Topic": one_of(["highways", "waste; parks"]),
            "Start": days("%d/%m/%Y"),
        },
    ),
    Held(
        "graph nodes",
        "Id;Label;Type;Organisation;Email",
        {
            "Id": numbered("n"),
            "Label": name,
            "Type": one_of(["person"]),
            "Organisation": employer,
            "Email": some(0.5, work),
        },
        separator=";",
    ),
)
