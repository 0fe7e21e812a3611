"""The days of a course against the days of the journey."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import StatedTrip
from preclear.model.application import Study
from preclear.model.finding import Remark


@check(source="Claim grid, question 2: the purpose fits the journey (course and stay)")
def study_fits_trip(study: Study, trip: StatedTrip) -> Iterator[Remark]:
    """Does the course take place while the traveller is there?"""
    late = study.starts is not None and trip.leave is not None and trip.leave.last < study.starts.first
    over = study.ends is not None and study.ends.last < trip.arrive.first
    if late or over:
        yield concern(
            "the course runs from {starts} to {ends}, the journey from {arrive} to {leave}",
            "study.starts",
            "trip.arrive",
            starts=study.starts or "an open day",
            ends=study.ends or "an open day",
            arrive=trip.arrive,
            leave=trip.leave or "an open day",
            contradicts="dates",
            resolved_by="the school's letter with the days of the course, or a corrected form",
            innocent="a course that was deferred; a visit for enrolment",
        )
