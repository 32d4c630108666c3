-- Version 1.
-- Days are counted from 0001-01-01 (its day is 1), months are year * 12 + month - 1, times are seconds since 1970.

-- One execution of the night.
CREATE TABLE run (
    id {int} PRIMARY KEY,
    began {int} NOT NULL,
    ended {int},
    as_of {int} NOT NULL,
    status {text} NOT NULL,
    program {text} NOT NULL,
    basis {int} NOT NULL,
    told {text} NOT NULL
){strict};

-- What verdicts rest on beside claims and records: policy, rules and their settings.
CREATE TABLE basis (
    id {int} PRIMARY KEY,
    hash {text} NOT NULL UNIQUE,
    policy {text} NOT NULL,
    rules {text} NOT NULL,
    told {text} NOT NULL
){strict};

-- A file of an inbox, as it was last seen.
CREATE TABLE file (
    id {int} PRIMARY KEY,
    path {text} NOT NULL UNIQUE,
    -- claims, eligibility
    role {text} NOT NULL,
    size {int} NOT NULL,
    -- nanoseconds since 1970
    changed {int} NOT NULL,
    sha256 {text} NOT NULL,
    -- read, partial, quarantined, copy, skipped, gone
    state {text} NOT NULL,
    reason_ja {text},
    reason_en {text},
    -- the run that read this content, and its as-of
    seen_run {int} NOT NULL,
    seen_on {int} NOT NULL,
    first_run {int} NOT NULL,
    -- fingerprint of the content that was tried last
    tried {int} NOT NULL
){strict};
CREATE INDEX file_sha256 ON file (sha256);

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
    claims {int} NOT NULL,
    records {int} NOT NULL,
    status {text} NOT NULL,
    told {text}
){strict};
CREATE INDEX input_file ON input (file);

-- A station's header of claims.
CREATE TABLE header (
    id {int} PRIMARY KEY,
    hash {int} NOT NULL,
    payer {int} NOT NULL,
    station {text} NOT NULL,
    name {text} NOT NULL,
    billing_month {int}
){strict};
CREATE INDEX header_hash ON header (hash);

CREATE TABLE claim (
    id {int} PRIMARY KEY,
    input {int} NOT NULL,
    line {int} NOT NULL,
    header {int} NOT NULL,
    claim_key {int},
    month {int},
    insurer {text} NOT NULL,
    yen {int} NOT NULL,
    -- hash of insurer, symbol and number
    touch_key {int},
    -- hash under which duplicates meet
    twin {int},
    body {blob} NOT NULL
){strict};
CREATE INDEX claim_input ON claim (input);
CREATE INDEX claim_key ON claim (claim_key);
CREATE INDEX claim_month ON claim (month);
CREATE INDEX claim_insurer ON claim (insurer, month);

-- What reading a claim file found.
CREATE TABLE issue (
    input {int} NOT NULL,
    claim {int},
    at {int} NOT NULL,
    body {blob} NOT NULL,
    PRIMARY KEY (input, at)
){strict};
CREATE INDEX issue_claim ON issue (claim) WHERE claim IS NOT NULL;

-- A record of eligibility.
CREATE TABLE record (
    id {int} PRIMARY KEY,
    input {int} NOT NULL,
    at {int} NOT NULL,
    -- fingerprint of what it says
    print {int} NOT NULL,
    touch_key {int} NOT NULL,
    -- its as-of, where that lies after the as-of at which it was stored
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

-- The verdict that holds.
CREATE TABLE verdict (
    claim {int} PRIMARY KEY,
    basis {int} NOT NULL,
    -- the run that gave it first
    run {int} NOT NULL,
    verdict {int} NOT NULL,
    reason {int} NOT NULL,
    matched {int} NOT NULL,
    credential {int},
    evidence_as_of {int},
    visits {int} NOT NULL,
    cert {int} NOT NULL,
    bad {int} NOT NULL,
    -- the next day on which it may change by itself
    look_on {int}
){strict};
CREATE INDEX verdict_look_on ON verdict (look_on) WHERE look_on IS NOT NULL;
CREATE INDEX verdict_verdict ON verdict (verdict);

-- Verdicts that held once.
CREATE TABLE past (
    claim_key {int},
    claim {int} NOT NULL,
    from_run {int} NOT NULL,
    to_run {int} NOT NULL,
    why {text} NOT NULL,
    verdict {int} NOT NULL,
    reason {int} NOT NULL,
    matched {int} NOT NULL,
    credential {int},
    evidence_as_of {int},
    cert {int} NOT NULL,
    bad {int} NOT NULL
){strict};
CREATE INDEX past_claim_key ON past (claim_key);
CREATE INDEX past_claim ON past (claim);

CREATE TABLE finding (
    id {int} PRIMARY KEY,
    claim {int},
    input {int},
    code {text} NOT NULL,
    level {int} NOT NULL,
    place {text} NOT NULL,
    value_hash {int} NOT NULL,
    first_run {int} NOT NULL,
    first_on {int} NOT NULL,
    last_on {int},
    solved_run {int},
    solved_on {int},
    told {blob}
){strict};
CREATE INDEX finding_claim ON finding (claim);
CREATE INDEX finding_solved ON finding (solved_run) WHERE solved_run IS NOT NULL;

-- Claims to be judged.
CREATE TABLE todo (
    claim {int} PRIMARY KEY,
    why {int} NOT NULL
){strict};

-- Claims that this run judged, and the verdicts that they had.
CREATE TABLE tonight (
    claim {int} PRIMARY KEY,
    why {int} NOT NULL,
    was {int}
){strict};

CREATE TABLE published (
    run {int} PRIMARY KEY,
    folder {text} NOT NULL,
    at {int} NOT NULL,
    removed {int} NOT NULL
){strict};
