"""RSS, RDF, Atom and WordPress exports: a record an entry."""
