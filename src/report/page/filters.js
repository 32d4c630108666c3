// What is looked for: the search, the filters, the order of the rows.

const NO_FILTER = { verdict: '', code: '', level: '', station: '', kind: '', mark: '', handled: '', date: '' };

const state = {
  tab: 'people',
  query: '',
  filter: { ...NO_FILTER },
  // Column and way, by tab.
  sorted: {},
};

// What is searched in is made when there is something to search for.
function claimHas(c, terms) {
  if (terms.length === 0) return true;
  return claimOrWordsHave(c, haystacks.ofOutcome(claims.of('verdict', c), claims.of('reason', c)), terms);
}

// A person is called on the worklist after what is asked for, which is not the verdict of each claim.
function personHas(p, c, terms) {
  if (terms.length === 0) return true;
  return claimOrWordsHave(c, haystacks.ofOutcome(people.outcome(p), data.people.reason[p]), terms);
}

const claimOrWordsHave = (c, words, terms) =>
  terms.every((term) => words.includes(term) || haystacks.ofClaim(c).includes(term));

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
  if (wanted === 'needs') return claims.isAsked(c);
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
  mark: () => [['new', t('mark-new')], ['open', t('mark-open')]],
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
  const exporting = el('button', { type: 'button', id: 'export', click: exportMarks, disabled: data.run.is_masked, title: data.run.is_masked ? t('page-masked') : null },
    t('page-export'));
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
  if (sorted) sortRows(rows, columnsOf(tab).find((one) => one.id === sorted.id), sorted.down);
  return rows;
}

// By what the column shows, or by its own key; rows without a value stand last upwards and downwards.
function sortRows(rows, column, down) {
  const key = column.sort || column.get;
  const keys = new Map(rows.map((at) => [at, key(at) ?? '']));
  const way = down ? -1 : 1;
  rows.sort((a, b) => {
    const [left, right] = [keys.get(a), keys.get(b)];
    if (left === right) return a - b;
    if (left === '' || right === '') return left === '' ? 1 : -1;
    return left < right ? -way : way;
  });
}

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

