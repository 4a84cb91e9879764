"""The field app: what the phone keeps, the acts that it sends later, and the number that dates its pictures."""
