"""One TOML file an agency or distributor, plus _any (the generic shapes) and _site (furniture of web pages)."""
