"""Reports in the shapes that three kinds of servers give them; all of it is made up."""

from mail_writing import letter

from ordercore.adapters.smtp import token_of

TOKEN = token_of(letter().key)

ORIGINAL = f"""\
Return-Path: <orders@shop.example>
From: Cafe <orders@shop.example>
To: ada@reader.example
Subject: Your parcel is on its way
Message-ID: <{TOKEN}@shop.example>
Auto-Submitted: auto-generated
"""

POSTFIX = f"""\
Return-Path: <>
Delivered-To: orders@shop.example
From: MAILER-DAEMON@mx.shop.example (Mail Delivery System)
To: orders@shop.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="9B01.1772442003/mx.shop.example"

This is a MIME-encapsulated message.

--9B01.1772442003/mx.shop.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mx.shop.example.

<ada@reader.example>: host mail.reader.example[192.0.2.7] said: 550 5.1.1
    <ada@reader.example>: Recipient address rejected: User unknown

--9B01.1772442003/mx.shop.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.example
X-Postfix-Queue-ID: 9B01
X-Postfix-Sender: rfc822; orders@shop.example
Arrival-Date: Mon,  2 Mar 2026 09:00:01 +0000 (UTC)

Final-Recipient: rfc822; ada@reader.example
Original-Recipient: rfc822;ada@reader.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.reader.example
Diagnostic-Code: smtp; 550 5.1.1 <ada@reader.example>: Recipient address
    rejected: User unknown

--9B01.1772442003/mx.shop.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

{ORIGINAL}
Hello

--9B01.1772442003/mx.shop.example--
"""

EXCHANGE = f"""\
From: postmaster@reader.example
To: orders@shop.example
Date: Mon, 2 Mar 2026 09:00:05 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="a1b2-c3d4"
Content-Language: en-US
Message-ID: <77aa@mail.reader.example>
In-Reply-To: <{TOKEN}@shop.example>
References: <{TOKEN}@shop.example>
Subject: Undeliverable: Your parcel is on its way
MIME-Version: 1.0

--a1b2-c3d4
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset="us-ascii"

Your message could not be delivered. The mailbox is full.

--inner
Content-Type: text/html; charset="us-ascii"

<p>The mailbox is full.</p>

--inner--
--a1b2-c3d4
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.reader.example
Received-From-MTA: dns;mx.shop.example
Arrival-Date: Mon, 2 Mar 2026 09:00:02 +0000

Final-Recipient: RFC822;ada@reader.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver
X-Display-Name: Ada Byron

--a1b2-c3d4
Content-Type: message/rfc822

{ORIGINAL}
--a1b2-c3d4--
"""

GMAIL = f"""\
From: Mail Delivery Subsystem <mailer-daemon@provider.example>
To: orders@shop.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Delay)
References: <{TOKEN}@shop.example>
In-Reply-To: <{TOKEN}@shop.example>
X-Failed-Recipients: ada@reader.example
MIME-Version: 1.0
Content-Type: multipart/report; boundary="00001"; report-type=delivery-status

--00001
Content-Type: multipart/related; boundary="00002"

--00002
Content-Type: text/plain; charset="UTF-8"

** Delivery incomplete **

There was a temporary problem. Gmail will retry for 45 more hours.

--00002
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--00002--
--00001
Content-Type: message/delivery-status

Reporting-MTA: dns; provider.example
Received-From-MTA: dns; orders@shop.example
Arrival-Date: Mon, 02 Mar 2026 01:00:03 -0800 (PST)
X-Original-Message-ID: <{TOKEN}@shop.example>

Final-Recipient: rfc822; ada@reader.example
Action: delayed
Status: 4.4.1
Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.
Last-Attempt-Date: Mon, 02 Mar 2026 04:00:03 -0800 (PST)
Will-Retry-Until: Wed, 04 Mar 2026 01:00:03 -0800 (PST)

--00001
Content-Type: message/rfc822

{ORIGINAL}
--00001--
"""

HEAD = """\
From: MAILER-DAEMON@mx.example
To: {to}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
"""


def report(
    status: str, *, head: str = "", to: str = "orders@shop.example", kind: str = ""
) -> bytes:
    """Write a report of which the status part is as it is given."""
    begin = f"{HEAD.format(to=to)}Content-Type: {kind or 'message/delivery-status'}\n{head}"
    return f"{begin}\n{status}\n--b--\n".encode()
