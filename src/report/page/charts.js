// Charts. Each bar is a button that filters the table; colours go with a pattern or a sign, and every chart has its
// numbers in its labels.

const CHART = { line: 23, label: 108, top: 2 };

// Room for the numbers of counts and of yen behind their bars.
const ROOM = { count: 52, yen: 84 };

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
function chart(id, heading, draw) {
  const box = el('div', { class: 'plot' });
  const figure = el('figure', { class: `chart chart-${id}`, 'aria-labelledby': `chart-${id}` },
    el('figcaption', { id: `chart-${id}` }, heading), box);
  let width = 0;
  new ResizeObserver(() => {
    if (box.clientWidth !== width && box.clientWidth > 0) {
      width = box.clientWidth;
      box.replaceChildren(draw(width));
    }
  }).observe(box);
  return figure;
}

// A bar as a button, with what it says; one of a chart is a stop of the tab key, arrows go to the others.
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

const ruler = document.createElement('canvas').getContext('2d');

// So much of a label as fits.
function fitted(words, room) {
  ruler.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const fits = (part) => ruler.measureText(part).width <= room;
  if (fits(words)) return words;
  const signs = Array.from(words);
  while (signs.length > 1 && !fits(`${signs.join('')}…`)) signs.pop();
  return `${signs.join('').trimEnd()}…`;
}

// Bars that lie, with a label before; a line has one value or several side by side, each with its number behind.
function lying(id, lines, rooms, width) {
  const { line, label, top } = CHART;
  const long = Math.max(12, (width - label - rooms.reduce((sum, room) => sum + room, 0)) / rooms.length);
  const most = rooms.map((_, place) => Math.max(1, ...lines.map((one) => one.values[place].size || 0)));
  const drawing = svg('svg', { width, height: top * 2 + lines.length * line, role: 'group', 'aria-labelledby': `chart-${id}` });
  lines.forEach((one, at) => {
    const y = top + at * line;
    if (one.isRest) {
      drawing.append(restLine(one, y));
      return;
    }
    let x = label;
    const parts = one.values.flatMap(({ size, text }, place) => {
      const own = size === 0 ? 0 : Math.max(2, (size / most[place]) * long);
      const drawn = [
        svg('rect', { x, y: y + 4, width: own, height: line - 8, rx: 2, fill: one.fill, class: one.style }),
        ' ',
        svg('text', { x: x + own + 5, y: y + line / 2, class: 'value' }, text),
      ];
      x += long + rooms[place];
      return drawn;
    });
    // The name begins with what is seen, for those who say it to their machine.
    const words = fitted(one.label, label - 8);
    const seen = [words, ...one.values.map(({ text }) => text)].join(' ');
    drawing.append(
      bar(t('page-bar', { label: seen, value: one.name }), one.press,
        svg('rect', { x: 0, y, width, height: line, class: 'ground' }),
        svg('text', { x: label - 6, y: y + line / 2, class: 'label' }, words),
        ...parts),
    );
  });
  return rove(drawing);
}

// What the bars that are not drawn add up to, in words alone: as a bar, many small ones would dwarf the others. It
// names nothing that could be filtered by, hence no button.
function restLine({ label: words, values }, y) {
  const { line, label } = CHART;
  const numbers = values.map(({ text }) => text).join(' ');
  return svg('g', { role: 'img', class: 'rest', 'aria-label': `${words} ${numbers}` },
    svg('text', { x: label - 6, y: y + line / 2, class: 'label' }, fitted(words, label - 8)),
    ' ',
    svg('text', { x: label + 5, y: y + line / 2, class: 'value' }, numbers));
}

// Gravest first.
const GRAVENESS = [3, 5, 4, 1, 2, 6, 0];

function verdictLines(verdicts) {
  return GRAVENESS.filter((at) => verdicts[at].count > 0).map((at) => {
    const id = data.ids.verdicts[at];
    return {
      label: `${VERDICTS[id].sign} ${verdictShort(at)}`,
      name: verdictName(at),
      values: [countValue(verdicts[at].count), { size: verdicts[at].yen, text: yenText(verdicts[at].yen) }],
      fill: `url(#fill-${id})`,
      press: () => filterBy({ verdict: id }),
    };
  });
}

const countValue = (count) => ({ size: count, text: t('page-claims', { count: grouped(count) }) });

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
    if (claims.isAsked(c)) station.yen += yen;
  }
  return found;
}

const LINES_MAX = 6;

// So many of the lines, and one that stands for the rest. A rest of one would need as much room as that one itself.
function withRest(all, line, rest) {
  if (all.length <= LINES_MAX + 1) return all.map(line);
  const left = all.slice(LINES_MAX);
  return [...all.slice(0, LINES_MAX).map(line), { ...rest(left), isRest: true }];
}

function kindLines(kinds) {
  const some = kinds.map((count, at) => [count, at]).filter(([count]) => count > 0);
  some.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  const line = ([count, at]) => ({
    label: kindName(at),
    name: kindName(at),
    values: [countValue(count)],
    style: 'plain',
    press: () => filterBy({ kind: String(at) }),
  });
  return withRest(some, line, (left) => ({
    label: t('page-more-kinds', { count: grouped(left.length) }),
    values: [countValue(left.reduce((sum, [count]) => sum + count, 0))],
  }));
}

function stationLines(stations) {
  const some = stations.map((sum, at) => ({ ...sum, at }));
  some.sort((a, b) => b.yen - a.yen || b.count - a.count || (data.stations[a.at][0] < data.stations[b.at][0] ? -1 : 1));
  const line = (sum) => {
    const [code, name] = data.stations[sum.at];
    return {
      label: code || '－',
      name: `${code} ${name}`.trim(),
      values: [{ size: sum.yen, text: yenText(sum.yen) }],
      style: 'risk',
      press: () => filterBy({ station: String(sum.at) }),
    };
  };
  return withRest(some, line, (left) => ({
    label: t('page-more-stations', { count: grouped(left.length) }),
    values: [{ text: yenText(left.reduce((yen, sum) => yen + sum.yen, 0)) }],
  }));
}

function drawCharts(box) {
  const sum = sums();
  const list = dayList(days());
  box.replaceChildren(
    patterns(),
    chart('verdicts', t('page-chart-verdicts'), (width) => lying('verdicts', verdictLines(sum.verdicts), [ROOM.count, ROOM.yen], width)),
    chart('days', t('page-chart-days'), (width) => dayChart(list, width)),
    chart('kinds', t('page-chart-kinds'), (width) => lying('kinds', kindLines(sum.kinds), [ROOM.count], width)),
    chart('stations', t('page-chart-stations'), (width) => lying('stations', stationLines(sum.stations), [ROOM.yen], width)),
  );
}

