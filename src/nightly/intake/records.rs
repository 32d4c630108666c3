//! Eligibility results into the state.
