// A table of which only the rows in sight are in the document. One element has the focus, and names the row at which
// the user is; the keyboard moves that.

// No browser draws elements of any height: beyond this, the scroll bar stands for more rows than its length has.
const HEIGHT_MAX = 8000000;
const BEYOND = 4;

class Grid {
  // `open` and `toggle` are told the row: Enter or a click, and a blank or a click on a cell of marks.
  constructor(box, { open, toggle, sort }) {
    this.box = box;
    this.told = { open, toggle, sort };
    this.columns = [];
    this.rows = [];
    this.at = 0;
    this.rowHeight = 36;
    this.head = el('div', { role: 'row', class: 'head', 'aria-rowindex': 1 });
    this.body = el('div', { role: 'rowgroup', class: 'body' });
    box.setAttribute('role', 'grid');
    box.tabIndex = 0;
    box.append(el('div', { role: 'rowgroup', class: 'heads' }, this.head), this.body);
    box.addEventListener('scroll', () => this.draw());
    box.addEventListener('keydown', (event) => this.key(event));
    this.body.addEventListener('click', (event) => this.click(event));
    new ResizeObserver(() => this.draw()).observe(box);
  }

  // Other columns: the table begins anew.
  setColumns(columns, { label, rowHeight, sorted }) {
    this.columns = columns;
    this.rowHeight = rowHeight;
    this.box.setAttribute('aria-label', label);
    this.box.setAttribute('aria-colcount', columns.length);
    const width = (column) => (column.grow ? `minmax(${column.width}px, ${column.grow}fr)` : `${column.width}px`);
    const wide = columns.reduce((sum, column) => sum + column.width, 0);
    this.box.style.setProperty('--columns', columns.map(width).join(' '));
    this.box.style.setProperty('--wide', `${wide}px`);
    this.box.style.setProperty('--row', `${rowHeight}px`);
    this.head.replaceChildren(...columns.map((column, at) => this.heading(column, at, sorted)));
  }

  heading(column, at, sorted) {
    const isSorted = sorted && sorted.id === column.id;
    const way = !isSorted ? 'none' : sorted.down ? 'descending' : 'ascending';
    const sign = { none: '', ascending: '▲', descending: '▼' }[way];
    const heading = el('div', { role: 'columnheader', 'aria-colindex': at + 1, 'aria-sort': way, class: column.style });
    heading.append(
      el('button', { type: 'button', click: () => this.told.sort(column.id) },
        column.label, el('span', { class: 'way', 'aria-hidden': 'true' }, sign)),
    );
    return heading;
  }

  setRows(rows, { keep = false } = {}) {
    this.rows = rows;
    this.box.setAttribute('aria-rowcount', rows.length + 1);
    const full = rows.length * this.rowHeight;
    this.height = Math.min(full, HEIGHT_MAX);
    this.body.style.height = `${this.height}px`;
    if (!keep) {
      this.at = 0;
      this.box.scrollTop = 0;
    }
    this.at = Math.max(0, Math.min(this.at, rows.length - 1));
    this.draw();
  }

  get inSight() {
    return Math.max(this.rowHeight, this.box.clientHeight - this.head.offsetHeight);
  }

  // How many pixels of rows a pixel of the scroll bar stands for.
  get scale() {
    const full = this.rows.length * this.rowHeight;
    return full > this.height ? (full - this.inSight) / (this.height - this.inSight) : 1;
  }

  draw() {
    const { rowHeight, rows } = this;
    const scroll = this.box.scrollTop;
    const top = scroll * this.scale;
    const from = Math.max(0, Math.floor(top / rowHeight) - BEYOND);
    const to = Math.min(rows.length, Math.ceil((top + this.inSight) / rowHeight) + BEYOND);
    const drawn = [];
    for (let at = from; at < to; at++) {
      const row = this.row(rows[at], at);
      row.style.transform = `translateY(${scroll + at * rowHeight - top}px)`;
      drawn.push(row);
    }
    this.body.replaceChildren(...drawn);
    const active = from <= this.at && this.at < to;
    if (active) this.box.setAttribute('aria-activedescendant', `row-${this.at}`);
    else this.box.removeAttribute('aria-activedescendant');
  }

  row(index, at) {
    const row = el('div', { role: 'row', id: `row-${at}`, class: at === this.at ? 'row at' : 'row', 'aria-rowindex': at + 2 });
    row.dataset.at = at;
    this.columns.forEach((column, number) => {
      const cell = el('div', { role: 'gridcell', 'aria-colindex': number + 1, class: column.style });
      const shown = column.show ? column.show(index) : column.get(index);
      if (column.isMark) cell.dataset.mark = '';
      cell.append(typeof shown === 'number' ? String(shown) : shown);
      row.append(cell);
    });
    return row;
  }

  click(event) {
    const row = event.target.closest('[data-at]');
    // Whoever marks a text to copy it does not want to open anything.
    if (!row || String(getSelection()) !== '') return;
    this.at = Number(row.dataset.at);
    this.draw();
    if (event.target.closest('[data-mark]')) this.told.toggle(this.rows[this.at]);
    else this.told.open(this.rows[this.at]);
  }

  key(event) {
    if (event.target !== this.box || this.rows.length === 0) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.inSight / this.rowHeight) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in steps) this.go(this.at + steps[event.key]);
    else if (event.key === 'Enter') this.told.open(this.rows[this.at]);
    else if (event.key === ' ') this.told.toggle(this.rows[this.at]);
    else return;
    event.preventDefault();
  }

  go(at) {
    this.at = Math.max(0, Math.min(at, this.rows.length - 1));
    const [top, bottom] = [this.at * this.rowHeight, (this.at + 1) * this.rowHeight];
    const scale = this.scale;
    const shown = this.box.scrollTop * scale;
    if (top < shown) this.box.scrollTop = top / scale;
    else if (bottom > shown + this.inSight) this.box.scrollTop = (bottom - this.inSight) / scale;
    this.draw();
  }
}
