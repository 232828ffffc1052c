"""A layout file → what it says of page, styles, masthead, items and closing block. A county's look is data."""
