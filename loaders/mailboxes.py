"""Which mail addresses belong to work, and which to a private person or to nobody."""

from __future__ import annotations

import re
from typing import Final

ADDRESS: Final = r"[^@\s<>\"',;|:]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+"  # alone in a cell, in lower case
_ADDRESS = re.compile(ADDRESS, re.IGNORECASE)
_BETWEEN = re.compile(r"[\s;,|<>]+|:::|mailto:", re.IGNORECASE)
# providers where a person in the United Kingdom has a mailbox of their own
PRIVATE: Final = frozenset(
    "gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.com live.co.uk msn.com yahoo.com yahoo.co.uk "
    "ymail.com rocketmail.com aol.com aol.co.uk icloud.com me.com mac.com btinternet.com btopenworld.com btconnect.com "
    "sky.com talktalk.net tiscali.co.uk virginmedia.com virgin.net ntlworld.com blueyonder.co.uk plusnet.com "
    "orange.net orange.co.uk o2.co.uk fsmail.net freeserve.co.uk wanadoo.co.uk protonmail.com proton.me pm.me "
    "gmx.com gmx.co.uk gmx.net mail.com zoho.com fastmail.com fastmail.fm hey.com tutanota.com yandex.com "
    "mail.ru qq.com 163.com posteo.de web.de hotmail.fr yahoo.fr hotmail.de yahoo.de hotmail.it libero.it".split()
)


def private_address(text: str) -> bool:
    """Whether a text is an address of a private person, or no address at all.

    >>> [private_address(text) for text in ("ann@northmoor.example", "ann@gmail.com", "ann at home", "a@live.co.uk")]
    [False, True, True, True]
    """
    return _ADDRESS.fullmatch(text) is None or text.rsplit("@", 1)[1].lower() in PRIVATE


def work_address(text: str) -> str | None:
    """The first address at a work domain in a cell that may hold several, in lower case; None if there is none.

    >>> work_address("Jane@GMAIL.com ::: Jane.Roe@northmoor.example"), work_address("jane@gmail.com; 07700 900123")
    ('jane.roe@northmoor.example', None)
    """
    found = (address.lower() for address in _BETWEEN.split(text))
    return next((address for address in found if address and not private_address(address)), None)
