"""The EC2 family: everything that is the EC2, S3 and Route 53 APIs' own is in this package."""
