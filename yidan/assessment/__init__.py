"""讲评考核: rules that turn figures into scores of units, explained to the last point, confirmed by people."""
