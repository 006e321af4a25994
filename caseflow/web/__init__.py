"""What every page shares: forms, fields, filters, errors, headers and the way a page is sent."""
