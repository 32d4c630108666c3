// The chart of visits by day and outcome, with the last days of the card and of the windows.

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
const MONTHS_MAX = 12;

// The days that are drawn, in order, each with its outcomes.
function dayList(months) {
  const names = Array.from(months.keys()).sort().slice(-MONTHS_MAX);
  return names.flatMap((name) =>
    months.get(name).slice(0, lengthOf(name)).map((outcomes, at) => ({ date: `${name}-${two(at + 1)}`, outcomes })),
  );
}

function dayChart(list, width) {
  const [height, left, bottom, top] = [148, 36, 18, 34];
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
    drawTick(drawing, one.date, { x, step, height, top, bottom });
    const parts = [];
    let y = height - bottom;
    // The grave ones stand on the axis, where they can be compared; 問題なし, mostly by far the most, on top.
    GRAVENESS.forEach((outcome) => {
      const count = one.outcomes[outcome] || 0;
      if (count === 0) return;
      const tall = (count / most) * room;
      y -= tall;
      const id = data.ids.verdicts[outcome];
      // Of bars that are too thin nobody sees a pattern.
      const fill = step < 5 ? { class: `bar-${id}` } : { fill: `url(#fill-${id})` };
      parts.push(svg('rect', { x: x + step * 0.1, y, width: Math.max(1, step * 0.8), height: tall, ...fill }));
    });
    if (parts.length > 0) {
      const told = one.outcomes.map((count, outcome) => (count > 0 ? `${verdictShort(outcome)} ${grouped(count)}` : ''));
      const value = told.filter((part) => part !== '').join(t('page-comma'));
      const ground = svg('rect', { x, y: top, width: step, height: room, class: 'ground' });
      drawing.append(bar(t('page-bar', { label: dateText(one.date), value }), () => filterBy({ date: one.date }), ground, ...parts));
    }
  });
  drawMarks(drawing, list, { left, step, width, height, top, bottom });
  return rove(drawing);
}

// The first of a month with its name, and some days where there is room.
function drawTick(drawing, date, { x, step, height, top, bottom }) {
  const [, month, day] = date.split('-').map(Number);
  if (day === 1) {
    drawing.append(svg('line', { x1: x, x2: x, y1: top, y2: height, class: 'month-line' }));
    const name = step * 31 > 70 ? monthText(date) : date.slice(0, 7);
    // Of many months, only some have room for a name.
    if (step * 31 > 46 || month % 3 === 1) drawing.append(svg('text', { x: x + 3, y: height - 7, class: 'tick-month' }, name));
  } else if (day % 5 === 0 && day > 5 && step > 7) {
    drawing.append(svg('text', { x: x + step / 2, y: height - 7, class: 'tick' }, String(day)));
  }
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

