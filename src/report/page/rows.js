// The rows: what the columns of the file say of a claim, a finding, a person.

let data = null;

const VERDICTS = {
  OK: { sign: '○', short: 'page-short-ok' },
  TRANSITIONAL: { sign: '△', short: 'page-short-transitional' },
  CANNOT_JUDGE: { sign: '？', short: 'page-short-cannot-judge' },
  NEED_CERT: { sign: '！', short: 'page-short-need-cert' },
  SPECIAL_CARE: { sign: '◆', short: 'page-short-special-care' },
  NOT_COVERED: { sign: '×', short: 'page-short-not-covered' },
  INVALID: { sign: '－', short: 'page-short-invalid' },
};
const LEVELS = { error: '●', warn: '▲', info: '・' };
const [TRANSITIONAL, NEED_CERT] = [1, 3];

const text = (number) => data.texts[number];
const verdictShort = (at) => t(VERDICTS[data.ids.verdicts[at]].short);
const verdictName = (at) => t(`verdict-${data.ids.verdicts[at]}`);
const reasonName = (at) => t(`reason-${data.ids.reasons[at]}`);
const kindName = (at) => t(`insurer-kind-${data.ids.kinds[at]}`);

const claims = {
  count: 0,
  // Findings of a claim: `list` from `starts[c]` to `starts[c + 1]`.
  starts: null,
  list: null,
  person: null,
  of: (column, c) => data.claims[column][c],
  text: (column, c) => text(data.claims[column][c]),
  days: (outcome, c) => (outcome < 6 ? data.claims.outcomes[outcome][c] : 0),
  cert: (c) => data.claims.outcomes[TRANSITIONAL][c] | data.claims.outcomes[NEED_CERT][c],
  // On the worklist: not so when what had to be asked for is settled (`--ignore`).
  isAsked: (c) => claims.person[c] >= 0,
  bad(c) {
    const verdict = data.claims.verdict[c];
    return verdict === 0 ? 0 : claims.days(verdict, c);
  },
  month: (c) => text(data.claims.service_month[c]),
  station: (c) => data.stations[data.claims.station[c]],
  name: (c) => claims.text('name', c),
  insured: (c) => insured([claims.text('symbol', c), claims.text('number', c), claims.text('branch', c)]),
  typeName(c) {
    const code = claims.text('claim_type', c);
    const name = data.claim_types[code];
    return name ? `${code} ${name[lang]}` : code;
  },
  sexName(c) {
    const code = claims.text('sex', c);
    return t(`sex-${code}`) || code;
  },
  credential(c) {
    const id = claims.text('credential', c);
    return id && t(`credential-${id}`);
  },
  findings: (c) => claims.list.subarray(claims.starts[c], claims.starts[c + 1]),
};

const ruleTitle = (code) => (data.rules[code] ? data.rules[code].title[lang] : code);

// 記号・番号（枝番）
function insured([symbol, number, branch]) {
  const body = [symbol, number].filter((part) => part !== '').join('・');
  return branch === '' ? body : t('page-branch', { number: body, branch });
}

const findings = {
  count: 0,
  of: (column, f) => data.findings[column][f],
  text: (column, f) => text(data.findings[column][f]),
  wording: (f) => data.wordings[data.findings.wording[f]],
  code: (f) => findings.wording(f).code,
  title: (f) => ruleTitle(findings.code(f)),
  place: (f) => data.places[data.findings.place[f]],
  level: (f) => data.ids.levels[data.findings.level[f]],
  message: (f, of = lang) => filled(findings.wording(f).message[of], f, of),
  action: (f, of = lang) => filled(findings.wording(f).action[of], f, of),
};

const people = {
  count: 0,
  // NEED_CERT goes before TRANSITIONAL.
  outcome: (p) => (data.people.claims[p].some((c) => claims.days(NEED_CERT, c) !== 0) ? NEED_CERT : TRANSITIONAL),
  first: (p) => data.people.claims[p][0],
  mark: (p) => data.people.mark[p],
  // The first of those with the gravest verdict.
  gravest: (p) => data.people.claims[p].reduce((best, c) => (claims.of('verdict', c) > claims.of('verdict', best) ? c : best)),
  ask: (p) => text(data.people.ask[p][lang]),
  period(p) {
    const [from, to] = [text(data.people.first_date[p]), text(data.people.last_date[p])];
    return from === to ? from : t('page-period', { from, to });
  },
  // The findings that are settled when the person has brought what was asked for.
  findings: (p) =>
    data.people.claims[p].flatMap((c) =>
      Array.from(claims.findings(c)).filter((f) => ['NEED_CERT', 'TRANSITIONAL'].includes(findings.code(f))),
    ),
};

// Templates as pieces: [text], [null, placeholder], '[' and ']'.
const pieces = new Map();

function cut(template) {
  let found = pieces.get(template);
  if (!found) {
    found = template.match(/[[\]]|\{[^}]*\}?|[^{[\]]+/g) || [];
    pieces.set(template, found);
  }
  return found;
}

// `rules::wording::fill`: a part in brackets is left out when a placeholder in it has no value.
function filled(template, f, of) {
  let out = '';
  let open = -1;
  let isMissing = false;
  for (const piece of cut(template)) {
    if (piece === '[') {
      open = out.length;
      isMissing = false;
    } else if (piece === ']') {
      if (open >= 0 && isMissing) out = out.slice(0, open);
      open = -1;
    } else if (piece[0] === '{') {
      const value = valueOf(piece.replace(/[{}]/g, ''), f, of);
      if (value === '') isMissing = true;
      out += value === '' ? ['（なし）', '(none)'][of] : value;
    } else {
      out += piece;
    }
  }
  return out;
}

const VALUE_MAX = 30;

function valueOf(name, f, of) {
  switch (name) {
    case 'dates':
      return daysText(findings.text('month', f), findings.of('days', f), of);
    case 'date': {
      const date = findings.text('date', f);
      return date && dateText(date, of);
    }
    case 'claim': {
      const value = findings.text('claim_value', f);
      if (value.length <= VALUE_MAX) return value;
      const signs = Array.from(value);
      return signs.length > VALUE_MAX ? `${signs.slice(0, VALUE_MAX).join('')}…` : value;
    }
    case 'reference':
      return findings.text('reference_value', f);
    case 'other':
      return findings.text('other', f);
    case 'record':
      return findings.place(f).record;
    case 'field':
      return findings.place(f).name[of];
    case 'count':
      return findings.of('count', f) > 0 ? String(findings.of('count', f)) : '';
    default:
      return '';
  }
}

// Takes the columns and joins findings and persons to their claims.
function takeRows(loaded) {
  data = loaded;
  messages = data.messages;
  claims.count = data.claims.line.length;
  findings.count = data.findings.line.length;
  people.count = data.people.claims.length;
  const starts = new Uint32Array(claims.count + 1);
  for (const c of data.findings.claim) if (c !== null) starts[c + 1]++;
  for (let c = 0; c < claims.count; c++) starts[c + 1] += starts[c];
  const next = starts.slice();
  const list = new Uint32Array(starts[claims.count]);
  data.findings.claim.forEach((c, f) => {
    if (c !== null) list[next[c]++] = f;
  });
  claims.starts = starts;
  claims.list = list;
  claims.person = new Int32Array(claims.count).fill(-1);
  data.people.claims.forEach((members, p) => members.forEach((c) => (claims.person[c] = p)));
}

// What is searched in, made when it is first asked for or when there is time.
const haystacks = {
  claims: [],
  findings: [[], []],
  outcomes: [new Map(), new Map()],
  // A verdict and its reason as they are shown and as they are called in the files; many claims share these.
  ofOutcome(verdict, reason) {
    const made = this.outcomes[lang];
    const both = verdict * data.ids.reasons.length + reason;
    let found = made.get(both);
    if (found === undefined) {
      const ids = [data.ids.verdicts[verdict], data.ids.reasons[reason]];
      found = folded([...ids, verdictShort(verdict), verdictName(verdict), reasonName(reason)].join('\n'));
      made.set(both, found);
    }
    return found;
  },
  ofClaim(c) {
    let found = this.claims[c];
    if (found === undefined) {
      const [station, name] = claims.station(c);
      const parts = ['name', 'kana', 'claim_no', 'insurer_no', 'symbol', 'number', 'branch', 'birth_date'];
      const values = parts.map((column) => claims.text(column, c));
      // A number may be typed with or without what stands between symbol and number.
      const joined = claims.text('symbol', c) + claims.text('number', c);
      found = folded([...values, joined, station, name].join('\n'));
      this.claims[c] = found;
    }
    return found;
  },
  ofFinding(f) {
    const made = this.findings[lang];
    let found = made[f];
    if (found === undefined) {
      const values = [findings.code(f), findings.title(f), findings.message(f), findings.action(f)];
      values.push(findings.text('claim_value', f), findings.text('reference_value', f));
      const c = findings.of('claim', f);
      if (c === null) values.push(data.inputs[findings.of('file', f)].path);
      found = folded(values.join('\n'));
      made[f] = found;
    }
    return found;
  },
};
