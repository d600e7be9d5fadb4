"""Manifests by way of EasyPost: scan forms, made once under a key."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from easypost_replay import DATA
from easypost_world import World, opened

from ordercore.errors import CarrierError
from ordercore.ports.carriage import CarrierDocument, CarrierDocumentKind, Manifest
from ordercore.ports.carrier_faults import Remedy, remedy_of

pytest.importorskip("easypost", reason="the extra carriers is not installed")


@pytest.fixture
def world() -> Iterator[World]:
    """Serve the recorded answers."""
    with opened() as found:
        yield found


def bought(world: World, count: int = 2) -> list[str]:
    """Buy labels, and give their ids."""
    return [world.label(f"key-{number}").id for number in range(count)]


def fails(code: str) -> Any:
    """Expect a code."""
    return pytest.raises(CarrierError, match=code)


def test_a_manifest_is_a_scan_form(world: World) -> None:
    """Its paper is a PDF by its URL; labels of the book cost no question."""
    labels = bought(world)
    asked = len(world.replay.asked)
    manifest = world.carrier().manifest(labels, "monday")

    assert [some[:2] for some in world.replay.asked[asked:]] == [("POST", "/v2/scan_forms")]
    assert world.replay.asked[-1][2] == {
        "scan_form": {"shipments": [{"id": label} for label in labels]}
    }
    assert manifest == Manifest(
        id=manifest.id,
        key="monday",
        labels=labels,
        documents=(
            CarrierDocument(
                kind=CarrierDocumentKind.MANIFEST,
                media_type="application/pdf",
                url=f"https://a.example/{manifest.id}.pdf",
            ),
        ),
    )


def test_a_documented_scan_form_is_read(world: World) -> None:
    """As EasyPost's documentation has it."""
    file = DATA / "docs_responses/guides/manifest-guide/webhook_post_example.json"
    if not file.exists():
        pytest.skip(f"no documented answer at {file}")
    form = json.loads(file.read_text("utf-8"))["result"]
    labels = bought(world, 1)
    world.replay.failing = [(201, form)]

    (paper,) = world.carrier().manifest(labels, "monday").documents
    assert paper.url == form["form_url"]


def test_a_lost_answer_makes_no_second_form(world: World) -> None:
    """The labels tell on which form they are, also while nobody can be reached."""
    labels = bought(world)
    world.replay.losing = True
    with fails("answer_lost"):
        world.carrier().manifest(labels, "monday")
    away = world.carrier(api_base="http://127.0.0.1:9/v2")
    with fails("answer_lost"):
        away.manifest(labels, "monday")
    with fails("key_reused"):
        away.manifest(labels[:1], "monday")
    world.replay.losing = False
    manifest = world.carrier().manifest(labels, "monday")

    assert list(world.replay.forms.forms) == [manifest.id]
    assert world.carrier().manifest(labels, "monday") == manifest


def test_an_answer_that_was_lost_before_anything_was_done_does_it(world: World) -> None:
    """Asking again makes the form."""
    labels, carrier = bought(world), world.carrier()

    def lost(**_: Any) -> Any:
        raise CarrierError("easypost", "answer_lost")

    carrier._client.scan_form.create = lost
    with fails("answer_lost"):
        carrier.manifest(labels, "monday")

    assert world.carrier().manifest(labels, "monday").labels == tuple(labels)


def test_who_is_quicker_with_the_same_key_makes_it_for_both(world: World) -> None:
    """The second form is refused, and the label seen to be on the first."""
    labels, carrier, other = bought(world), world.carrier(), world.carrier()
    real, made = carrier._client.scan_form.create, list[Manifest]()

    def overtaken(**named: Any) -> Any:
        made.append(other.manifest(labels, "monday"))
        return real(**named)

    carrier._client.scan_form.create = overtaken
    assert carrier.manifest(labels, "monday") == made[0]
    assert len(world.replay.forms.forms) == 1


def test_a_label_is_on_one_form_at_most(world: World) -> None:
    """Another manifest with it is refused, and its key is free."""
    first, second = bought(world)
    world.carrier().manifest([first], "monday")
    for labels in ([first, second], [second, first]):
        with fails("label_listed"):
            world.carrier().manifest(labels, "tuesday")

    assert world.carrier().manifest([second], "tuesday").labels == (second,)


def test_a_form_that_is_still_being_made_is_asked_for_again(world: World) -> None:
    """Its paper is not there yet; its numbers may not be either."""
    labels = bought(world)
    world.replay.forms.form_status = "creating"
    for _ in range(2):
        with fails("answer_lost") as caught:
            world.carrier().manifest(labels, "monday")
        assert remedy_of(caught.value) is Remedy.ASK_AGAIN
    ((id, form),) = world.replay.forms.forms.items()
    done = {**form, "status": "created", "form_url": "https://a.example/1.pdf"}
    world.replay.bought[labels[0]]["scan_form"] = {**done, "tracking_codes": []}

    assert world.carrier().manifest(labels, "monday").id == id


def test_a_form_that_failed_is_refused_in_its_words(world: World) -> None:
    """And may be made later, under the same key."""
    labels = bought(world)
    world.replay.forms.form_status = "failed"
    with fails("call_refused") as caught:
        world.carrier().manifest(labels, "monday")
    assert caught.value.detail == "no label is dated today"

    for label in labels:
        world.replay.bought[label]["scan_form"] = None
    world.replay.forms.form_status = "created"
    assert world.carrier().manifest(labels, "monday").labels == tuple(labels)


def test_a_carrier_without_forms_does_not_offer_them(world: World) -> None:
    """Said by EasyPost's own code; the key is free."""
    labels = bought(world)
    world.replay.forms.offered = False
    with fails("not_offered"):
        world.carrier().manifest(labels, "monday")
    world.replay.forms.offered = True

    assert world.carrier().manifest(labels[:1], "monday").labels == tuple(labels[:1])


@pytest.mark.parametrize(
    "form", [{"id": "sf_1", "status": "created"}, {"status": "created", "form_url": "x"}]
)
def test_a_form_without_sense_leaves_it_open(world: World, form: dict[str, str]) -> None:
    """Nobody can tell what was made; asking again looks, and makes it where there is none."""
    labels = bought(world)
    world.replay.failing = [(201, form)]
    with fails("answer_unreadable"):
        world.carrier().manifest(labels, "monday")

    assert world.carrier().manifest(labels, "monday").labels == tuple(labels)


def test_numbers_without_sense_leave_it_open(world: World) -> None:
    """Whether the form is of these labels cannot be told then."""
    labels = bought(world)
    world.replay.losing = True
    with fails("answer_lost"):
        world.carrier().manifest(labels, "monday")
    world.replay.losing = False
    form = world.replay.bought[labels[0]]["scan_form"]
    world.replay.bought[labels[0]]["scan_form"] = {**form, "tracking_codes": 7}
    with fails("answer_unreadable"):
        world.carrier().manifest(labels, "monday")
    world.replay.bought[labels[0]]["scan_form"] = form

    assert world.carrier().manifest(labels, "monday").id == form["id"]


def test_a_label_that_is_gone_settles_it(world: World) -> None:
    """Nobody can have listed it, so its key is free."""
    labels = bought(world)
    world.replay.losing = True
    with fails("answer_lost"):
        world.carrier().manifest(labels, "monday")
    world.replay.losing = False
    kept = world.replay.made.pop(labels[0])
    with fails("label_unknown"):
        world.carrier().manifest(labels, "monday")
    world.replay.made[labels[0]] = kept
    with fails("call_refused"):
        world.carrier().manifest(labels[1:], "monday")


def test_a_voided_label_is_not_listed(world: World) -> None:
    """It must not be handed over."""
    labels = bought(world)
    world.carrier().void(labels[1])
    with fails("label_void"):
        world.carrier().manifest(labels, "monday")
    with fails("key_reused"):
        (world.carrier().manifest(labels[:1], "monday"), world.carrier().manifest(labels, "monday"))
