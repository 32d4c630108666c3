// What the user has noted: 対応済み, memo and until when, by the key of the claim and the code of the finding. These
// stay in the browser, so that they are there again in the next report; `--ignore` takes them as TOML.

const STORE = 'houkan.marks.1';

const marks = {
  all: {},
  listeners: [],
  // A masked report has no keys: what is noted there is gone with the page.
  get isLasting() {
    return !data.run.is_masked && kept.works;
  },
  load() {
    if (data.run.is_masked) return;
    this.all = this.read();
  },
  read() {
    try {
      const read = JSON.parse(kept.get(STORE) || '{}');
      return read && typeof read === 'object' && !Array.isArray(read) ? read : {};
    } catch {
      return {};
    }
  },
  only(isMeant) {
    return Object.fromEntries(Object.entries(this.all).filter(([name]) => isMeant(name)));
  },
  // A claim that cannot be read has no key: its number on this page means another on the next.
  name: (c, code) => `${claims.text('key', c) || `#${c}`}:${code}`,
  get(c, code) {
    const mark = this.all[this.name(c, code)];
    return { done: false, memo: '', until: '', ...(mark && typeof mark === 'object' ? mark : {}) };
  },
  // Notes of each of these findings what `change` makes of its mark: read once, written once, told once.
  note(all, change) {
    // Not every finding is on a claim, and only those on a claim can be noted.
    const own = all.filter((f) => findings.of('claim', f) !== null);
    if (own.length === 0) return;
    // Another window may have noted something meanwhile.
    if (this.isLasting) this.all = { ...this.only((name) => !hasKey(name)), ...this.read() };
    for (const f of own) {
      const [c, code] = [findings.of('claim', f), findings.code(f)];
      const before = this.get(c, code);
      const mark = { ...before, ...change(before) };
      const name = this.name(c, code);
      if (mark.done || mark.memo !== '' || mark.until !== '') this.all[name] = mark;
      else delete this.all[name];
    }
    if (!data.run.is_masked && !kept.set(STORE, JSON.stringify(this.only(hasKey)))) drawNotices();
    this.listeners.forEach((told) => told());
  },
  // Noting anew what has run out takes its day away.
  noteDone(all, done) {
    this.note(all, ({ until }) => (done && isPast(until) ? { done, until: '' } : { done }));
  },
  // A mark whose day is past counts no more.
  isDone(c, code) {
    const mark = this.all[this.name(c, code)];
    return Boolean(mark && mark.done === true && !isPast(mark.until));
  },
  memoOfPerson(p) {
    const memos = people.findings(p).map((f) => this.get(findings.of('claim', f), findings.code(f)).memo);
    return memos.filter((memo, at) => memo !== '' && memos.indexOf(memo) === at).join(' / ');
  },
  memoOfFinding(f) {
    const c = findings.of('claim', f);
    return c === null ? '' : this.get(c, findings.code(f)).memo;
  },
  ofFinding(f) {
    const c = findings.of('claim', f);
    return c !== null && this.isDone(c, findings.code(f));
  },
  ofPerson(p) {
    const own = people.findings(p);
    return own.length > 0 && own.every((f) => this.ofFinding(f));
  },
  toggleFinding(f) {
    this.noteDone([f], !this.ofFinding(f));
  },
  togglePerson(p) {
    this.noteDone(people.findings(p), !this.ofPerson(p));
  },
};

const hasKey = (name) => !name.startsWith('#');
const isDay = (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
// A day whose year is still being typed.
const isUnfinished = (value) => isDay(value) && value < '2000-01-01';
const isPast = (value) => isDay(value) && value < data.run.as_of;

// A basic string of TOML.
function tomlString(value) {
  const short = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };
  const escape = (sign) => short[sign] || `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `"${value.replace(/["\\\u0000-\u001f\u007f]/g, escape)}"`;
}

// All that is 対応済み as a file for `--ignore`, also of claims of other reports: a finding that `--ignore` hides
// already is not in this one.
function ignoreToml() {
  const entries = [];
  for (const name of Object.keys(marks.all).sort()) {
    const mark = marks.all[name];
    const parts = /^([0-9a-f]{16}):([A-Z][A-Z0-9_]*)$/.exec(name);
    if (!parts || !mark || mark.done !== true) continue;
    const lines = ['[[ignore]]', `code = ${tomlString(parts[2])}`, `claim = ${tomlString(parts[1])}`];
    if (typeof mark.memo === 'string' && mark.memo !== '') lines.push(`memo = ${tomlString(mark.memo)}`);
    if (isDay(mark.until)) lines.push(`until = ${mark.until}`);
    entries.push(`${lines.join('\n')}\n`);
  }
  return { count: entries.length, text: entries.join('\n') };
}

function saveAs(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/toml' }));
  const link = el('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
