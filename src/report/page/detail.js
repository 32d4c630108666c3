// What there is to know about one row: a claim with its calendar and findings, or a row that has no claim.

const detail = {
  box: null,
  back: null,
  flush: null,
  shown: null,
  start() {
    this.box = find('detail');
    this.box.addEventListener('close', () => {
      if (this.flush) this.flush();
      this.shown = null;
      if (this.back) this.back.focus();
      redraw();
    });
    // A click beside the panel closes it.
    this.box.addEventListener('click', (event) => {
      if (event.target === this.box) this.box.close();
    });
  },
  // `make` gives heading and content; it is asked again when the language changes.
  open(make) {
    if (this.flush) this.flush();
    this.flush = null;
    this.shown = make;
    const [heading, ...content] = make();
    this.box.replaceChildren(
      el('div', { class: 'detail-top' },
        el('h2', { id: 'detail-heading', tabindex: -1 }, heading),
        el('button', { type: 'button', class: 'close', click: () => this.box.close() }, t('page-close'))),
      el('div', { class: 'detail-body', tabindex: 0, role: 'region', 'aria-labelledby': 'detail-heading' }, ...content),
    );
    if (!this.box.open) {
      this.back = document.activeElement;
      this.box.showModal();
    }
    find('detail-heading').focus();
  },
  again() {
    if (this.box.open && this.shown) this.open(this.shown);
  },
};

// Names and values; what has no value is left out, what is long takes the whole line.
const pairs = (lines) =>
  el('dl', { class: 'pairs' },
    ...lines.filter(([, value]) => value !== '' && value !== null && value !== undefined)
      .map(([name, value, isLong]) => el('div', { class: isLong ? 'wide' : null }, el('dt', {}, name), el('dd', {}, value))));

function chip(verdict) {
  const id = data.ids.verdicts[verdict];
  return el('span', { class: `chip chip-${id}` }, `${VERDICTS[id].sign} ${verdictShort(verdict)}`);
}

function levelChip(level) {
  return el('span', { class: `chip level-${level}` }, `${LEVELS[level]} ${t(`level-${level}`)}`);
}

function markChip(mark) {
  const names = { new: t('mark-new'), open: t('mark-open') };
  return mark ? el('span', { class: `chip mark-${mark}` }, names[mark]) : '';
}

const markOf = (number) => data.ids.marks[number];

// A claim; `person` when it was opened from the worklist.
function openClaim(c, person = -1, finding = -1) {
  detail.open(() => claimDetail(c, person, finding));
}

function claimDetail(c, person, finding) {
  const name = claims.name(c) || claims.text('kana', c) || t('page-no-name');
  const own = Array.from(claims.findings(c));
  // What the person is asked for is noted above, for all claims at once.
  const isAbove = (f) => person >= 0 && people.findings(person).includes(f);
  return [
    name,
    el('p', { class: 'lead' }, chip(claims.of('verdict', c)), ' ',
      data.run.compared ? markChip(markOf(claims.of('mark', c))) : '', ' ', reasonName(claims.of('reason', c))),
    person >= 0 ? personPart(c, person) : null,
    identity(c),
    el('h3', {}, t('page-calendar')),
    calendar(c),
    el('h3', {}, t('page-verdict')),
    verdictPart(c),
    el('h3', {}, t('page-own-findings', { count: own.length })),
    own.length === 0 ? el('p', {}, t('page-no-findings')) : null,
    ...own.map((f) => findingPart(f, f === finding, !isAbove(f))),
  ];
}

function personPart(c, p) {
  const members = data.people.claims[p];
  const others = members.map((member) =>
    el('button', {
      type: 'button',
      'aria-current': member === c ? 'true' : null,
      click: () => openClaim(member, p),
    }, t('page-claim-of', { month: claims.month(member), station: claims.station(member)[0], no: claims.text('claim_no', member) })));
  return el('section', { class: 'person' },
    el('p', { class: 'ask' }, el('strong', {}, t('column-ask')), t('page-colon'), people.ask(p)),
    members.length > 1 ? el('p', {}, t('page-claims-of-person', { count: members.length })) : null,
    members.length > 1 ? el('div', { class: 'members' }, ...others) : null,
    people.findings(p).length > 0 ? noteForm(people.findings(p), marks.ofPerson(p)) : null);
}

function identity(c) {
  const [code, station] = claims.station(c);
  return pairs([
    [t('column-patient_kana'), claims.text('kana', c)],
    [t('column-birth_date'), claims.text('birth_date', c)],
    [t('column-sex'), claims.sexName(c)],
    [t('column-insurer_no'), `${claims.text('insurer_no', c)} ${kindName(claims.of('kind', c))}`],
    [t('page-insured'), claims.insured(c)],
    [t('column-station_code'), `${code} ${station}`.trim()],
    [t('column-claim_no'), claims.text('claim_no', c)],
    [t('column-claim_type'), claims.typeName(c)],
    [t('column-service_month'), claims.month(c)],
    [t('column-billing_month'), claims.text('billing_month', c)],
    [t('column-payer'), payerName(c)],
    [t('column-total_yen'), yenText(claims.of('yen', c))],
    [t('page-key'), claims.text('key', c)],
    [t('page-place'), t('page-file-line', { file: data.inputs[claims.of('file', c)].path, line: claims.of('line', c) }), true],
  ]);
}

const payerName = (c) => t(`payer-${claims.of('payer', c)}`);

function verdictPart(c) {
  const month = claims.month(c);
  const days = (mask) => datesText(month, mask, true);
  const from = claims.text('window_from', c);
  return pairs([
    [t('column-verdict'), verdictName(claims.of('verdict', c))],
    [t('column-reason'), reasonName(claims.of('reason', c))],
    [t('column-needs_certificate'), claims.cert(c) !== 0 ? t('page-yes') : t('page-no')],
    [t('column-visit_days'), t('page-days', { count: countDays(claims.of('visits', c)) })],
    [t('column-credential'), claims.credential(c)],
    [t('page-valid-to'), claims.text('valid_to', c)],
    [t('column-evidence_as_of'), claims.text('evidence_as_of', c)],
    [t('column-matched_by'), t(`matched-${data.ids.matched[claims.of('matched_by', c)]}`)],
    [t('page-cap'), claims.text('cap', c)],
    [t('page-window'), from && t('page-period', { from, to: claims.text('window_to', c) })],
    [t('column-cert_dates'), days(claims.cert(c)), true],
    [t('column-bad_dates'), days(claims.bad(c)), true],
  ]);
}

function findingPart(f, isMeant, hasForm) {
  const place = findings.place(f);
  const line = findings.of('line', f);
  const where = [place.record, place.field && place.name[lang]].filter((part) => part !== '').join(' ');
  return el('article', { class: isMeant ? 'finding meant' : 'finding' },
    el('h4', {}, levelChip(findings.level(f)), ' ', findings.title(f), ' ', el('code', {}, findings.code(f)), ' ',
      data.run.compared ? markChip(markOf(findings.of('mark', f))) : ''),
    el('p', {}, findings.message(f)),
    el('p', { class: 'action' }, el('strong', {}, t('column-action')), t('page-colon'), findings.action(f)),
    pairs([
      [t('column-claim_value'), findings.text('claim_value', f)],
      [t('column-reference_value'), findings.text('reference_value', f)],
      [t('page-place'), line > 0 ? t('page-record-line', { record: where, line }) : where],
      [t('column-dates'), datesText(findings.text('month', f), findings.of('days', f), true), true],
    ]),
    explained(findings.code(f)),
    hasForm ? noteForm([f], marks.ofFinding(f)) : null);
}

function explained(code) {
  const rule = data.rules[code];
  if (!rule) return null;
  const body = (id, text) => [el('h5', {}, t(id)), ...text.split('\n').map((line) => el('p', {}, line))];
  return el('details', {}, el('summary', {}, t('page-explain')),
    ...body('page-meaning', rule.meaning[lang]),
    ...body('page-remedy', rule.remedy[lang]),
    ...body('page-source', rule.source[lang]),
    ...body('column-certainty', t('page-certainty', {
      word: t(`certainty-${rule.certainty}`),
      meaning: t(`certainty-meaning-${rule.certainty}`),
    })));
}

// 対応済み, memo and until when, of a finding on a claim, or of all that a person is asked for. These may differ in
// what is noted of them, so only what the user changes is written.
function noteForm(all, isDone) {
  const noted = all.map((f) => marks.get(findings.of('claim', f), findings.code(f)));
  const first = (name) => noted.map((mark) => mark[name]).find((value) => value !== '') || '';
  const day = () => (isDay(until.value) ? until.value : '');
  // What is noted anew does not end in the past.
  const isOver = () => done.checked && isPast(day());
  const saveDone = () => {
    if (isOver()) {
      until.value = '';
      writtenDay = '';
    }
    marks.noteDone(all, done.checked);
  };
  const saveDay = () => {
    if (day() === writtenDay) return;
    writtenDay = day();
    marks.note(all, () => ({ until: writtenDay }));
  };
  // While a day is typed, it passes through others, such as one of the year 2 or of an earlier month.
  const typedDay = () => {
    if (!isOver() && !isUnfinished(day())) saveDay();
  };
  const leftDay = () => {
    if (isUnfinished(day())) until.value = writtenDay;
    else if (isOver()) until.value = '';
    saveDay();
  };
  const done = el('input', { type: 'checkbox', checked: isDone, change: saveDone });
  const until = el('input', { type: 'date', max: '9999-12-31', value: isDay(first('until')) ? first('until') : '', change: typedDay, blur: leftDay });
  let writtenDay = day();
  const memo = el('textarea', { rows: 2, maxlength: 1000, input: () => later(), change: () => saveMemo() });
  memo.value = first('memo');
  let written = memo.value.trim();
  let timer = 0;
  const saveMemo = () => {
    clearTimeout(timer);
    timer = 0;
    if (memo.value.trim() === written) return;
    written = memo.value.trim();
    marks.note(all, () => ({ memo: written }));
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(saveMemo, 400);
  };
  const before = detail.flush;
  detail.flush = () => {
    if (before) before();
    leftDay();
    if (timer) saveMemo();
  };
  return el('div', { class: 'noting' },
    el('label', { class: 'check' }, done, ' ', t('page-done')),
    el('label', {}, t('page-until'), ' ', until),
    el('label', { class: 'memo' }, t('page-memo'), ' ', memo));
}

function openFinding(f) {
  const c = findings.of('claim', f);
  if (c !== null) openClaim(c, -1, f);
  else detail.open(() => [findings.title(f), el('p', {}, data.inputs[findings.of('file', f)].path), findingPart(f, false, false)]);
}

// A row that is no claim, whole.
function openLines(heading, lines) {
  detail.open(() => [heading(), pairs(lines())]);
}
