// The page: tabs, filters, language, and how they play together.

const NO_FILTER = { verdict: '', code: '', level: '', station: '', kind: '', mark: '', handled: '', date: '' };

const state = {
  tab: 'people',
  query: '',
  filter: { ...NO_FILTER },
  // Column and way, by tab.
  sorted: {},
};

let grid = null;

const doneSign = (isDone) => (isDone ? t('page-sign-done') : t('page-sign-not-done'));
const doneCell = (isDone) => el('span', { class: isDone ? 'done' : 'not-done' }, doneSign(isDone));

// The tables: columns, rows, what is filtered, what opens.
const TABS = {
  people: {
    name: 'page-tab-people',
    count: () => people.count,
    rowHeight: 46,
    filters: ['verdict', 'station', 'kind', 'mark', 'handled'],
    columns: () => [
      { id: 'done', label: t('page-done'), width: 76, isMark: true, get: (p) => Number(marks.ofPerson(p)), show: (p) => doneCell(marks.ofPerson(p)) },
      { id: 'verdict', label: t('column-verdict'), width: 104, get: people.outcome, show: (p) => chip(people.outcome(p)) },
      compared({ get: personMark }),
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
      data.people.claims[p].some((c) => claimMatches(c) && claimHas(c, terms))
      && (state.filter.mark === '' || markOf(personMark(p)) === state.filter.mark)
      && handledMatches(() => marks.ofPerson(p)),
    open: (p) => openClaim(people.gravest(p), p),
    toggle: (p) => marks.togglePerson(p),
  },
  claims: {
    name: 'page-tab-claims',
    count: () => claims.count,
    rowHeight: 36,
    filters: ['verdict', 'code', 'station', 'kind', 'mark'],
    columns: () => [
      { id: 'verdict', label: t('column-verdict'), width: 112, get: (c) => claims.of('verdict', c), show: (c) => chip(claims.of('verdict', c)) },
      compared({ get: (c) => claims.of('mark', c) }),
      ofClaim('name', 'patient_name', 130, 1),
      ofClaim('kana', 'patient_kana', 150, 1),
      { id: 'reason', label: t('column-reason'), width: 220, grow: 2, get: (c) => reasonName(claims.of('reason', c)) },
      ofClaim('service_month', 'service_month', 96),
      { id: 'visit_days', label: t('column-visit_days'), width: 84, style: 'number', get: (c) => countDays(claims.of('visits', c)) },
      { id: 'yen', label: t('column-total_yen'), width: 100, style: 'number', get: (c) => claims.of('yen', c) === null ? -1 : claims.of('yen', c), show: (c) => yenText(claims.of('yen', c)) },
      { id: 'needs', label: t('column-needs_certificate'), width: 118, get: (c) => Number(claims.cert(c) !== 0), show: (c) => (claims.cert(c) !== 0 ? t('page-yes') : t('page-no')) },
      { id: 'cert_dates', label: t('column-cert_dates'), width: 170, get: (c) => daysText(claims.month(c), claims.cert(c)) },
      { id: 'bad_dates', label: t('column-bad_dates'), width: 170, get: (c) => daysText(claims.month(c), claims.bad(c)) },
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
      ofClaim('claim_no', 'claim_no', 110),
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
  },
  findings: {
    name: 'page-tab-findings',
    count: () => findings.count,
    rowHeight: 46,
    filters: ['level', 'code', 'verdict', 'station', 'kind', 'mark', 'handled'],
    columns: () => [
      { id: 'done', label: t('page-done'), width: 76, isMark: true, get: (f) => Number(marks.ofFinding(f)), show: (f) => (findings.of('claim', f) === null ? '－' : doneCell(marks.ofFinding(f))) },
      { id: 'level', label: t('column-level'), width: 88, get: (f) => findings.of('level', f), show: (f) => levelChip(findings.level(f)) },
      compared({ get: (f) => findings.of('mark', f) }),
      { id: 'code', label: t('column-code'), width: 170, grow: 1, style: 'stack', get: findings.code, show: (f) => el('span', {}, el('span', {}, findings.title(f)), el('small', {}, findings.code(f))) },
      { id: 'name', label: t('column-patient_name'), width: 130, style: 'stack', get: (f) => withClaim(f, (c) => claims.text('kana', c) || claims.name(c)), show: (f) => withClaim(f, nameCell) },
      { id: 'message', label: t('column-message'), width: 320, grow: 4, style: 'long', get: (f) => findings.message(f) },
      { id: 'action', label: t('column-action'), width: 280, grow: 3, style: 'long', get: (f) => findings.action(f) },
      { id: 'memo', label: t('page-memo'), width: 130, style: 'long', get: (f) => marks.memoOfFinding(f) },
      { id: 'dates', label: t('column-dates'), width: 130, style: 'long', get: (f) => daysText(findings.text('month', f), findings.of('days', f)) },
      { id: 'claim_value', label: t('column-claim_value'), width: 130, style: 'long', get: (f) => findings.text('claim_value', f) },
      { id: 'reference_value', label: t('column-reference_value'), width: 130, style: 'long', get: (f) => findings.text('reference_value', f) },
      { id: 'record', label: t('column-record'), width: 80, get: (f) => findings.place(f).record },
      { id: 'field', label: t('column-field'), width: 130, style: 'long', get: (f) => findings.place(f).name[lang] },
      { id: 'station', label: t('column-station_code'), width: 124, get: (f) => withClaim(f, (c) => claims.station(c)[0]) },
      { id: 'claim_no', label: t('column-claim_no'), width: 110, get: (f) => withClaim(f, (c) => claims.text('claim_no', c)) },
      { id: 'file', label: t('column-source_file'), width: 260, style: 'long', get: (f) => data.inputs[findings.of('file', f)].path },
      { id: 'line', label: t('column-line'), width: 64, style: 'number', get: (f) => findings.of('line', f), show: (f) => findings.of('line', f) || '' },
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
  },
  inputs: {
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
  },
  solved: {
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
      ofSolved('claim_no', 'claim_no', 110),
      ofSolved('source_file', 'source_file', 260),
      { id: 'line', label: t('column-line'), width: 64, style: 'number', get: (s) => data.solved[s].line, show: (s) => data.solved[s].line || '' },
    ],
    matches: (s, terms) => terms.length === 0 || hasTerms(folded([solvedName(s), ...Object.values(data.solved[s])].join('\n')), terms),
    open: (s) => openLines(() => solvedName(s), () => TABS.solved.columns().slice(1).map((column) => [column.label, String(column.get(s)), column.id === 'message'])),
    toggle: () => {},
  },
};

const compared = ({ get }) =>
  data.run.compared && { id: 'mark', label: t('page-mark'), width: 70, get, show: (at) => markChip(markOf(get(at))) };

const ofFirst = (column, width) => ({ id: column, label: t(`column-${column}`), width, get: (p) => claims.text(column, people.first(p)) });

const ofClaim = (column, name, width, grow) => ({ id: column, label: t(`column-${name}`), width, grow, get: (c) => claims.text(column, c) });

const ofSolved = (column, name, width) => ({ id: column, label: t(`column-${name}`), width, style: 'long', get: (s) => data.solved[s][column] });

const withClaim = (f, get) => (findings.of('claim', f) === null ? '' : get(findings.of('claim', f)));

const nameCell = (c) => el('span', {}, el('span', {}, claims.name(c)), el('small', {}, claims.text('kana', c)));

// New when anything of the person is.
function personMark(p) {
  const own = data.people.claims[p].map((c) => claims.of('mark', c));
  return own.includes(1) ? 1 : Math.max(...own);
}

function solvedName(s) {
  const { code, is_verdict: isVerdict } = data.solved[s];
  return (isVerdict && t(`verdict-${code}`)) || ruleTitle(code);
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

// What is searched in is made when there is something to search for.
const claimHas = (c, terms) => terms.length === 0 || hasTerms(haystacks.ofClaim(c), terms);

const hasTerms = (haystack, terms) => terms.every((term) => haystack.includes(term));

function handledMatches(isDone) {
  const { handled } = state.filter;
  return handled === '' || isDone() === (handled === 'done');
}

// The filters that ask about the claim.
function claimMatches(c) {
  const { verdict, station, kind, date } = state.filter;
  if (verdict !== '' && !verdictMatches(c, verdict)) return false;
  if (station !== '' && claims.of('station', c) !== Number(station)) return false;
  if (kind !== '' && claims.of('kind', c) !== Number(kind)) return false;
  return date === '' || (claims.month(c) === date.slice(0, 7) && Boolean(claims.of('visits', c) & (1 << (Number(date.slice(8)) - 1))));
}

function verdictMatches(c, wanted) {
  if (wanted === 'not-ok') return claims.of('verdict', c) !== 0;
  if (wanted === 'needs') return claims.cert(c) !== 0;
  return data.ids.verdicts[claims.of('verdict', c)] === wanted;
}

// What a filter can be set to, as pairs of value and words.
const CHOICES = {
  verdict: () => [['not-ok', t('page-not-ok')], ['needs', t('page-needs')],
    ...GRAVENESS.map((at) => [data.ids.verdicts[at], verdictShort(at)])],
  code: () => Object.keys(data.rules).sort().map((code) => [code, t('page-code-title', { code, title: ruleTitle(code) })]),
  level: () => ['error', 'warn', 'info'].map((level) => [level, t(`level-${level}`)]),
  station: () => data.stations.map((station, at) => [String(at), station.join(' ').trim() || '－'])
    .sort((a, b) => (a[1] < b[1] ? -1 : 1)),
  kind: () => {
    const used = new Set(data.claims.kind);
    return data.ids.kinds.map((_, at) => [String(at), kindName(at)]).filter(([at]) => used.has(Number(at)));
  },
  mark: () => [['new', t('page-mark-new')], ['open', t('page-mark-open')]],
  handled: () => [['not', t('page-not-handled')], ['done', t('page-done')]],
};

const FILTER_NAMES = {
  verdict: 'column-verdict',
  code: 'column-code',
  level: 'column-level',
  station: 'page-station',
  kind: 'column-insurer_kind',
  mark: 'page-mark',
  handled: 'page-handled',
};

function drawFilters() {
  const tab = TABS[state.tab];
  const search = el('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: t('page-search-hint'), value: state.query });
  search.addEventListener('input', () => {
    state.query = search.value;
    refresh();
  });
  const selects = tab.filters.filter((name) => name !== 'mark' || data.run.compared).map((name) => {
    const select = el('select', { id: `filter-${name}` }, el('option', { value: '' }, t('page-all')),
      ...CHOICES[name]().map(([value, words]) => el('option', { value }, words)));
    select.value = state.filter[name];
    select.addEventListener('change', () => {
      state.filter[name] = select.value;
      refresh();
    });
    return el('label', {}, el('span', {}, t(FILTER_NAMES[name])), select);
  });
  const clear = el('button', { type: 'button', id: 'clear', click: () => filterBy({}, state.tab) }, t('page-clear'));
  const exporting = el('button', { type: 'button', id: 'export', click: exportMarks, disabled: data.run.is_masked }, t('page-export'));
  find('filters').replaceChildren(
    el('label', { class: 'search' }, el('span', {}, t('page-search')), search),
    ...selects,
    el('span', { id: 'date-filter', class: 'date-filter' }),
    clear,
    tab.filters.includes('handled') ? exporting : '',
  );
}

function exportMarks() {
  const made = ignoreToml();
  if (made.count === 0) say(t('page-nothing-to-export'));
  else {
    saveAs('houkan-ignore.toml', made.text);
    say(t('page-exported', { count: made.count }));
  }
}

function say(words) {
  find('count').textContent = words;
}

// The rows that the filters leave, in the order asked for.
function chosen() {
  const tab = TABS[state.tab];
  const terms = state.query.normalize('NFKC').split(/\s+/).map(folded).filter((term) => term !== '');
  const rows = [];
  const count = tab.count();
  for (let at = 0; at < count; at++) if (tab.matches(at, terms)) rows.push(at);
  const sorted = state.sorted[state.tab];
  if (sorted) {
    const column = columnsOf(tab).find((one) => one.id === sorted.id);
    const values = new Map(rows.map((at) => [at, column.get(at)]));
    const way = sorted.down ? -1 : 1;
    rows.sort((a, b) => {
      const [left, right] = [values.get(a), values.get(b)];
      if (left === right) return a - b;
      return left < right ? -way : way;
    });
  }
  return rows;
}

const columnsOf = (tab) => tab.columns().filter(Boolean);

function refresh({ keep = false } = {}) {
  const tab = TABS[state.tab];
  const rows = chosen();
  grid.setRows(rows, { keep });
  const [shown, all] = [grouped(rows.length), grouped(tab.count())];
  say(rows.length === tab.count() ? t('page-count', { all }) : t('page-count-of', { shown, all }));
  const { date } = state.filter;
  const hasDate = date !== '' && tab.filters.length > 0;
  find('date-filter').replaceChildren(...(hasDate
    ? [el('button', { type: 'button', click: () => setDate('') }, t('page-date-filter', { date: dateText(date) }))]
    : []));
  const isFiltered = state.query !== '' || Object.values(state.filter).some((value) => value !== '');
  find('clear').hidden = !isFiltered;
  find('grid').classList.toggle('empty', rows.length === 0);
  find('grid').dataset.empty = rows.length > 0 ? '' : emptyWords(isFiltered);
}

function emptyWords(isFiltered) {
  if (isFiltered) return t('page-none-left');
  return state.tab === 'people' ? t('page-nobody') : t('page-none');
}

function setDate(date) {
  state.filter.date = date;
  refresh();
}

// Drawn again where it stands, as after a mark.
function redraw() {
  if (grid) refresh({ keep: true });
}

// Shows the rows of these filters alone.
function filterBy(filter, tab = 'claims') {
  state.filter = { ...NO_FILTER, ...filter };
  state.query = '';
  showTab(tab);
  if (Object.keys(filter).length > 0) find('panel').scrollIntoView({ block: 'start' });
}

function showTab(name) {
  state.tab = name;
  for (const button of find('tabs').children) {
    const isOn = button.id === `tab-${name}`;
    button.setAttribute('aria-selected', isOn);
    button.tabIndex = isOn ? 0 : -1;
  }
  find('panel').setAttribute('aria-labelledby', `tab-${name}`);
  drawFilters();
  drawColumns();
  refresh();
}

function drawColumns() {
  const tab = TABS[state.tab];
  grid.setColumns(columnsOf(tab), { label: t(tab.name), rowHeight: tab.rowHeight, sorted: state.sorted[state.tab] });
}

// Upwards, downwards, as it was.
function sortBy(id) {
  const now = state.sorted[state.tab];
  if (!now || now.id !== id) state.sorted[state.tab] = { id, down: false };
  else if (!now.down) state.sorted[state.tab] = { id, down: true };
  else delete state.sorted[state.tab];
  const at = columnsOf(TABS[state.tab]).findIndex((column) => column.id === id);
  drawColumns();
  refresh();
  grid.head.children[at].querySelector('button').focus();
}

function drawTabs() {
  const names = Object.keys(TABS).filter((name) => name !== 'solved' || data.run.compared);
  const buttons = names.map((name) =>
    el('button', { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': 'panel', click: () => showTab(name) },
      t(TABS[name].name), el('span', { class: 'badge' }, grouped(name === 'inputs' ? data.inputs.length : TABS[name].count()))));
  find('tabs').replaceChildren(...buttons);
}

function moveTab(event) {
  const buttons = Array.from(find('tabs').children);
  const at = buttons.indexOf(event.target.closest('[role=tab]'));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = buttons[(to + buttons.length) % buttons.length];
  next.focus();
  next.click();
}

function tile(label, value, press, style) {
  const inner = [el('span', { class: 'label' }, label), el('span', { class: 'value' }, value)];
  return el('li', { class: style }, press ? el('button', { type: 'button', click: press }, ...inner) : el('div', {}, ...inner));
}

function drawTiles() {
  const yen = data.claims.yen.reduce((sum, one) => sum + (one || 0), 0);
  const notOk = data.claims.verdict.reduce((count, verdict) => count + (verdict !== 0), 0);
  const unread = data.inputs.filter((input) => input.status === 'unreadable').length;
  const count = (number, id) => t(id, { count: grouped(number) });
  const tiles = [
    tile(t('page-tile-people'), count(people.count, 'page-people'), () => filterBy({}, 'people'), people.count > 0 ? 'grave' : ''),
    tile(t('page-tile-risk'), yenText(riskYen()), () => filterBy({ verdict: 'needs' }), people.count > 0 ? 'grave' : ''),
    tile(t('page-tile-not-ok'), count(notOk, 'page-claims'), () => filterBy({ verdict: 'not-ok' })),
    tile(t('page-tile-claims'), count(claims.count, 'page-claims'), () => filterBy({}, 'claims')),
    tile(t('page-tile-yen'), yenText(yen)),
    tile(t('page-tile-unread'), count(unread, 'page-files'), () => filterBy({}, 'inputs'), unread > 0 ? 'grave' : ''),
  ];
  if (data.run.compared) {
    const of = (mark) => data.findings.mark.filter((one) => markOf(one) === mark).length;
    tiles.push(
      tile(t('page-tile-new'), count(of('new'), 'page-cases'), () => filterBy({ mark: 'new' }, 'findings')),
      tile(t('page-tile-open'), count(of('open'), 'page-cases'), () => filterBy({ mark: 'open' }, 'findings')),
      tile(t('page-tile-solved'), count(data.solved.length, 'page-cases'), () => filterBy({}, 'solved')),
    );
  }
  if (data.run.ignored) tiles.push(tile(t('page-tile-ignored'), count(data.run.ignored.findings, 'page-cases')));
  find('tiles').replaceChildren(...tiles);
}

function drawNotices() {
  const { ignored, compared: earlier } = data.run;
  const lines = [];
  if (data.run.is_masked) lines.push(t('page-masked'));
  else if (!kept.works) lines.push(t('page-not-kept'));
  if (!data.run.has_eligibility) lines.push(t('page-no-eligibility'));
  if (earlier) lines.push(t('page-compared', { folder: earlier[0], date: earlier[1] ? dateText(earlier[1]) : '－' }));
  if (ignored) {
    lines.push(t('page-ignored', {
      path: ignored.path, findings: grouped(ignored.findings), claims: grouped(ignored.claims), entries: ignored.entries, expired: ignored.expired,
    }));
  }
  find('notices').replaceChildren(...lines.map((line) => el('p', { class: 'notice' }, line)));
}

// Everything with words in it.
function drawAll() {
  document.documentElement.lang = LANGS[lang];
  document.title = t('page-title');
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', t(node.dataset.label));
  find('lang').textContent = t('page-other-language');
  find('lang').lang = LANGS[1 - lang];
  find('run').textContent = t('page-run', { date: dateText(data.run.as_of), policy: data.run.policy });
  find('foot').replaceChildren(
    el('p', {}, t('page-foot', { program: data.run.program, version: data.run.program_version, policy: data.run.policy, hash: data.run.policy_hash.slice(0, 16) })),
    el('p', {}, t('page-personal')),
  );
  drawTiles();
  drawNotices();
  drawCharts(find('charts'));
  drawToggle();
  drawTabs();
  showTab(state.tab);
  detail.again();
}

function drawToggle() {
  const box = find('charts');
  const toggle = find('charts-toggle');
  toggle.textContent = box.hidden ? t('page-show-charts') : t('page-hide-charts');
  toggle.setAttribute('aria-expanded', !box.hidden);
}

function listen() {
  find('tabs').addEventListener('keydown', moveTab);
  find('print').addEventListener('click', () => print());
  find('lang').addEventListener('click', () => {
    lang = 1 - lang;
    kept.set('houkan.lang', LANGS[lang]);
    drawAll();
  });
  find('charts-toggle').addEventListener('click', () => {
    find('charts').hidden = !find('charts').hidden;
    drawToggle();
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest('input, textarea, select, dialog');
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    find('search').focus();
  });
  marks.listeners.push(() => {
    if (!detail.box.open) redraw();
  });
  // Another window of the same report.
  addEventListener('storage', (event) => {
    if (event.key !== STORE) return;
    marks.load();
    redraw();
  });
}

// Makes what is searched in while nobody waits for anything.
function prepareSearch() {
  const idle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 50));
  let [c, f] = [0, 0];
  const some = (left) => {
    while (left.timeRemaining() > 2 && (c < claims.count || f < findings.count)) {
      for (let step = 0; step < 100; step++) {
        if (c < claims.count) haystacks.ofClaim(c++);
        else if (f < findings.count) haystacks.ofFinding(f++);
      }
    }
    if (c < claims.count || f < findings.count) idle(some);
  };
  idle(some);
}

function begin(loaded) {
  takeRows(loaded);
  marks.load();
  const chosenLang = kept.get('houkan.lang');
  lang = LANGS.indexOf(LANGS.includes(chosenLang) ? chosenLang : data.lang);
  // On a narrow screen the work comes first.
  find('charts').hidden = innerWidth < 700;
  find('app').hidden = false;
  find('wait').remove();
  grid = new Grid(find('grid'), {
    open: (row) => TABS[state.tab].open(row),
    toggle: (row) => TABS[state.tab].toggle(row),
    sort: sortBy,
  });
  detail.start();
  drawAll();
  listen();
  startPrint();
  prepareSearch();
  document.documentElement.dataset.ready = '';
}

// A browser without the means says so with the words that stand there already; why is told beside them.
function start() {
  if (typeof DecompressionStream === 'undefined' || !Element.prototype.replaceChildren) return;
  unpacked(find('rows').textContent)
    .then((loaded) => {
      find('rows').remove();
      begin(loaded);
    })
    .catch((error) => {
      console.error(error);
      const wait = find('wait');
      if (wait) wait.append(el('p', {}, String(error)));
    });
}

start();
