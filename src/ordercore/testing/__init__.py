"""What users test their own rules and adapters with: strategies, laws, conformance suites."""
