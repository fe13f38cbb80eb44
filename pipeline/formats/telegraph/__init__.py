"""The takes of the telegraph age: ANPA 1312 and IPTC 7901."""
