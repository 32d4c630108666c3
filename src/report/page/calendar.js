// The month of a claim.

function outcomeOf(c, day) {
  for (let outcome = 5; outcome >= 0; outcome--) {
    if (claims.days(outcome, c) & (1 << (day - 1))) return outcome;
  }
  return claims.of('visits', c) & (1 << (day - 1)) ? 6 : -1;
}

// The month with its visits; the card's last day and the window are drawn in when they lie in it.
function calendar(c) {
  const month = claims.month(c);
  if (!/^\d{4}-\d{2}$/.test(month)) return el('p', {}, t('page-no-month'));
  const [year, number] = month.split('-').map(Number);
  const before = new Date(Date.UTC(year, number - 1, 1)).getUTCDay();
  const [cap, from, to] = ['cap', 'window_from', 'window_to'].map((column) => claims.text(column, c));
  const used = new Set();
  const cells = Array.from({ length: before }, () => el('td', { class: 'none' }));
  for (let day = 1; day <= lengthOf(month); day++) {
    const date = `${month}-${two(day)}`;
    const outcome = outcomeOf(c, day);
    const inWindow = from !== '' && from <= date && date <= to;
    if (outcome >= 0) used.add(outcome);
    const id = outcome >= 0 ? data.ids.verdicts[outcome] : '';
    const styles = [outcome >= 0 ? `day day-${id}` : 'none-day', date === cap ? 'cap' : '', inWindow ? 'window' : ''];
    const told = [outcome >= 0 ? verdictName(outcome) : '', date === cap ? t('page-cap') : ''].filter((part) => part !== '');
    cells.push(el('td', { class: styles.join(' ').trim(), title: told.join(t('page-comma')) || null },
      el('span', { class: 'number' }, String(day)),
      outcome >= 0 ? el('span', { class: 'sign', 'aria-hidden': 'true' }, VERDICTS[id].sign) : null,
      told.length > 0 ? el('span', { class: 'unseen' }, told.join(t('page-comma'))) : null));
  }
  while (cells.length % 7 !== 0) cells.push(el('td', { class: 'none' }));
  const weeks = Array.from({ length: cells.length / 7 }, (_, week) => el('tr', {}, ...cells.slice(week * 7, week * 7 + 7)));
  const names = t('page-weekdays').split(' ');
  return el('div', { class: 'month' },
    el('table', { class: 'calendar' },
      el('caption', {}, monthText(month)),
      el('thead', {}, el('tr', {}, ...names.map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, ...weeks)),
    legend(used, month, cap, from, to));
}

function legend(used, month, cap, from, to) {
  const lines = Array.from(used).sort((a, b) => b - a).map((outcome) => {
    const id = data.ids.verdicts[outcome];
    return el('li', {}, el('span', { class: `swatch day-${id}`, 'aria-hidden': 'true' }, VERDICTS[id].sign), verdictName(outcome));
  });
  if (cap.startsWith(month)) lines.push(el('li', {}, el('span', { class: 'swatch cap', 'aria-hidden': 'true' }), `${t('page-cap')} ${cap}`));
  if (from !== '' && from.slice(0, 7) <= month && month <= to.slice(0, 7)) {
    lines.push(el('li', {}, el('span', { class: 'swatch window', 'aria-hidden': 'true' }), `${t('page-window')} ${t('page-period', { from, to })}`));
  }
  return el('ul', { class: 'legend' }, ...lines);
}

