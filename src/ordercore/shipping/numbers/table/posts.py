"""Numbers of posts: the United States, Canada, and international mail everywhere.

Formats and check digits are facts of the carriers, gathered by jkeen/tracking_number_data (facts
§0, TN); the examples are made up.
"""

from ordercore.shipping.numbers.checksums import S10, mod10
from ordercore.shipping.numbers.countries import COUNTRIES
from ordercore.shipping.numbers.types import TrackingNumberType

ROUTED = r"(?:420[0-9]{5}(?:[0-9]{4})?)?"
"""What a bar code of the US Postal Service may hold before the number: 420 and the ZIP code."""

POSTS = (
    TrackingNumberType(
        code="s10",
        courier="post",
        name="International mail (S10)",
        pattern=r"[A-Z]{2}(?P<serial>[0-9]{8})(?P<check>[0-9])(?P<country>[A-Z]{2})",
        fixed=4,
        checksum=S10,
        countries=COUNTRIES,
        good=(
            "EE123456785DE",
            "CP000012349JP",
        ),
        bad=(
            "EE123456786DE",
            "EE123456785XX",
        ),
    ),
    TrackingNumberType(
        code="usps_20",
        courier="usps",
        name="USPS, 20 digits",
        pattern=r"(?P<serial>[0-9]{19})(?P<check>[0-9])",
        fixed=0,
        checksum=mod10(even=3, odd=1),
        good=(
            "12345678901234567890",
            "78901234567890123456",
        ),
        bad=(
            "12345678901234567891",
            "1234567890123456789",
        ),
    ),
    TrackingNumberType(
        code="usps_legacy",
        courier="usps",
        name="USPS, Delivery Confirmation",
        pattern=ROUTED + r"(?P<serial>(?:91)?[0-9]{19})(?P<check>[0-9])",
        fixed=2,
        checksum=mod10(even=3, odd=1),
        implied="91",
        good=(
            "9112345678901234567892",
            "34567890123456789014",
            "420787019156789012345678901236",
        ),
        bad=(
            "9112345678901234567893",
            "911234567890123456789",
        ),
    ),
    TrackingNumberType(
        code="usps_impb_online",
        courier="usps",
        name="USPS, bought online",
        pattern=ROUTED
        + r"(?P<serial>94[0-9]{3}(?:[0-9](?:[0-9]{15}|[0-9]{19})|9[0-9]{23}))"
        + r"(?P<check>[0-9])",
        fixed=2,
        checksum=mod10(even=3, odd=1),
        good=(
            "9400191234567890123459",
            "94055112345678901234567898",
            "420787019400194567890123456786",
            "4207870112349400124567890123456783",
        ),
        bad=(
            "9400191234567890123450",
            "940019123456789012345",
            "9300191234567890123459",
        ),
    ),
    TrackingNumberType(
        code="usps_impb_commercial",
        courier="usps",
        name="USPS, commercial and retail",
        pattern=ROUTED
        + r"(?P<serial>(?:92[0-9]{3}9|93[0-9]{3}[0-8]|95[0-9]{3}[0-9])(?:[0-9]{15}|[0-9]{19}))"
        + r"(?P<check>[0-9])",
        fixed=2,
        checksum=mod10(even=3, odd=1),
        good=(
            "9261291234567890123459",
            "93001112345678901234567896",
            "9505513456789012345677",
            "4207870192748945678901234567890126",
        ),
        bad=(
            "9261291234567890123450",
            "926129123456789012345",
            "9261211234567890123457",
        ),
    ),
    TrackingNumberType(
        code="canada_post_16",
        courier="canada_post",
        name="Canada Post, 16 digits",
        pattern=r"(?P<serial>[0-9]{15})(?P<check>[0-9])",
        fixed=0,
        checksum=mod10(even=3, odd=1),
        good=(
            "1234567890123452",
            "7890123456789016",
        ),
        bad=(
            "1234567890123453",
            "123456789012345",
        ),
    ),
)
