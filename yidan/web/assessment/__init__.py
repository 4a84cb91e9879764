"""The faces of 讲评考核: rounds with every point explained, appeals, schemes one can try, cards."""
