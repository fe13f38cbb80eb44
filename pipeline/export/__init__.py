"""Records in the forms that others read: a module a format, each a pure function of one record."""
