"""Reading what was typed, red-flag rules, finding, ordering and saying why. Knows no condition and no article."""
