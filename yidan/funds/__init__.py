"""资金: money by source, kept apart as applied, granted, allocated, in place and paid. Used by offices and owners."""
