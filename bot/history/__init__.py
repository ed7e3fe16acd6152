"""Remember what was asked, answered and rated, without whose it was: days, hashes and counts."""
