"""The stages of a return: which may follow which, and by which commands."""

from enum import Enum

from ordercore.kernel.lifecycle import Lifecycle


class ReturnStatus(Enum):
    """How far a return has come."""

    REQUESTED = "requested"
    """It waits for an answer."""
    INFORMATION_ASKED = "information_asked"
    """The buyer was asked about it, and has not said anything yet."""
    AUTHORISED = "authorised"
    LABELLED = "labelled"
    """There is a label for the way back."""
    IN_TRANSIT = "in_transit"
    ARRIVED = "arrived"
    """The carrier says that it arrived; nobody has counted it yet."""
    PARTIALLY_RECEIVED = "partially_received"
    INSPECTING = "inspecting"
    """All of it is back, and some of it is still to be graded."""
    REJECTED = "rejected"
    """All of it is graded, and some of it is to be sent back to the buyer."""
    RECEIVED = "received"
    """All of it is back and graded, and nothing waits to be sent back."""
    SENT_BACK = "sent_back"
    """All of it was rejected, and is with the buyer again."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is still to be done."""
        return self in _OVER


_S = ReturnStatus

_OVER = frozenset({_S.RECEIVED, _S.SENT_BACK, _S.DECLINED, _S.WITHDRAWN, _S.CLOSED})

_SCAN, _RECEIVE, _GRADE = ("RecordReturnScan",), ("ReceiveReturn",), ("GradeReturn",)

_CLOSE = {_S.CLOSED: ("CloseReturn",)}

_WITHDRAW = {_S.WITHDRAWN: ("WithdrawReturn",)}

_COME = {
    _S.PARTIALLY_RECEIVED: _RECEIVE,
    _S.INSPECTING: _RECEIVE,
    _S.RECEIVED: _RECEIVE,
}

_ANSWER = {
    _S.AUTHORISED: ("AuthoriseReturn",),
    _S.DECLINED: ("DeclineReturn",),
}

RETURN_LIFECYCLE = Lifecycle(
    name="return",
    starts=frozenset({_S.REQUESTED, _S.AUTHORISED}),
    edges={
        _S.REQUESTED: {
            _S.INFORMATION_ASKED: ("AskReturnInformation",),
            **_ANSWER,
            **_WITHDRAW,
        },
        _S.INFORMATION_ASKED: {
            _S.REQUESTED: ("GiveReturnInformation",),
            **_ANSWER,
            **_WITHDRAW,
        },
        _S.AUTHORISED: {
            _S.LABELLED: ("IssueReturnLabel",),
            _S.IN_TRANSIT: _SCAN,
            _S.ARRIVED: _SCAN,
            **_COME,
            **_WITHDRAW,
            **_CLOSE,
        },
        _S.LABELLED: {
            _S.AUTHORISED: ("VoidReturnLabel",),
            _S.IN_TRANSIT: _SCAN,
            _S.ARRIVED: _SCAN,
            **_COME,
            **_WITHDRAW,
            **_CLOSE,
        },
        _S.IN_TRANSIT: {_S.ARRIVED: _SCAN, **_COME, **_CLOSE},
        _S.ARRIVED: {**_COME, **_CLOSE},
        _S.PARTIALLY_RECEIVED: {
            _S.INSPECTING: _RECEIVE,
            _S.REJECTED: _RECEIVE,
            _S.RECEIVED: _RECEIVE,
            **_CLOSE,
        },
        _S.INSPECTING: {_S.REJECTED: _GRADE, _S.RECEIVED: _GRADE, _S.SENT_BACK: _GRADE},
        _S.REJECTED: {_S.RECEIVED: ("SendBackReturn",), _S.SENT_BACK: ("SendBackReturn",)},
        _S.RECEIVED: _CLOSE,
        _S.SENT_BACK: _CLOSE,
        _S.DECLINED: {},
        _S.WITHDRAWN: {},
        _S.CLOSED: {},
    },
    rests=frozenset({_S.RECEIVED, _S.SENT_BACK}),
)
