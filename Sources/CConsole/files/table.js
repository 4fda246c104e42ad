// A table of any length: pages come by cursor as one scrolls, and only the rows in view are in the document, so that a million rows
// scroll as smoothly as twenty. Rows have one height (--row in styles.css), which is what makes that possible.

import { button, element, replace } from './elements.js';
import { count } from './formats.js';
import { emptyMessage, problemMessage } from './notices.js';

// Rows above and below those in view, so that nothing is blank while scrolling.
const MARGIN = 12;
// So many rows are selected at once, and no more.
const SELECTED_MOST = 5000;

// Where one was in a list, by the entry of the browser's history, so that Back leads to the same rows.
const places = new Map();
const PLACES_MOST = 5;
const PLACES_FOR = 600_000;
// So many pages are read again behind what is shown after Back.
const PAGES_AGAIN = 10;
let entries = 0;

/** Forgets what was read, as when somebody else signs in. */
export function forgetLists() {
    places.clear();
}

/** The entry of the browser's history that is shown now. */
function entryNow() {
    if (!history.state?.entry) history.replaceState({ ...history.state, entry: `${entries += 1}, ${performance.timeOrigin}` }, '');
    return history.state.entry;
}

/** A short table that is all there at once; the first cell of a row is its head. */
export function plainTable(titles, rows) {
    return element('table', { class: 'plain' },
        element('thead', {}, element('tr', {}, titles.map((title) => element('th', { scope: 'col' }, title)))),
        element('tbody', {}, rows.map(([head, ...cells]) => element('tr', {},
            element('th', { scope: 'row' }, head), cells.map((cell) => element('td', {}, cell))))));
}

/**
 * A list that loads itself.
 *
 * - `label`: what the table is called when it is read out.
 * - `columns`: `[{ title, width, narrow, wide, cell(row) }]`; `width` is a share, `narrow` the one on narrow screens, where `wide` columns
 *   are left out; `cell` gives a node or text.
 * - `load(cursor, signal)`: gives `{ rows, next, total }`; `next` null or undefined at the end.
 * - `key(row)`: tells rows apart.
 * - `link(row)`: the address of a row, or null; the first cell then is a link, and a click on the row follows it.
 * - `empty`: what is said when there are no rows: a text or a node.
 * - `select(keys, rows)`: when rows can be selected; called with a Set at each change.
 *
 * Gives `{ node, reload(), prepend(rows), rows() }`.
 */
export function list({ label, columns, load, key, link, empty, select, signal }) {
    let rows = [];
    let next;
    let loading = false;
    let failed = false;
    let total;
    let generation = 0;
    let rowHeight = 0;
    let pending = null;
    let entry;
    let collecting = false;
    const selected = new Set();
    const rendered = new Map();

    const shown = select ? [{ title: '', cell: box }, ...columns] : columns;
    const widths = sumOfWidths(columns);
    const narrowWidths = sumOfWidths(columns.filter((column) => !column.wide).map(({ narrow, width }) => ({ width: narrow ?? width })));
    const above = element('tr', { class: 'spacer', 'aria-hidden': 'true' }, element('td'));
    const below = element('tr', { class: 'spacer', 'aria-hidden': 'true' }, element('td'));
    const body = element('tbody', {}, above, below);
    const allBox = select && element('input', { type: 'checkbox', 'aria-label': 'Select all loaded rows', on: { change: toggleAll } });
    const table = element('table', { class: 'list', 'aria-label': label },
        element('colgroup', {}, select && element('col', { class: 'box' }), columns.map(columnNode)),
        element('thead', {}, element('tr', {}, shown.map((column, place) => element('th', {
            scope: 'col', class: column.wide ? 'wide' : null }, place === 0 && select ? allBox : column.title)))),
        body);
    const foot = element('div', { role: 'status' });
    const collector = select && button('', collect, { class: 'plain', hidden: true });
    const scroller = element('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': label }, table);
    const node = element('div', { class: 'list-frame' }, scroller, element('div', { class: 'list-foot' }, foot, collector));
    foot.textContent = 'Loading …';

    let asked = false;
    const onScroll = () => {
        if (asked) return;
        asked = true;
        requestAnimationFrame(() => { asked = false; render(); });
    };
    scroller.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(onScroll);
    observer.observe(scroller);
    signal?.addEventListener('abort', () => {
        observer.disconnect();
        keepPlace(entry);
    });
    scroller.addEventListener('keydown', moveByKey);
    // Who has signed in again has not to ask again for what was not given meanwhile.
    document.addEventListener('signedin', () => { if (failed) more(); }, { signal });

    function columnNode(column) {
        const node = element('col', { class: column.wide ? 'wide' : null });
        node.style.setProperty('--share', `${(column.width ?? 1) / widths * 100}%`);
        node.style.setProperty('--narrow-share', `${(column.narrow ?? column.width ?? 1) / narrowWidths * 100}%`);
        return node;
    }

    function box(row) {
        const id = key(row);
        return element('input', { type: 'checkbox', 'aria-label': `Select ${id}`, properties: { checked: selected.has(id) }, on: {
            change: (event) => {
                if (event.target.checked) selected.add(id); else selected.delete(id);
                tellSelection();
            },
        } });
    }

    function toggleAll() {
        if (allBox.checked) for (const row of rows) selected.add(key(row)); else selected.clear();
        redraw();
        tellSelection();
    }

    function tellSelection() {
        allBox.checked = rows.length > 0 && selected.size >= rows.length;
        allBox.indeterminate = selected.size > 0 && !allBox.checked;
        tellCollector();
        select(selected, rows.filter((row) => selected.has(key(row))));
    }

    /** Who has selected all rows that are loaded may want the others, too. */
    function tellCollector() {
        collector.textContent = collecting ? 'Stop' : 'Select all that fit';
        collector.hidden = !collecting && (!allBox.checked || !next || rows.length >= SELECTED_MOST);
    }

    async function collect() {
        collecting = !collecting;
        const mine = generation;
        tellCollector();
        while (collecting && mine === generation && next && !failed && rows.length < SELECTED_MOST) await more();
        if (mine !== generation) return;
        for (const row of rows.slice(0, SELECTED_MOST)) selected.add(key(row));
        collecting = false;
        redraw();
        tellSelection();
    }

    /** Remembers where one is, for Back. */
    function keepPlace(at = entry) {
        if (!rows.length || !node.isConnected || (!next && !scroller.scrollTop)) return;
        const name = `${at} ${label}`;
        places.delete(name);
        places.set(name, { rows, next, total, top: scroller.scrollTop, time: Date.now() });
        if (places.size > PLACES_MOST) places.delete(places.keys().next().value);
    }

    /** Shows the rows of before at once, and then as they are now. */
    function comeBack(place) {
        ({ rows, next, total } = place);
        render();
        scroller.scrollTop = place.top;
        redraw();
        tell();
        pending = readAgain(place.rows.length, generation);
        return pending;
    }

    async function readAgain(wanted, mine) {
        loading = true;
        const fresh = [];
        let cursor;
        let sum;
        try {
            for (let pages = 0; pages < PAGES_AGAIN && fresh.length < wanted && cursor !== null; pages += 1) {
                const page = await load(cursor, signal);
                if (mine !== generation) return;
                fresh.push(...page.rows);
                cursor = page.next ?? null;
                sum = page.total ?? sum;
            }
        } catch (problem) {
            if (problem.name === 'AbortError' || mine !== generation) return;
            loading = false;
            failed = true;
            replace(foot, problemMessage(problem, { retry: () => control.reload() }));
            return;
        } finally {
            if (mine === generation) pending = null;
        }
        loading = false;
        // What lies deeper than is read again stays as it was.
        if (fresh.length >= wanted || cursor === null) {
            rows = fresh;
            next = cursor;
            total = sum ?? total;
            if (!rows.length) showEmpty();
        }
        redraw();
        tell();
    }

    function rowNode(row, place) {
        const address = link?.(row);
        const cells = shown.map((column, index) => {
            const content = column.cell(row);
            const first = index === (select ? 1 : 0);
            return element(first ? 'th' : 'td', { scope: first ? 'row' : null, class: column.wide ? 'wide' : null },
                first && address ? element('a', { href: address }, content) : content);
        });
        const node = element('tr', { 'aria-rowindex': place + 2, class: address ? 'linked' : null }, cells);
        if (address) node.addEventListener('click', (event) => {
            if (!event.target.closest('a, button, input, label') && !String(getSelection())) location.hash = address;
        });
        return node;
    }

    function render() {
        if (!rows.length) return;
        rowHeight ||= measure();
        const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - MARGIN);
        const last = Math.min(rows.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / rowHeight) + MARGIN);
        for (const [place, node] of rendered) {
            // The row that has the focus stays, or the keyboard would be thrown out of the table.
            if ((place < first || place >= last) && !node.contains(document.activeElement)) {
                node.remove();
                rendered.delete(place);
            }
        }
        let previous = above;
        for (let place = first; place < last; place += 1) {
            let node = rendered.get(place);
            if (!node) {
                node = rowNode(rows[place], place);
                rendered.set(place, node);
            }
            if (previous.nextSibling !== node) previous.after(node);
            previous = node;
        }
        above.firstChild.style.height = `${first * rowHeight}px`;
        below.firstChild.style.height = `${(rows.length - last) * rowHeight}px`;
        if (next && !loading && !failed && last > rows.length - 60) more();
    }

    function measure() {
        return parseFloat(getComputedStyle(table).getPropertyValue('--row')) || 40;
    }

    function redraw() {
        for (const node of rendered.values()) node.remove();
        rendered.clear();
        render();
    }

    /** Loads the next page, once. */
    function more() {
        pending ??= loadMore(generation);
        return pending;
    }

    async function loadMore(mine) {
        loading = true;
        failed = false;
        tell();
        try {
            const page = await load(next, signal);
            if (mine !== generation) return;
            rows.push(...page.rows);
            next = page.next ?? null;
            total = page.total ?? total;
            loading = false;
            pending = null;
            if (!rows.length) showEmpty(); else render();
            if (selected.size) tellSelection();
            tell();
        } catch (problem) {
            if (problem.name === 'AbortError' || mine !== generation) return;
            loading = false;
            pending = null;
            failed = true;
            replace(foot, problemMessage(problem, { retry: more }));
        }
    }

    function showEmpty() {
        scroller.hidden = true;
        node.querySelector('.message')?.remove();
        node.prepend(typeof empty === 'string' ? emptyMessage(empty) : empty ?? emptyMessage('Nothing here.'));
    }

    function tell() {
        table.setAttribute('aria-rowcount', next === null ? rows.length + 1 : -1);
        const known = count(rows.length);
        foot.parentElement.hidden = !loading && !rows.length;
        node.ariaBusy = String(loading && !rows.length);
        replace(foot, loading ? 'Loading …' : !rows.length ? '' : next === null
            ? `${known} ${rows.length === 1 ? 'row' : 'rows'}, all there are`
            : `${known} rows loaded${total !== undefined ? ` of ${count(total)}` : ''}; scroll for more`);
    }

    /** Arrows go from row to row, once the focus is in one. */
    function moveByKey(event) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const row = event.target.closest('tbody tr');
        if (!step || !row || event.target.matches('select, textarea, input:not([type=checkbox])')) return;
        const place = Number(row.getAttribute('aria-rowindex')) - 2 + step;
        if (place < 0 || place >= rows.length) return;
        event.preventDefault();
        const top = place * rowHeight;
        const head = table.tHead.offsetHeight;
        const lowest = top + rowHeight + head - scroller.clientHeight;
        if (top < scroller.scrollTop) scroller.scrollTop = top;
        else if (lowest > scroller.scrollTop) scroller.scrollTop = lowest;
        render();
        rendered.get(place)?.querySelector('a, input, button')?.focus({ preventScroll: true });
    }

    const control = {
        node,
        rows: () => rows,
        /** Begins anew, with the first page. */
        reload() {
            const before = entry;
            entry = entryNow();
            if (before && before !== entry) keepPlace(before);
            generation += 1;
            pending = null;
            collecting = failed = loading = false;
            rows = [];
            next = undefined;
            total = undefined;
            scroller.hidden = false;
            node.querySelector(':scope > .message')?.remove();
            for (const one of rendered.values()) one.remove();
            rendered.clear();
            above.firstChild.style.height = below.firstChild.style.height = '0';
            scroller.scrollTop = 0;
            if (selected.size) control.clearSelection();
            const place = before !== entry && places.get(`${entry} ${label}`);
            if (place && Date.now() - place.time < PLACES_FOR) return comeBack(place);
            return more();
        },
        /** Puts newer rows on top; who has scrolled down keeps what they look at. */
        prepend(newer) {
            if (!newer.length) return;
            if (!rows.length) {
                scroller.hidden = false;
                node.querySelector(':scope > .message')?.remove();
            }
            rows.unshift(...newer);
            for (const one of rendered.values()) one.remove();
            rendered.clear();
            rowHeight ||= measure();
            if (scroller.scrollTop > 0) scroller.scrollTop += newer.length * rowHeight;
            render();
            tell();
        },
        clearSelection() {
            selected.clear();
            redraw();
            tellSelection();
        },
        /** Draws rows again whose data was changed in place. */
        redraw,
    };
    return control;
}

function sumOfWidths(columns) {
    return columns.reduce((sum, { width = 1 }) => sum + width, 0);
}
