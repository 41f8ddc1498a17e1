"""Trails on Spark (`waypost[spark]`): `tables` are what they are woven from, `weaving` makes and opens them, `workers`
is what runs on the cluster's machines."""
