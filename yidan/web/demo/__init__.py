"""模拟城市: 株洲 2020, labelled 模拟数据, drawn from a seed and made through commands (issue 2, domain.md Appendix A).

`city.draw` is pure: it invents the city on paper. `load.load` performs what was drawn, command by command, with the
dates of 2020; `bulk` writes the monthly reports many at a time, row for row what the commands would have written.
"""
