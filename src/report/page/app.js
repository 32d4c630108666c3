// The page: tabs, language, keys, and how it begins.

let grid = null;

// Shows the rows of these filters alone.
function filterBy(filter, tab = 'claims') {
  state.filter = { ...NO_FILTER, ...filter };
  state.query = '';
  showTab(tab);
  if (Object.keys(filter).length > 0) find('panel').scrollIntoView({ block: 'start' });
}

function showTab(name) {
  state.tab = name;
  for (const button of find('tabs').children) {
    const isOn = button.id === `tab-${name}`;
    button.setAttribute('aria-selected', isOn);
    button.tabIndex = isOn ? 0 : -1;
  }
  find('panel').setAttribute('aria-labelledby', `tab-${name}`);
  drawFilters();
  drawColumns();
  refresh();
}

function drawColumns() {
  const tab = TABS[state.tab];
  grid.setColumns(columnsOf(tab), { label: t(tab.name), rowHeight: tab.rowHeight, sorted: state.sorted[state.tab] });
}

// Upwards, downwards, as it was.
function sortBy(id) {
  const now = state.sorted[state.tab];
  if (!now || now.id !== id) state.sorted[state.tab] = { id, down: false };
  else if (!now.down) state.sorted[state.tab] = { id, down: true };
  else delete state.sorted[state.tab];
  const at = columnsOf(TABS[state.tab]).findIndex((column) => column.id === id);
  drawColumns();
  refresh();
  grid.head.children[at].querySelector('button').focus();
}

function drawTabs() {
  const names = Object.keys(TABS).filter((name) => name !== 'solved' || data.run.compared);
  const buttons = names.map((name) =>
    el('button', { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': 'panel', click: () => showTab(name) },
      t(TABS[name].name), el('span', { class: 'badge' }, grouped(name === 'inputs' ? data.inputs.length : TABS[name].count()))));
  find('tabs').replaceChildren(...buttons);
}

function moveTab(event) {
  const buttons = Array.from(find('tabs').children);
  const at = buttons.indexOf(event.target.closest('[role=tab]'));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = buttons[(to + buttons.length) % buttons.length];
  next.focus();
  next.click();
}

// Everything with words in it.
function drawAll() {
  document.documentElement.lang = LANGS[lang];
  document.title = t('page-title');
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', t(node.dataset.label));
  find('lang').textContent = t('page-other-language');
  find('lang').lang = LANGS[1 - lang];
  find('run').textContent = t('page-run', { date: dateText(data.run.as_of), policy: data.run.policy });
  find('foot').replaceChildren(
    el('p', {}, t('page-foot', { program: data.run.program, version: data.run.program_version, policy: data.run.policy, hash: data.run.policy_hash.slice(0, 16) })),
    el('p', {}, t('page-personal')),
  );
  drawTiles();
  drawNotices();
  drawCharts(find('charts'));
  drawToggle();
  drawTabs();
  showTab(state.tab);
  detail.again();
}

function drawToggle() {
  const box = find('charts');
  const toggle = find('charts-toggle');
  toggle.textContent = box.hidden ? t('page-show-charts') : t('page-hide-charts');
  toggle.setAttribute('aria-expanded', !box.hidden);
}

function listen() {
  find('tabs').addEventListener('keydown', moveTab);
  find('print').addEventListener('click', () => print());
  find('lang').addEventListener('click', () => {
    lang = 1 - lang;
    kept.set('houkan.lang', LANGS[lang]);
    drawAll();
  });
  find('charts-toggle').addEventListener('click', () => {
    find('charts').hidden = !find('charts').hidden;
    drawToggle();
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest('input, textarea, select, dialog');
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    find('search').focus();
  });
  marks.listeners.push(() => {
    if (!detail.box.open) redraw();
  });
  // Another window of the same report.
  addEventListener('storage', (event) => {
    if (event.key !== STORE) return;
    marks.load();
    redraw();
  });
}

// Makes what is searched in while nobody waits for anything.
function prepareSearch() {
  const idle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 50));
  let [c, f] = [0, 0];
  const some = (left) => {
    while (left.timeRemaining() > 2 && (c < claims.count || f < findings.count)) {
      for (let step = 0; step < 100; step++) {
        if (c < claims.count) haystacks.ofClaim(c++);
        else if (f < findings.count) haystacks.ofFinding(f++);
      }
    }
    if (c < claims.count || f < findings.count) idle(some);
  };
  idle(some);
}

function begin(loaded) {
  takeRows(loaded);
  marks.load();
  const chosenLang = kept.get('houkan.lang');
  lang = LANGS.indexOf(LANGS.includes(chosenLang) ? chosenLang : data.lang);
  // On a narrow screen the work comes first.
  find('charts').hidden = innerWidth < 700;
  find('app').hidden = false;
  find('wait').remove();
  grid = new Grid(find('grid'), {
    open: (row) => TABS[state.tab].open(row),
    toggle: (row) => TABS[state.tab].toggle(row),
    sort: sortBy,
  });
  detail.start();
  drawAll();
  listen();
  startPrint();
  prepareSearch();
  document.documentElement.dataset.ready = '';
}

// A browser without the means says so with the words that stand there already; why is told beside them.
function start() {
  if (typeof DecompressionStream === 'undefined' || !Element.prototype.replaceChildren) return;
  unpacked(find('rows').textContent)
    .then((loaded) => {
      find('rows').remove();
      begin(loaded);
    })
    .catch((error) => {
      console.error(error);
      const wait = find('wait');
      if (wait) wait.append(el('p', {}, String(error)));
    });
}

start();
