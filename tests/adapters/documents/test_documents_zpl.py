"""ZPL: nothing that anybody wrote is a command, and the printer is told true sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_reading import zpl_codes, zpl_labels, zpl_words

from ordercore.adapters.documents import ZplRenderer
from ordercore.adapters.documents.zpl import escaped, in_sets
from ordercore.errors import InvalidValue, Unprintable
from ordercore.i18n import worded
from ordercore.kernel.replace import replace
from ordercore.ports import A4, LABEL
from ordercore.ports.labels import FNC1
from ordercore.testing.papers import HOSTILE, LABEL_OF_ALL, named

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ada Byron", "Ada Byron"),
        ("^XZ", "_5EXZ"),
        ("~JA", "_7EJA"),
        ("a_b", "a_5Fb"),
        ("\\&", "_5C&"),
        ("\x10^", "_10_5E"),
        ("\r\n\0", "_0D_0A_00"),
        ("é€", "_C3_A9_E2_82_AC"),
    ],
)
def test_what_the_printer_would_obey_is_written_in_digits(text: str, written: str) -> None:
    """Caret, tilde, the sign of digits itself, backslash, controls, and all beyond ASCII."""
    assert escaped(text) == written


@pytest.mark.parametrize("name", HOSTILE)
def test_injection_a_buyer_gives_the_printer_no_command(name: str) -> None:
    """The commands of the label are those of a label for somebody with a tame name."""
    hostile, tame = (ZplRenderer().render(named(some)[0]) for some in (name, "Ada Byron"))

    (written,), (usual,) = zpl_labels(hostile), zpl_labels(tame)

    assert {kind for kind, _ in map(commands_only, written)} == {
        kind for kind, _ in map(commands_only, usual)
    }
    assert "".join(name.split()) in "".join(zpl_words(hostile).split())


def commands_only(field: tuple[str, str]) -> tuple[str, str]:
    """Give the names of a field's commands, without where it stands."""
    return "".join(sign for sign in field[0] if not sign.isdigit()), field[1]


@given(TEXT)
def test_injection_law_no_text_holds_a_sign_of_the_language(text: str) -> None:
    """Whatever the text, it is visible ASCII without caret and tilde, and reads back."""
    written = escaped(text)

    assert written.isascii()
    assert written.isprintable()
    assert not {"^", "~", "\\"} & {*written}
    parts = written.encode().split(b"_")
    read = parts[0] + b"".join(bytes.fromhex(p[:2].decode()) + p[2:] for p in parts[1:])
    assert read.decode() == text


@pytest.mark.parametrize("said", ["^XZ~JA", "A>:B", "~", "1234^", "ab>0cd"])
def test_injection_bars_and_squares_give_no_command_either(said: str) -> None:
    """What a tracking number or a payload holds is drawn, and not done."""
    label = replace(LABEL_OF_ALL, tracking=said, payload=f"{said}\x10")

    document = ZplRenderer().render(worded(label))

    assert zpl_codes(document) == [f"{said}\x10", said]
    # Model 2, which is what scanners read; 1 is the original that nobody uses any more.
    assert b"^BQN,2," in document.content
    assert document.content.count(b"^XZ") == 1


@pytest.mark.parametrize(
    ("text", "data"),
    [
        # ZPL II Programming Guide, ^BC: figure B, and the beginning of figure C
        ("CODE128", ">:CODE128"),
        ("382436CODE128", ">;382436>6CODE128"),
        ("1234", ">;1234"),
        ("Ab", ">:Ab"),
        ("AB", ">:AB"),
        ("1Z999AA10123456784", ">:1Z999AA1>50123456784"),
        (f"{FNC1}4207", ">;>84207"),
        ("a>b", ">:a>0b"),
        ("a~^\x7f", ">:a>=><>1"),
        ("12345", ">:1>52345"),
    ],
)
def test_bars_are_told_with_their_sets(text: str, data: str) -> None:
    """By the invocations of the guide, so that the printer draws what we counted."""
    assert in_sets(text) == data


@pytest.mark.parametrize("text", ["\r", "A\rb", "12\x00"])
def test_bars_with_controls_are_refused(text: str) -> None:
    """Printers take set A as pairs of digits; nobody's tracking number has a line break in it."""
    with pytest.raises(InvalidValue, match="control"):
        in_sets(text)


@pytest.mark.parametrize(
    ("dots", "width", "length", "module"),
    [(203, 813, 1219, 3), (300, 1200, 1800, 4), (600, 2400, 3600, 9)],
)
def test_a_label_is_four_by_six_inches_at_any_density(
    dots: int, width: int, length: int, module: int
) -> None:
    """203 dots an inch are eight a millimetre; bars keep their width to the nearest dot."""
    text = ZplRenderer(dots).render(worded(LABEL_OF_ALL)).content.decode()

    assert f"^PW{width}^LL{length}\n" in text
    assert f"^BY{module}^BCN" in text


def test_each_page_is_a_label_of_its_own() -> None:
    """A paper of several pages is so many labels."""
    document = ZplRenderer().render(named("Ada Byron")[1], LABEL)

    assert len(zpl_labels(document)) == document.pages
    assert b"^PW1680^LL2376" in ZplRenderer().render(named("Ada Byron")[1], A4).content


@pytest.mark.parametrize("dots", [0, 72, 204])
def test_a_printer_of_another_density_is_refused(dots: int) -> None:
    """There are three on the market, and none between them."""
    with pytest.raises(InvalidValue, match="dots_per_inch"):
        ZplRenderer(dots)


@pytest.mark.parametrize("font", ["^XZ", "E:A.TTF^XZ", "NOTO.TTF", "e:noto.ttf", "E:.TTF"])
def test_injection_a_font_is_the_name_of_a_font(font: str) -> None:
    """It stands among commands, so nothing else may be in it."""
    with pytest.raises(InvalidValue, match="font"):
        ZplRenderer(font=font)


def test_letters_beyond_the_printers_own_are_refused_by_name() -> None:
    """Unless it is told of a font that it keeps."""
    paper = named("Łaska")[0]

    with pytest.raises(Unprintable, match=r"Ł \(U\+0141\)") as refused:
        ZplRenderer().render(paper)
    assert refused.value.characters == "Ł"
    assert "Łaska" in zpl_words(ZplRenderer(font="E:NOTO.TTF").render(paper))
    assert b"^A@N,42,42,E:NOTO.TTF" in ZplRenderer(font="E:NOTO.TTF").render(paper).content
