"""What was received: batches, outcomes, findings, assumptions."""
