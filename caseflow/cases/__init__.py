"""Cases: accepting a referral opens one; allocate, reach, plan, work, close."""
