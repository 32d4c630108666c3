# What `houkan check` says at the end, on the terminal.
summary-head = houkan check  as of { $as_of }  policy { $policy }
summary-verdict = verdict
summary-claims = claims
summary-yen = yen
summary-total = total
summary-certificates = Certificate to be asked for: { $people } persons, { $claims } claims, { $yen } yen

# The first persons of the work list.
summary-urgent = Most urgent ({ $shown } of { $people } persons)
summary-urgent-nameless = Most urgent ({ $shown } of { $people } persons; { $file } has their names)
summary-claim = claim { $number }
summary-days = { $first } to { $last }
summary-amount = { $yen } yen

# Findings.
summary-findings = Findings
summary-findings-more = Findings ({ $more } more codes in { $file })

# An earlier report, and what a user has accepted.
summary-compared = Against the earlier report ({ $folder })
summary-compared-verdicts = verdicts: { $new } new, { $open } open, { $solved } solved
summary-compared-findings = findings: { $new } new, { $open } open, { $solved } solved
summary-compared-not-looked-at = Rows of the earlier report about claim files that this run has not read: { $count }, not compared.
summary-ignored = By { $path }: { $findings } findings left out, { $claims } claims taken off the work list.
summary-ignored-expired = Entries past their day: { $count }. They hide nothing; set a new day or delete them.
summary-ignored-unused = Entries that fit nothing: { $count }. If that is solved, delete them.
summary-masked = Names, birth dates and numbers are masked.

# Inputs.
summary-unreadable = Inputs that could not be read: { $count }
summary-partial = Inputs that were not used whole: { $count }
summary-registers = { $kept } of { $rows } rows concern these claims.
summary-seen-later = { $count } eligibility records seen after the day of the check were not used.
summary-no-records = There is not one usable eligibility record: nothing was compared.

# The report, and what to do next.
summary-report = Report
summary-replaced = { $count } characters that Shift_JIS lacks became 〓.
summary-next = Next
summary-next-records = before asking any patient, get the eligibility results (-e) again and check once more.
summary-next-html = open { $file } in a browser and ask for what its work list says, from the top.
summary-next-xlsx = open { $file } in Excel and ask for what its work list says, from the top.
summary-next-csv = ask for what { $file } says, from its top.
summary-next-notices = { $file } can be printed and given to the patients.
summary-next-findings = look at the errors and warnings in { $file }.
summary-next-findings-page = look at the errors and warnings in { $file }.
summary-next-form = run it with --report csv for the list of findings.
summary-next-verdicts = look at the claims in { $file } that are not OK.
summary-next-nothing = nothing to correct was found.
summary-explain = What a code means

# Beside the summary, on standard error.
summary-notes-more = { $more } more are in the notes of summary.json.
summary-kept = some files beside the earlier report could not be carried over; its folder is kept as { $folder }: take what you need and delete it.
summary-lacks-records = not one usable record was read from the eligibility results (-e); this report compared nothing.

# What was dropped on the program.
summary-dropped-folder = -houkan-report
summary-dropped-logs = { $count } more credential logs were found; only { $file } is used.
summary-dropped-close = Press Enter to close.
