"""通报: numbered papers, made of blocks with living numbers; used by web, which renders them."""
