"""What the formats of foreign planners share: a plain header, servers into apps, owners."""
