"""``check --policy``: prove that a return policy is total, monotone and exact, row by row."""

import argparse

from ordercore.cli.console import Answer, print_json, print_table, progress
from ordercore.cli.naming import named_policy
from ordercore.testing.policies import PolicyReport


def run(arguments: argparse.Namespace) -> Answer:
    """Prove it; all is well when nothing was found."""
    from ordercore.testing.policies import prove_policy

    policy = named_policy(arguments.policy)
    with progress("probes") as advance:
        report = prove_policy(policy, progress=advance)

    def tell() -> None:
        if arguments.json:
            print_json(_as_json(report))
        else:
            _tell(report)

    return report.is_well, tell


def _as_json(report: PolicyReport) -> dict[str, object]:
    return {
        "well": report.is_well,
        "policy": report.policy,
        "rows": report.rows,
        "probes": report.probes,
        "findings": [
            {"code": some.code, "what": some.what, "example": some.example}
            for some in report.findings
        ],
    }


def _tell(report: PolicyReport) -> None:
    counts = (report.rows, report.probes, len(report.findings))
    head = ("policy", "rows", "probes", "findings")
    print_table("The return policy", head, [(report.policy, *[f"{count:,}" for count in counts])])
    for some in report.findings:
        print(f"  {some.what} [{some.code}]\n    {some.example}")
    if report.is_well:
        print("It answers everything that its rows name, and every row counts.")
