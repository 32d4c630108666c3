//! What became of findings and verdicts since an earlier report (`--baseline`), and what a user has accepted
//! (`--ignore`).

pub mod accepted;
pub mod earlier;

mod rows;

use crate::check::Checked;

pub use accepted::Accepted;
pub use earlier::{Earlier, EarlierError};

/// What is to be done with a run before it is reported.
#[derive(Clone, Debug, Default)]
pub struct FollowUp {
    /// The earlier report.
    pub earlier: Option<Earlier>,
    /// What a user has accepted.
    pub accepted: Option<Accepted>,
    /// What identifies patients is to be masked.
    pub mask: bool,
}

impl FollowUp {
    /// Does it. Compared is with the accepted findings, since they are no more solved than open.
    pub fn apply(&self, checked: &mut Checked) {
        checked.compared = self.earlier.as_ref().map(|it| it.compare(checked));
        if let Some(accepted) = &self.accepted {
            accept(checked, accepted);
        }
        if self.mask {
            checked.mask();
        }
    }
}

/// Takes accepted findings out of a run that has been compared.
pub(crate) fn accept(checked: &mut Checked, accepted: &Accepted) {
    let (is_accepted, ignored) = accepted.of(checked);
    let mut hidden = is_accepted.iter();
    checked.findings.retain(|_| hidden.next() != Some(&true));
    if let Some(compared) = &mut checked.compared {
        let mut hidden = is_accepted.iter();
        compared.findings.retain(|_| hidden.next() != Some(&true));
    }
    checked.ignored = Some(ignored);
}
