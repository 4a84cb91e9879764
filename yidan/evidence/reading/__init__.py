"""What a picture's or a film's bytes say, read in a child process that can do nothing else."""

from yidan.evidence.reading.process import Found, Reader, Reads

__all__ = ["Found", "Reader", "Reads"]
