// What is printed: the worklist, whole, as a plain table. It is made when printing begins and goes afterwards.

function drawSheet() {
  const sheet = find('sheet');
  const head = ['page-check', 'column-patient_name', 'column-birth_date', 'page-insured', 'column-station_codes',
    'column-claims', 'column-yen_at_risk', 'page-dates', 'column-reason', 'column-ask', 'page-memo'];
  const row = (p, at) => {
    const c = people.first(p);
    const done = marks.ofPerson(p);
    const cells = [
      `${done ? '☑' : '☐'} ${at + 1}`,
      el('span', {}, claims.name(c), el('br'), el('small', {}, claims.text('kana', c))),
      claims.text('birth_date', c),
      el('span', {}, claims.text('insurer_no', c), el('br'), claims.insured(c)),
      text(data.people.stations[p]).split(';').join(' '),
      String(data.people.claims[p].length),
      grouped(data.people.yen[p]),
      people.period(p),
      el('span', {}, el('strong', {}, `${VERDICTS[data.ids.verdicts[people.outcome(p)]].sign} `), reasonName(data.people.reason[p])),
      people.ask(p),
      marks.memoOfPerson(p),
    ];
    return el('tr', {}, ...cells.map((cell) => el('td', {}, cell)));
  };
  const rows = Array.from({ length: people.count }, (_, p) => row(p, p));
  sheet.replaceChildren(
    el('h1', {}, t('page-sheet-heading')),
    el('p', {}, t('page-sheet-line', { date: dateText(data.run.as_of), people: grouped(people.count), yen: grouped(riskYen()) })),
    people.count === 0
      ? el('p', {}, t('page-nobody'))
      : el('table', {}, el('thead', {}, el('tr', {}, ...head.map((id) => el('th', { scope: 'col' }, t(id))))), el('tbody', {}, ...rows)),
    el('p', { class: 'note' }, t('page-personal')),
  );
}

const riskYen = () => data.people.yen.reduce((sum, yen) => sum + yen, 0);

function startPrint() {
  addEventListener('beforeprint', drawSheet);
  addEventListener('afterprint', () => find('sheet').replaceChildren());
}
