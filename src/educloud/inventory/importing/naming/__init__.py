"""Names to ids: divisions and organisations by the ways people name them."""
