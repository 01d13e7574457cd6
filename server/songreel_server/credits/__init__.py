"""What work costs, who has credits, and where each of them went."""
