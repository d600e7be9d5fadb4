"""Numbers of UPS, FedEx, DHL, DPD and Amazon.

Formats and check digits are facts of the carriers, gathered by jkeen/tracking_number_data (facts
§0, TN); the examples are made up.
"""

from ordercore.shipping.numbers.checksums import ISO_37_36, MOD_7, mod10, sum_product
from ordercore.shipping.numbers.types import TrackingNumberType

INTEGRATORS = (
    TrackingNumberType(
        code="ups_1z",
        courier="ups",
        name="UPS",
        pattern=r"1Z(?P<serial>[0-9A-Z]{15})(?P<check>[0-9])",
        fixed=2,
        checksum=mod10(even=1, odd=2),
        good=(
            "1Z999AA10123456784",
            "1Z12345E0203000007",
        ),
        bad=(
            "1Z12345E0203000008",
            "1Z12345E020300000",
            "2Z12345E0203000007",
        ),
    ),
    TrackingNumberType(
        code="ups_waybill",
        courier="ups",
        name="UPS, waybill",
        pattern=r"[AHJKTV](?P<serial>[0-9]{9})(?P<check>[0-9])",
        fixed=1,
        checksum=mod10(even=1, odd=2),
        good=(
            "H1234567895",
            "H7890123457",
        ),
        bad=(
            "H1234567896",
            "H123456789",
        ),
    ),
    TrackingNumberType(
        code="fedex_12",
        courier="fedex",
        name="FedEx Express, 12 digits",
        pattern=r"(?P<serial>[0-9]{11})(?P<check>[0-9])",
        fixed=0,
        checksum=sum_product((3, 1, 7) * 4, 11, 10),
        good=(
            "123456789012",
            "789012345674",
        ),
        bad=(
            "123456789013",
            "12345678901",
        ),
    ),
    TrackingNumberType(
        code="fedex_34",
        courier="fedex",
        name="FedEx Express, 34 digits",
        pattern=r"[0-8][0-9]{19}(?P<serial>[0-9]{13})(?P<check>[0-9])",
        fixed=0,
        checksum=sum_product((1, 7, 3) * 5, 11, 10),
        good=(
            "1123456789012347870134567890123451",
            "1123456789012347870167890123456784",
        ),
        bad=(
            "1123456789012347870134567890123452",
            "112345678901234787013456789012345",
            "9123456789012347870134567890123451",
        ),
    ),
    TrackingNumberType(
        code="fedex_astra",
        courier="fedex",
        name="FedEx ASTRA, 32 digits",
        pattern=r"3[0-9]{15}(?P<serial>[0-9]{11})(?P<check>[0-9])[0-9]{4}",
        fixed=1,
        checksum=sum_product((3, 1, 7) * 4, 11, 10),
        good=(
            "31234567890123451234567890122027",
            "31234567890123457890123456742027",
        ),
        bad=(
            "31234567890123451234567890132027",
            "3123456789012345123456789012202",
        ),
    ),
    TrackingNumberType(
        code="fedex_ground_15",
        courier="fedex",
        name="FedEx Ground, 15 digits",
        pattern=r"(?P<serial>[0-9]{14})(?P<check>[0-9])",
        fixed=0,
        checksum=mod10(even=1, odd=3),
        good=(
            "123456789012343",
            "789012345678905",
        ),
        bad=(
            "123456789012344",
            "12345678901234",
        ),
    ),
    TrackingNumberType(
        code="fedex_ground_18",
        courier="fedex",
        name="FedEx Ground, 18 digits (SSCC)",
        pattern=r"[0-9]{2}(?P<serial>[0-9]{15})(?P<check>[0-9])",
        fixed=0,
        checksum=mod10(even=3, odd=1),
        good=(
            "001234567890123452",
            "007890123456789016",
        ),
        bad=(
            "001234567890123453",
            "00123456789012345",
        ),
    ),
    TrackingNumberType(
        code="fedex_ground_96",
        courier="fedex",
        name="FedEx Ground, 22 digits",
        pattern=r"96[0-9]{5}(?P<serial>[0-9]{14})(?P<check>[0-9])",
        fixed=2,
        checksum=mod10(even=1, odd=3),
        good=(
            "9610001123456789012343",
            "9610001789012345678905",
        ),
        bad=(
            "9610001123456789012344",
            "961000112345678901234",
        ),
    ),
    TrackingNumberType(
        code="fedex_ground_34",
        courier="fedex",
        name="FedEx Ground, 34 digits",
        pattern=r"96[0-9]{18}(?P<serial>[0-9]{13})(?P<check>[0-9])",
        fixed=2,
        checksum=sum_product((1, 7, 3) * 5, 11, 10),
        good=(
            "9645678901234567890112345678901230",
            "9645678901234567890178901234567896",
        ),
        bad=(
            "9645678901234567890112345678901231",
            "964567890123456789011234567890123",
        ),
    ),
    TrackingNumberType(
        code="dhl_express",
        courier="dhl",
        name="DHL Express, waybill",
        pattern=r"(?P<serial>[0-9]{9,10})(?P<check>[0-9])",
        fixed=0,
        checksum=MOD_7,
        good=(
            "1234567891",
            "45678901236",
        ),
        bad=(
            "1234567892",
            "123456789012",
        ),
    ),
    TrackingNumberType(
        code="dhl_express_piece",
        courier="dhl",
        name="DHL Express, piece",
        pattern=r"J[A-Z]{2,3}[0-9]{9,10}",
        fixed=3,
        good=(
            "JDX1234567890",
            "JJD0123456789",
        ),
        bad=(
            "XJD1234567890",
            "JJD12345678",
        ),
    ),
    TrackingNumberType(
        code="dhl_ecommerce",
        courier="dhl",
        name="DHL eCommerce",
        pattern=r"(?:GM|LX|RX|UV|CN|SG|TH|IN|HK|MY)[0-9][0-9A-Z]{9,38}",
        fixed=2,
        good=(
            "GM1234567890123456",
            "LX1A2B3C4D5E6F",
        ),
        bad=(
            "GS1234567890123456",
            "GMABCDEFGHIJKL",
        ),
    ),
    TrackingNumberType(
        code="dhl_ecommerce_14",
        courier="dhl",
        name="DHL eCommerce, 14 digits",
        pattern=r"[0-9]{14}",
        fixed=0,
        good=(
            "12345678901234",
            "67890123456789",
        ),
        bad=(
            "1234567890123",
            "A1234567890123",
        ),
    ),
    TrackingNumberType(
        code="amazon_logistics",
        courier="amazon",
        name="Amazon Logistics",
        pattern=r"TB[ACM][0-9]{12}",
        fixed=3,
        good=(
            "TBA123456789012",
            "TBC456789012345",
        ),
        bad=(
            "TBX123456789012",
            "TBA12345678901",
        ),
    ),
    TrackingNumberType(
        code="amazon_international",
        courier="amazon",
        name="Amazon, international",
        pattern=r"[ACF][0-9]{10}",
        fixed=1,
        good=(
            "C1234567890",
            "A5678901234",
        ),
        bad=(
            "D1234567890",
            "C123456789",
        ),
    ),
    TrackingNumberType(
        code="dpd_28",
        courier="dpd",
        name="DPD, 28 characters",
        pattern=r"(?P<serial>[0-9]{27})(?P<check>[0-9A-Z])",
        fixed=0,
        checksum=ISO_37_36,
        good=(
            "123456789012345678901234567N",
            "0012345678901234567891012765",
        ),
        bad=(
            "123456789012345678901234567",
            "1234567890123456789012345674",
        ),
    ),
    TrackingNumberType(
        code="dpd_14",
        courier="dpd",
        name="DPD, parcel label number",
        pattern=r"(?P<serial>[0-9]{14})(?P<check>[0-9A-Z])",
        fixed=0,
        checksum=ISO_37_36,
        good=(
            "12345678901234E",
            "789012345678905",
        ),
        bad=(
            "12345678901234",
            "123456789012345",
        ),
    ),
)
