-- Version 1.
-- Days are counted from 0001-01-01 (its day is 1), months are year * 12 + month - 1, times are seconds since 1970.

-- One execution of the night.
CREATE TABLE run (
    id {int} PRIMARY KEY,
    began {int} NOT NULL,
    ended {int},
    as_of {int} NOT NULL,
    -- running, done, failed, broken
    status {text} NOT NULL,
    program {text} NOT NULL,
    -- what it published
    folder {text}
){strict};

-- A file of an inbox, as it was last seen.
CREATE TABLE file (
    id {int} PRIMARY KEY,
    path {text} NOT NULL UNIQUE,
    -- claims, eligibility
    role {text} NOT NULL,
    size {int} NOT NULL,
    -- another number when it was written to
    changed {int} NOT NULL,
    sha256 {text} NOT NULL,
    -- read, partial, quarantined, copy, skipped, gone
    state {text} NOT NULL,
    reason_ja {text},
    reason_en {text},
    -- the run that read this content, and its as-of
    seen_run {int} NOT NULL,
    seen_on {int} NOT NULL,
    first_run {int} NOT NULL
){strict};
CREATE INDEX file_sha256 ON file (sha256);
CREATE INDEX file_seen ON file (role, seen_run);

-- What a file holds: one, or many for an archive.
CREATE TABLE input (
    id {int} PRIMARY KEY,
    file {int} NOT NULL,
    shown {text} NOT NULL,
    form {text} NOT NULL,
    encoding {text} NOT NULL,
    shape {text} NOT NULL,
    bytes {int} NOT NULL,
    sha256 {text} NOT NULL,
    -- claims or records
    rows {int} NOT NULL,
    -- 1 when rows stayed from an earlier content, so that their line numbers are no more true
    moved {int} NOT NULL
){strict};
CREATE INDEX input_file ON input (file);

-- A station's header of claims, each once.
CREATE TABLE header (
    id {int} PRIMARY KEY,
    hash {int} NOT NULL,
    payer {int} NOT NULL,
    station {text} NOT NULL,
    name {text} NOT NULL,
    billing_month {int}
){strict};
CREATE INDEX header_hash ON header (hash);

-- A claim; its number is never given again.
CREATE TABLE claim (
    id {int} PRIMARY KEY,
    input {int} NOT NULL,
    line {int} NOT NULL,
    header {int} NOT NULL,
    claim_key {int},
    month {int},
    insurer {text} NOT NULL,
    yen {int} NOT NULL,
    -- 1 when another may be the same
    twins {int} NOT NULL,
    body {blob} NOT NULL
){strict};
CREATE INDEX claim_input ON claim (input);
CREATE INDEX claim_month ON claim (month);

-- What the reader of claim files noted.
CREATE TABLE issue (
    input {int} NOT NULL,
    at {int} NOT NULL,
    claim {int},
    body {blob} NOT NULL,
    PRIMARY KEY (input, at)
){strict};
CREATE INDEX issue_claim ON issue (claim) WHERE claim IS NOT NULL;

-- A record of eligibility.
CREATE TABLE record (
    id {int} PRIMARY KEY,
    input {int} NOT NULL,
    at {int} NOT NULL,
    -- a hash of what it says
    print {int} NOT NULL,
    -- its as-of, where that lies after the as-of of the run that stored it
    later {int},
    body {blob} NOT NULL
){strict};
CREATE INDEX record_print ON record (input, print);
CREATE INDEX record_later ON record (later) WHERE later IS NOT NULL;

-- Hashes under which claims (owner = id * 2) and records (owner = id * 2 + 1) are found.
CREATE TABLE link (
    hash {int} NOT NULL,
    owner {int} NOT NULL,
    PRIMARY KEY (hash, owner)
){without_rowid};

-- The same for what came lately: a few rows strewn over all hashes would change nearly every page of `link`. They move
-- there by and by, a range of hashes at a time.
CREATE TABLE link_new (
    hash {int} NOT NULL,
    owner {int} NOT NULL,
    PRIMARY KEY (hash, owner)
){without_rowid};

-- The verdict that holds.
CREATE TABLE verdict (
    claim {int} PRIMARY KEY,
    -- the run that gave it first
    run {int} NOT NULL,
    verdict {text} NOT NULL,
    reason {text} NOT NULL,
    matched {text} NOT NULL,
    credential {text},
    evidence_as_of {int},
    -- days of the month: bit 0 is the 1st
    visits {int} NOT NULL,
    cert {int} NOT NULL,
    bad {int} NOT NULL,
    -- the next day on which it may change by itself
    look_on {int}
){strict};
CREATE INDEX verdict_look_on ON verdict (look_on) WHERE look_on IS NOT NULL;

-- Verdicts that held once.
CREATE TABLE past (
    claim {int} NOT NULL,
    claim_key {int},
    from_run {int} NOT NULL,
    to_run {int} NOT NULL,
    why {text} NOT NULL,
    verdict {text} NOT NULL,
    reason {text} NOT NULL,
    matched {text} NOT NULL,
    credential {text},
    evidence_as_of {int},
    visits {int} NOT NULL,
    cert {int} NOT NULL,
    bad {int} NOT NULL,
    look_on {int}
){strict};
CREATE INDEX past_claim_key ON past (claim_key);
CREATE INDEX past_claim ON past (claim);

-- A finding, open while no run solved it; of a claim, or of an input as a whole.
CREATE TABLE finding (
    id {int} PRIMARY KEY,
    claim {int},
    input {int},
    code {text} NOT NULL,
    -- 0 info, 1 warn, 2 error
    level {int} NOT NULL,
    -- record and field
    place {text} NOT NULL,
    -- days of the month: bit 0 is the 1st
    days {int} NOT NULL,
    -- a hash of its values
    print {int} NOT NULL,
    first_run {int} NOT NULL,
    solved_run {int}
){strict};
CREATE INDEX finding_claim ON finding (claim);
CREATE INDEX finding_input ON finding (input) WHERE claim IS NULL;

-- Claims to be judged, and why.
CREATE TABLE todo (
    claim {int} PRIMARY KEY,
    why {int} NOT NULL
){strict};

-- Claims that were judged since the last report.
CREATE TABLE tonight (
    claim {int} PRIMARY KEY,
    why {int} NOT NULL
){strict};

-- Totals over all claims and open findings.
CREATE TABLE total (
    name {text} PRIMARY KEY,
    n {int} NOT NULL,
    yen {int} NOT NULL
){strict};
