"""Foreign ledger formats (台账, CMF, Konveyor …), one module each; none is read yet."""
