// Charts. Each bar is a button that filters the table; colours go with a pattern or a sign, and every chart has its
// numbers in its labels.

const CHART = { line: 24, label: 104, value: 84, top: 4 };

// The patterns that stand beside colours: one a verdict.
const PATTERNS = {
  OK: null,
  TRANSITIONAL: 'M0 6L6 0',
  CANNOT_JUDGE: 'M3 0V6',
  NEED_CERT: null,
  SPECIAL_CARE: 'M0 3H6M3 0V6',
  NOT_COVERED: 'M0 0L6 6M0 6L6 0',
  INVALID: 'M0 3H6',
};

function patterns() {
  const defs = svg('defs');
  for (const [id, path] of Object.entries(PATTERNS)) {
    const pattern = svg('pattern', { id: `fill-${id}`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' });
    pattern.append(svg('rect', { width: 6, height: 6, class: `bar-${id}` }));
    if (path) pattern.append(svg('path', { d: path, class: 'hatch' }));
    defs.append(pattern);
  }
  return svg('svg', { width: 0, height: 0, class: 'defs', 'aria-hidden': 'true' }, defs);
}

// A chart with its heading; `draw` fills a box of the given width, now and when the width changes.
function chart(id, heading, draw, note) {
  const box = el('div', { class: 'plot' });
  const figure = el('figure', { class: `chart chart-${id}`, 'aria-labelledby': `chart-${id}` },
    el('figcaption', { id: `chart-${id}` }, heading), box, note ? el('p', { class: 'note' }, note) : null);
  let width = 0;
  new ResizeObserver(() => {
    if (box.clientWidth !== width && box.clientWidth > 0) {
      width = box.clientWidth;
      box.replaceChildren(draw(width));
    }
  }).observe(box);
  return figure;
}

// A bar as a button: one of a chart is a stop of the tab key, arrows go to the others.
function bar(label, press, ...children) {
  const act = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    press();
  };
  return svg('g', { role: 'button', tabindex: -1, class: 'bar', 'aria-label': label, click: act, keydown: act },
    svg('title', {}, label), ...children);
}

function rove(drawing) {
  const bars = Array.from(drawing.querySelectorAll('.bar'));
  if (bars.length > 0) bars[0].setAttribute('tabindex', 0);
  drawing.addEventListener('keydown', (event) => {
    const at = bars.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    const to = bars[Math.max(0, Math.min(bars.length - 1, at + step))];
    bars[at].setAttribute('tabindex', -1);
    to.setAttribute('tabindex', 0);
    to.focus();
  });
  return drawing;
}

// Bars that lie, with a label before and a value behind.
function lying(id, lines, width) {
  const { line, label, value, top } = CHART;
  const room = Math.max(20, width - label - value);
  const most = Math.max(1, ...lines.map((one) => one.size));
  const drawing = svg('svg', { width, height: top * 2 + lines.length * line, role: 'group', 'aria-labelledby': `chart-${id}` });
  lines.forEach((one, at) => {
    const y = top + at * line;
    const long = one.size === 0 ? 0 : Math.max(2, (one.size / most) * room);
    drawing.append(
      bar(t('page-bar', { label: one.name, value: one.text }), one.press,
        svg('rect', { x: 0, y, width, height: line, class: 'ground' }),
        svg('text', { x: label - 6, y: y + line / 2, class: 'label' }, one.label),
        svg('rect', { x: label, y: y + 4, width: long, height: line - 8, rx: 2, fill: one.fill, class: one.style }),
        svg('text', { x: label + long + 6, y: y + line / 2, class: 'value' }, one.text)),
    );
  });
  return rove(drawing);
}

function verdictLines(sizeOf, textOf, some) {
  const order = [3, 5, 4, 1, 2, 6, 0].filter(some);
  return order.map((at) => {
    const id = data.ids.verdicts[at];
    return {
      label: `${VERDICTS[id].sign} ${verdictShort(at)}`,
      name: verdictName(at),
      size: sizeOf(at),
      text: textOf(at),
      fill: `url(#fill-${id})`,
      press: () => filterBy({ verdict: id }),
    };
  });
}

function sums() {
  const found = {
    verdicts: data.ids.verdicts.map(() => ({ count: 0, yen: 0 })),
    kinds: data.ids.kinds.map(() => 0),
    stations: data.stations.map(() => ({ count: 0, yen: 0 })),
  };
  for (let c = 0; c < claims.count; c++) {
    const yen = claims.of('yen', c) || 0;
    const verdict = found.verdicts[claims.of('verdict', c)];
    verdict.count += 1;
    verdict.yen += yen;
    found.kinds[claims.of('kind', c)] += 1;
    const station = found.stations[claims.of('station', c)];
    station.count += 1;
    if (claims.cert(c) !== 0) station.yen += yen;
  }
  return found;
}

const LINES_MAX = 6;

function kindLines(kinds) {
  const some = kinds.map((count, at) => [count, at]).filter(([count]) => count > 0);
  some.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  return some.slice(0, LINES_MAX).map(([count, at]) => ({
    label: kindName(at),
    name: kindName(at),
    size: count,
    text: t('page-claims', { count: grouped(count) }),
    style: 'plain',
    press: () => filterBy({ kind: String(at) }),
  }));
}

function stationLines(stations) {
  const some = stations.map((sum, at) => ({ ...sum, at }));
  some.sort((a, b) => b.yen - a.yen || b.count - a.count || (data.stations[a.at][0] < data.stations[b.at][0] ? -1 : 1));
  return some.slice(0, LINES_MAX).map((sum) => {
    const [code, name] = data.stations[sum.at];
    return {
      label: code.slice(-7) || '－',
      name: `${code} ${name}`.trim(),
      size: sum.yen,
      text: yenText(sum.yen),
      style: 'risk',
      press: () => filterBy({ station: String(sum.at) }),
    };
  });
}

// Visits by day and outcome, over the months that occur.
function days() {
  const months = new Map();
  for (let c = 0; c < claims.count; c++) {
    const name = claims.month(c);
    if (!/^\d{4}-\d{2}$/.test(name) || claims.of('visits', c) === 0) continue;
    if (!months.has(name)) months.set(name, Array.from({ length: 31 }, () => [0, 0, 0, 0, 0, 0]));
    const month = months.get(name);
    for (let outcome = 0; outcome < 6; outcome++) {
      for (const day of daysOf(claims.days(outcome, c))) month[day - 1][outcome] += 1;
    }
  }
  return months;
}

const lengthOf = (month) => {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
};

// More months than this are not drawn day by day; the latest are.
const MONTHS_MAX = 6;

// The days that are drawn, in order, each with its outcomes.
function dayList(months) {
  const names = Array.from(months.keys()).sort().slice(-MONTHS_MAX);
  return names.flatMap((name) =>
    months.get(name).slice(0, lengthOf(name)).map((outcomes, at) => ({ date: `${name}-${two(at + 1)}`, outcomes })),
  );
}

function dayChart(list, width) {
  const [height, left, bottom, top] = [150, 36, 20, 30];
  const step = (width - left - 8) / Math.max(1, list.length);
  const total = (one) => one.outcomes.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...list.map(total));
  const room = height - top - bottom;
  const drawing = svg('svg', { width, height, role: 'group', 'aria-labelledby': 'chart-days' });
  drawing.append(
    svg('line', { x1: left, x2: width - 8, y1: height - bottom, y2: height - bottom, class: 'axis' }),
    svg('text', { x: left - 4, y: height - bottom, class: 'label' }, '0'),
    svg('text', { x: left - 4, y: top + 4, class: 'label' }, grouped(most)),
  );
  list.forEach((one, at) => {
    const x = left + at * step;
    const parts = [];
    let y = height - bottom;
    one.outcomes.forEach((count, outcome) => {
      if (count === 0) return;
      const tall = (count / most) * room;
      y -= tall;
      const id = data.ids.verdicts[outcome];
      parts.push(svg('rect', { x: x + 0.5, y, width: Math.max(1, step - 1), height: tall, fill: `url(#fill-${id})` }));
    });
    if (parts.length > 0) {
      const told = one.outcomes.map((count, outcome) => (count > 0 ? `${verdictShort(outcome)} ${grouped(count)}` : ''));
      const value = told.filter((part) => part !== '').join(t('page-comma'));
      const ground = svg('rect', { x, y: top, width: step, height: room, class: 'ground' });
      drawing.append(bar(t('page-bar', { label: dateText(one.date), value }), () => filterBy({ date: one.date }), ground, ...parts));
    }
    if (at === 0 || one.date.endsWith('-01') || (step * 5 > 34 && /-(05|10|15|20|25)$/.test(one.date) && list.length < 70)) {
      const [, month, day] = one.date.split('-').map(Number);
      drawing.append(svg('text', { x: x + step / 2, y: height - 6, class: 'tick' }, `${month}/${day}`));
    }
  });
  drawMarks(drawing, list, { left, step, width, height, top, bottom });
  return rove(drawing);
}

// The last day of the card and of the windows, also when they lie beside what is drawn.
function drawMarks(drawing, list, at) {
  const dates = [[data.run.card_last, t('page-card-last')], ...data.run.window_ends.map((end) => [end, t('page-window-end')])];
  dates.forEach(([date, name], number) => {
    const place = list.findIndex((one) => one.date === date);
    const y = 11 + (number % 2) * 13;
    const told = `${name} ${date}`;
    if (place >= 0) {
      const x = at.left + (place + 1) * at.step;
      const isRight = x > at.width * 0.6;
      drawing.append(
        svg('line', { x1: x, x2: x, y1: y - 6, y2: at.height - at.bottom, class: 'mark' }),
        svg('text', { x: isRight ? x - 4 : x + 4, y, class: isRight ? 'mark-end' : 'mark-start' }, told),
      );
      return;
    }
    const isBefore = list.length > 0 && date < list[0].date;
    // Between two months that are drawn, the mark stands where its day would.
    const after = list.findIndex((one) => one.date > date);
    if (!isBefore && after > 0) {
      const x = at.left + after * at.step;
      drawing.append(svg('line', { x1: x, x2: x, y1: y - 6, y2: at.height - at.bottom, class: 'mark' }));
    }
    drawing.append(
      isBefore
        ? svg('text', { x: at.left, y, class: 'mark-start' }, `◀ ${told}`)
        : svg('text', { x: at.width - 8, y, class: 'mark-end' }, after > 0 ? told : `${told} ▶`),
    );
  });
}

function drawCharts(box) {
  const sum = sums();
  const some = (at) => sum.verdicts[at].count > 0;
  const count = (at) => t('page-claims', { count: grouped(sum.verdicts[at].count) });
  const list = dayList(days());
  box.replaceChildren(
    patterns(),
    chart('verdicts', t('page-chart-verdicts'), (width) =>
      lying('verdicts', verdictLines((at) => sum.verdicts[at].count, count, some), width)),
    chart('days', t('page-chart-days'), (width) => dayChart(list, width)),
    chart('yen', t('page-chart-yen'), (width) =>
      lying('yen', verdictLines((at) => sum.verdicts[at].yen, (at) => yenText(sum.verdicts[at].yen), (at) => at !== 0 && some(at)), width)),
    chart('kinds', t('page-chart-kinds'), (width) => lying('kinds', kindLines(sum.kinds), width)),
    chart('stations', t('page-chart-stations'), (width) => lying('stations', stationLines(sum.stations), width)),
  );
}
