# What mail and status of a night share.
nightly-claims = { $claims ->
    [one] { $claims } claim
   *[other] { $claims } claims
}
nightly-yen = { $yen } yen
nightly-findings-new = New findings: error { $error }, warn { $warn }, info { $info }
nightly-findings-solved = Solved findings: error { $error }, warn { $warn }, info { $info }
nightly-risk = Claims for which a certificate has to be asked for (in all): { $claims }, { $yen } yen; people in tonight's work list: { $people }
nightly-quarantine = Inputs that cannot be read; all others were judged. Once they are mended they are read in the next night.
nightly-quarantined = { "  " }{ $path }: { $reason } (since { $since })
nightly-quarantine-more = { "  " }and { $more } more; quarantine of run.json has them all.

# The mail about a night.
nightly-mail-subject-quiet = houkan { $as_of }: nothing new was found
nightly-mail-subject-found = houkan { $as_of }: { $found ->
    [one] { $found } new finding
   *[other] { $found } new findings
}
nightly-mail-subject-unreadable = houkan { $as_of }: { $unreadable ->
    [one] { $unreadable } input
   *[other] { $unreadable } inputs
} cannot be read, { $found ->
    [one] { $found } new finding
   *[other] { $found } new findings
}
nightly-mail-head = The night is done ({ $ended }). Claims judged: { $judged } ({ $new } new, { $again } judged again).
nightly-mail-recovered = The run before had been broken off; its work was done by this one.
nightly-mail-turned = Claims with another verdict than the night before (new ones too; without those in order)
nightly-mail-turned-none = No claim has got a worse verdict since the night before.
nightly-mail-report = Report: { $folder }

# `houkan nightly --status`.
nightly-status-head = houkan nightly: status at { $now }
nightly-status-held = A run is in progress (process { $pid } on { $host }, since { $began }, for { $minutes } min).
nightly-status-held-unknown = A run is in progress.
nightly-status-left = No run is in progress. The run before (begun { $began }, process { $pid } on { $host }) was broken off; the next one does its work too.
nightly-status-free = No run is in progress.
nightly-status-none = Nothing has been published yet.
nightly-status-latest = Latest result: { $folder } (run { $run }, ended { $ended }, exit status { $status })
nightly-status-claims = Claims in the state: { $claims }, eligibility records: { $records }, size { $mebibytes } MiB
nightly-status-findings = Findings that are not solved: error { $error }, warn { $warn }, info { $info }

# `houkan history`.
nightly-history-claim = Claim { $key }: { $file }:{ $line }, station { $station }, { $month }, { $yen } yen
nightly-history-gone = Claim { $key }: in none of today's claim files
nightly-history-verdict = { "  " }since { $when } verdict { $id } ({ $verdict }): { $reason }
nightly-history-open = { "  " }since { $first } finding { $code } ({ $level }): { $title }
nightly-history-solved = { "  " }{ $first } to { $solved } finding { $code } ({ $level }): { $title }
nightly-history-withdrawn = { "  " }{ $when } withdrawn with its file
nightly-history-none = The state has no such claim.
