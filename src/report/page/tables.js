// The tables: which columns they have, which rows a search and the filters leave, what opens.

const doneSign = (isDone) => (isDone ? t('page-sign-done') : t('page-sign-not-done'));
const doneCell = (isDone) => el('span', { class: isDone ? 'done' : 'not-done' }, doneSign(isDone));

const PEOPLE_TAB = {
  name: 'page-tab-people',
  count: () => people.count,
  rowHeight: 46,
  filters: ['verdict', 'station', 'kind', 'mark', 'handled'],
  columns: () => [
    { id: 'done', label: t('page-done'), width: 76, isMark: true, get: (p) => Number(marks.ofPerson(p)), show: (p) => doneCell(marks.ofPerson(p)) },
    { id: 'verdict', label: t('column-verdict'), width: 128, get: people.outcome, show: (p) => chip(people.outcome(p)) },
    compared({ get: people.mark }),
    { id: 'name', label: t('column-patient_name'), width: 150, grow: 1, style: 'stack', get: (p) => claims.text('kana', people.first(p)) || claims.name(people.first(p)), show: (p) => nameCell(people.first(p)) },
    ofFirst('birth_date', 108),
    { id: 'ask', label: t('column-ask'), width: 230, grow: 3, style: 'long', get: people.ask },
    { id: 'reason', label: t('column-reason'), width: 170, grow: 2, style: 'long', get: (p) => reasonName(data.people.reason[p]) },
    { id: 'yen', label: t('column-yen_at_risk'), width: 96, style: 'number', get: (p) => data.people.yen[p], show: (p) => yenText(data.people.yen[p]) },
    { id: 'claims', label: t('column-claims'), width: 66, style: 'number', get: (p) => data.people.claims[p].length },
    { id: 'dates', label: t('page-dates'), width: 112, style: 'long', get: (p) => text(data.people.first_date[p]), show: people.period },
    { id: 'memo', label: t('page-memo'), width: 130, grow: 1, style: 'long', get: (p) => marks.memoOfPerson(p) },
    ofFirst('insurer_no', 100),
    { id: 'insured', label: t('page-insured'), width: 150, style: 'long', get: (p) => claims.insured(people.first(p)) },
    { id: 'stations', label: t('column-station_codes'), width: 124, style: 'long', get: (p) => text(data.people.stations[p]).split(';').join(' ') },
  ],
  matches: (p, terms) =>
    data.people.claims[p].some((c) => claimMatches(c) && personHas(p, c, terms))
    && (state.filter.mark === '' || markOf(people.mark(p)) === state.filter.mark)
    && handledMatches(() => marks.ofPerson(p)),
  open: (p) => openClaim(people.gravest(p), p),
  toggle: (p) => marks.togglePerson(p),
};

const CLAIMS_TAB = {
  name: 'page-tab-claims',
  count: () => claims.count,
  rowHeight: 36,
  filters: ['verdict', 'code', 'station', 'kind', 'mark'],
  columns: () => [
    { id: 'verdict', label: t('column-verdict'), width: 138, get: (c) => claims.of('verdict', c), show: (c) => chip(claims.of('verdict', c)) },
    compared({ get: (c) => claims.of('mark', c) }),
    ofClaim('name', 'patient_name', 130, 1),
    ofClaim('kana', 'patient_kana', 150, 1),
    { id: 'reason', label: t('column-reason'), width: 220, grow: 2, get: (c) => reasonName(claims.of('reason', c)) },
    ofClaim('service_month', 'service_month', 96),
    { id: 'visit_days', label: t('column-visit_days'), width: 84, style: 'number', get: (c) => countDays(claims.of('visits', c)) },
    { id: 'yen', label: t('column-total_yen'), width: 100, style: 'number', get: (c) => claims.of('yen', c), show: (c) => yenText(claims.of('yen', c)) },
    { id: 'needs', label: t('column-needs_certificate'), width: 118, get: (c) => Number(claims.cert(c) !== 0), show: (c) => (claims.cert(c) !== 0 ? t('page-yes') : t('page-no')) },
    { ...ofDays('cert_dates', claims.month, claims.cert), width: 210 },
    { ...ofDays('bad_dates', claims.month, claims.bad), width: 210 },
    { id: 'credential', label: t('column-credential'), width: 170, get: claims.credential },
    ofClaim('evidence_as_of', 'evidence_as_of', 108),
    { id: 'matched_by', label: t('column-matched_by'), width: 200, get: (c) => t(`matched-${data.ids.matched[claims.of('matched_by', c)]}`) },
    ofClaim('birth_date', 'birth_date', 108),
    { id: 'sex', label: t('column-sex'), width: 80, get: claims.sexName },
    ofClaim('insurer_no', 'insurer_no', 100),
    ofClaim('symbol', 'symbol', 120),
    ofClaim('number', 'number', 120),
    ofClaim('branch', 'branch', 60),
    { id: 'kind', label: t('column-insurer_kind'), width: 130, get: (c) => kindName(claims.of('kind', c)) },
    { id: 'claim_type', label: t('column-claim_type'), width: 180, get: claims.typeName },
    { id: 'station', label: t('column-station_code'), width: 124, get: (c) => claims.station(c)[0] },
    { id: 'payer', label: t('column-payer'), width: 110, get: payerName },
    ofClaim('billing_month', 'billing_month', 90),
    { ...ofClaim('claim_no', 'claim_no', 110), sort: (c) => numberKey(claims.text('claim_no', c)) },
    { id: 'file', label: t('column-source_file'), width: 260, get: (c) => data.inputs[claims.of('file', c)].path },
    { id: 'line', label: t('column-line'), width: 64, style: 'number', get: (c) => claims.of('line', c) },
  ],
  matches: (c, terms) =>
    claimMatches(c)
    && (state.filter.code === '' || claims.findings(c).some((f) => findings.code(f) === state.filter.code))
    && (state.filter.mark === '' || markOf(claims.of('mark', c)) === state.filter.mark)
    && claimHas(c, terms),
  open: (c) => openClaim(c),
  toggle: () => {},
};

const FINDINGS_TAB = {
  name: 'page-tab-findings',
  count: () => findings.count,
  rowHeight: 46,
  filters: ['level', 'code', 'verdict', 'station', 'kind', 'mark', 'handled'],
  columns: () => [
    { id: 'done', label: t('page-done'), width: 76, isMark: true, get: (f) => withClaim(f, () => Number(marks.ofFinding(f))), show: (f) => (findings.of('claim', f) === null ? '－' : doneCell(marks.ofFinding(f))) },
    { id: 'level', label: t('column-level'), width: 106, get: (f) => findings.of('level', f), show: (f) => levelChip(findings.level(f)) },
    compared({ get: (f) => findings.of('mark', f) }),
    { id: 'code', label: t('column-code'), width: 170, grow: 1, style: 'stack', get: findings.code, show: (f) => el('span', {}, el('span', {}, findings.title(f)), el('small', {}, findings.code(f))) },
    { id: 'name', label: t('column-patient_name'), width: 130, style: 'stack', get: (f) => withClaim(f, (c) => claims.text('kana', c) || claims.name(c)), show: (f) => withClaim(f, nameCell) },
    { id: 'message', label: t('column-message'), width: 320, grow: 4, style: 'long', get: (f) => findings.message(f) },
    { id: 'action', label: t('column-action'), width: 280, grow: 3, style: 'long', get: (f) => findings.action(f) },
    { id: 'memo', label: t('page-memo'), width: 130, style: 'long', get: (f) => marks.memoOfFinding(f) },
    { ...ofDays('dates', (f) => findings.text('month', f), (f) => findings.of('days', f)), width: 172, style: 'long' },
    { id: 'claim_value', label: t('column-claim_value'), width: 130, style: 'long', get: (f) => findings.text('claim_value', f) },
    { id: 'reference_value', label: t('column-reference_value'), width: 130, style: 'long', get: (f) => findings.text('reference_value', f) },
    { id: 'record', label: t('column-record'), width: 80, get: (f) => findings.place(f).record },
    { id: 'field', label: t('column-field'), width: 130, style: 'long', get: (f) => findings.place(f).name[lang] },
    { id: 'station', label: t('column-station_code'), width: 124, get: (f) => withClaim(f, (c) => claims.station(c)[0]) },
    { id: 'claim_no', label: t('column-claim_no'), width: 110, get: claimNo, sort: (f) => numberKey(claimNo(f)) },
    { id: 'file', label: t('column-source_file'), width: 260, style: 'long', get: (f) => data.inputs[findings.of('file', f)].path },
    { id: 'line', label: t('column-line'), width: 64, style: 'number', get: (f) => findings.of('line', f) || '' },
  ],
  matches(f, terms) {
    const { filter } = state;
    const c = findings.of('claim', f);
    return (c === null ? !filter.verdict && !filter.station && !filter.kind && !filter.date : claimMatches(c))
      && (filter.code === '' || findings.code(f) === filter.code)
      && (filter.level === '' || findings.level(f) === filter.level)
      && (filter.mark === '' || markOf(findings.of('mark', f)) === filter.mark)
      && handledMatches(() => marks.ofFinding(f))
      && terms.every((term) => (c !== null && haystacks.ofClaim(c).includes(term)) || haystacks.ofFinding(f).includes(term));
  },
  open: (f) => openFinding(f),
  toggle: (f) => marks.toggleFinding(f),
};

const INPUTS_TAB = {
  name: 'page-tab-inputs',
  count: () => data.inputs.length + data.notes.length,
  rowHeight: 46,
  filters: [],
  columns: () => [
    { id: 'role', label: t('page-role'), width: 110, get: (i) => inputLine(i).role },
    { id: 'state', label: t('page-state'), width: 120, get: (i) => inputLine(i).state, show: (i) => el('span', { class: `state-${inputLine(i).stateId}` }, inputLine(i).state) },
    { id: 'path', label: t('column-file'), width: 300, grow: 2, style: 'long', get: (i) => inputLine(i).path },
    { id: 'reason', label: t('page-remark'), width: 300, grow: 3, style: 'long', get: (i) => inputLine(i).reason },
    { id: 'records', label: t('page-records'), width: 80, style: 'number', get: (i) => inputLine(i).records },
    { id: 'bytes', label: t('page-bytes'), width: 110, style: 'number', get: (i) => inputLine(i).bytes, show: (i) => (inputLine(i).bytes === '' ? '' : grouped(inputLine(i).bytes)) },
    { id: 'form', label: t('column-form'), width: 150, get: (i) => inputLine(i).form },
    { id: 'sha256', label: t('page-sha256'), width: 300, style: 'code', get: (i) => inputLine(i).sha256 },
  ],
  matches: (i, terms) => terms.length === 0 || hasTerms(folded(Object.values(inputLine(i)).join('\n')), terms),
  open: (i) => openLines(() => inputLine(i).path || t('page-note'), () => inputPairs(i)),
  toggle: () => {},
};

const SOLVED_TAB = {
  name: 'page-tab-solved',
  count: () => data.solved.length,
  rowHeight: 46,
  filters: [],
  columns: () => [
    { id: 'kind', label: t('page-role'), width: 80, get: (s) => Number(data.solved[s].is_verdict), show: (s) => t(data.solved[s].is_verdict ? 'page-tab-claims' : 'page-tab-findings') },
    { id: 'code', label: t('page-solved-what'), width: 200, grow: 1, style: 'stack', get: (s) => data.solved[s].code, show: (s) => el('span', {}, el('span', {}, solvedName(s)), el('small', {}, data.solved[s].code)) },
    ofSolved('patient_name', 'patient_name', 140),
    ofSolved('service_month', 'service_month', 96),
    { id: 'dates', label: t('column-dates'), width: 200, style: 'long', get: (s) => data.solved[s].dates.split(';').join(' ') },
    { id: 'message', label: t('column-message'), width: 320, grow: 3, style: 'long', get: (s) => data.solved[s].message },
    { id: 'yen', label: t('column-total_yen'), width: 100, style: 'number', get: (s) => data.solved[s].total_yen, show: (s) => yenText(data.solved[s].total_yen) },
    ofSolved('station_code', 'station_code', 124),
    { ...ofSolved('claim_no', 'claim_no', 110), sort: (s) => numberKey(data.solved[s].claim_no) },
    ofSolved('source_file', 'source_file', 260),
    { id: 'line', label: t('column-line'), width: 64, style: 'number', get: (s) => data.solved[s].line || '' },
  ],
  matches: (s, terms) => terms.length === 0 || hasTerms(folded([solvedName(s), ...Object.values(data.solved[s])].join('\n')), terms),
  open: (s) => openLines(() => solvedName(s), () => solvedPairs(s)),
  toggle: () => {},
};

const compared = ({ get }) =>
  data.run.compared && { id: 'mark', label: t('page-mark'), width: 70, get, sort: (at) => get(at) || '', show: (at) => markChip(markOf(get(at))) };

const ofFirst = (column, width) => ({ id: column, label: t(`column-${column}`), width, get: (p) => claims.text(column, people.first(p)) });

const ofClaim = (column, name, width, grow) => ({ id: column, label: t(`column-${name}`), width, grow, get: (c) => claims.text(column, c) });

const ofSolved = (column, name, width) => ({ id: column, label: t(`column-${name}`), width, style: 'long', get: (s) => data.solved[s][column] });

// Days of a month, which are not sorted by how they are written.
const ofDays = (column, month, mask) => ({
  id: column,
  label: t(`column-${column}`),
  get: (at) => datesText(month(at), mask(at)),
  sort: (at) => daysKey(month(at), mask(at)),
});

const withClaim = (f, get) => (findings.of('claim', f) === null ? '' : get(findings.of('claim', f)));

const claimNo = (f) => withClaim(f, (c) => claims.text('claim_no', c));

const nameCell = (c) => el('span', {}, el('span', {}, claims.name(c)), el('small', {}, claims.text('kana', c)));

function solvedName(s) {
  const { code, is_verdict: isVerdict } = data.solved[s];
  return (isVerdict && t(`verdict-${code}`)) || ruleTitle(code);
}

// As in the table; of what is solved, whose name is the heading, only the code.
function solvedPairs(s) {
  const value = (column) => {
    const shown = column.show && column.id !== 'code' ? column.show(s) : column.get(s);
    return String(shown ?? '');
  };
  return SOLVED_TAB.columns().slice(1).map((column) => [column.label, value(column), column.id === 'message']);
}

// An input, or behind the inputs a remark on one.
function inputLine(i) {
  const words = (both) => (both ? both[LANGS[lang]] : '');
  if (i >= data.inputs.length) {
    const note = data.notes[i - data.inputs.length];
    return { role: t('page-note'), stateId: 'note', state: '', path: note.path, reason: words(note), records: '', bytes: '', form: '', sha256: '' };
  }
  const input = data.inputs[i];
  return {
    role: t(`role-${input.role}`),
    stateId: input.status,
    state: t(`state-${input.status}`),
    path: input.path,
    reason: words(input.reason),
    records: input.records,
    bytes: input.bytes,
    form: input.form || '',
    sha256: input.sha256 || '',
  };
}

function inputPairs(i) {
  const line = inputLine(i);
  return [
    [t('page-role'), line.role], [t('page-state'), line.state], [t('page-remark'), line.reason, true],
    [t('page-records'), String(line.records)], [t('page-bytes'), line.bytes === '' ? '' : grouped(line.bytes)],
    [t('column-form'), line.form], [t('page-sha256'), line.sha256, true],
  ];
}

const columnsOf = (tab) => tab.columns().filter(Boolean);

const TABS = { people: PEOPLE_TAB, claims: CLAIMS_TAB, findings: FINDINGS_TAB, inputs: INPUTS_TAB, solved: SOLVED_TAB };

