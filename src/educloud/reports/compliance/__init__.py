"""The compliance report: every rule of the policy documents, judged on what is known."""
