"""Policies: clauses of MLPS 2.0 as declared rules over what is declared, before it is made."""
