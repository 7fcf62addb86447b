"""Files to sheets: any spreadsheet people have, read by its content, refused when it harms."""
