# The mail about a night.
nightly-mail-subject-quiet = houkan { $as_of }: nothing new was found
nightly-mail-subject-found = houkan { $as_of }: { $found } new findings
nightly-mail-subject-unreadable = houkan { $as_of }: { $unreadable } inputs cannot be read, { $found } new findings
nightly-mail-head = The night is done ({ $ended }). Claims judged: { $judged } ({ $new } new, { $again } judged again).
nightly-mail-recovered = The run before had been broken off; its work was done by this one.
nightly-mail-turned = Claims with another verdict than the night before (new ones too; without those in order)
nightly-mail-turned-none = No claim has got a worse verdict since the night before.
nightly-mail-claims = { $claims } claims
nightly-mail-yen = { $yen } yen
nightly-mail-findings-new = New findings: { $error } errors, { $warn } warnings, { $info } infos
nightly-mail-findings-solved = Solved findings: { $error } errors, { $warn } warnings, { $info } infos
nightly-mail-risk = Certificates to be asked for (in all): { $people } people, { $claims } claims, { $yen } yen
nightly-mail-quarantine = Inputs that cannot be read; all others were judged. Once they are mended they are read in the next night.
nightly-mail-quarantined = { "  " }{ $path }: { $reason } (since { $day })
nightly-mail-quarantine-more = { "  " }and { $more } more; quarantine of run.json has them all.
nightly-mail-report = Report: { $folder }
