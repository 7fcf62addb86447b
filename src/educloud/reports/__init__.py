"""What stands where: status and reports for people."""
