"""表单清单: every form that asks people for facts, declared once, with its basis, frequency, office and expiry.

国办函〔2026〕12号 (domain.md §13.4) forbids forms at will: a form without a live entry here fails a law
(tests/laws/test_sheets.py), and so does a field that is not named as a fact of the ledger.
"""

from yidan.web.sheets.declared import OWN_WORK, SHEETS
from yidan.web.sheets.sheet import Frequency, Sheet, Standing, standing, standing_of

__all__ = ["OWN_WORK", "SHEETS", "Frequency", "Sheet", "Standing", "standing", "standing_of"]
