// The figures above the tables, and what has to be known of the run.

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
  if (earlier) lines.push(sentences(comparedTold(earlier)));
  if (ignored) lines.push(sentences(ignoredTold(ignored)));
  find('notices').replaceChildren(...lines.map((line) => el('p', { class: 'notice' }, line)));
}

const sentences = (all) => all.join(lang === 0 ? '' : ' ');

function comparedTold({ folder, as_of: date, not_looked_at: count }) {
  const told = [t('page-compared', { folder, date: date ? dateText(date) : '－' })];
  if (count > 0) told.push(t('page-not-looked-at', { count: grouped(count) }));
  return told;
}

function ignoredTold({ path, entries, findings: removed, claims_settled: settled, expired, unused }) {
  const told = [t('page-ignored', { path, entries: grouped(entries), findings: grouped(removed), claims: grouped(settled) })];
  if (expired > 0) told.push(t('page-ignored-expired', { count: grouped(expired) }));
  if (unused > 0) told.push(t('page-ignored-unused', { count: grouped(unused) }));
  return told;
}
