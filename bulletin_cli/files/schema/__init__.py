"""The fields of item, issue and bulletin files, described once.

Each description is a JSON Schema (draft-07): reading validates with it, editors show its titles and descriptions,
and the README's tables are made from it. Keywords of ours: `x-expect` says in Chinese how a value is written,
`x-placeholders` lists the names that may stand in braces, `x-style` says that a value names a style of the layout.
"""
