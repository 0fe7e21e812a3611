"""The order of work: one verb a file. Only this room knows what comes after what.

``submit`` takes an application in; ``process`` gathers, assesses and moves it on; officers ``take``, ask, put, propose
and confirm; ``issue`` makes a clearance; ``publish`` tells the carrier gateway. Each verb writes its records and their
audit entries in one transaction of ``preclear.services.ports.Store``, or nothing at all.
"""
