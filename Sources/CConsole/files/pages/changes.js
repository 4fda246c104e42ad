// Who has changed what: the lines of the change log, the sets in which they were made, and one change with its difference.

import { changeAddress, changeSetAddress, subjectLink } from '../addresses.js';
import { differenceTable } from '../differences.js';
import { element, replace } from '../elements.js';
import { exportButtons } from '../exports.js';
import { count, facts, mark, shortTime, time, titled } from '../formats.js';
import { failFilters, filterBar, filtersIn, showFilters } from '../forms.js';
import { emptyMessage, loadingMessage } from '../notices.js';
import { address, get } from '../service.js';
import { list } from '../table.js';
import { undoButton } from '../undoing.js';

const VIEWS = [['Changes', '#/changes', null], ['Change sets', '#/changes?view=sets', 'sets']];

export async function show(view) {
    if (view.path[0]) return showChange(view, view.path[0]);
    let shown;
    const draw = () => {
        shown = view.query.get('view');
        const { filters, path, member, exported, ...part } = shown === 'sets' ? changeSets(view, () => table.reload()) : changeLines(view);
        const asked = () => Object.fromEntries(view.query);
        const load = async (cursor, signal) => {
            try {
                const page = await get(path, { ...asked(), view: null, cursor, limit: 100 }, signal);
                failFilters(filters);
                return { rows: page[member], next: page.next };
            } catch (problem) {
                failFilters(filters, problem);
                throw problem;
            }
        };
        const table = list({ ...part, load, key: ({ id }) => id, signal: view.signal });
        const tools = element('div', { class: 'row' });
        const filter = (query) => {
            showFilters(filters, query);
            const set = query.get('changeSet');
            const undoable = exported && /^\d+$/.test(set) && view.can('fleet');
            replace(tools, undoable && undoButton(set, () => table.reload(), `Undo change set ${set}`));
            table.reload();
        };
        replace(view.root,
            element('nav', { class: 'row', 'aria-label': 'View' }, VIEWS.map(([text, href, name]) =>
                element('a', { href, class: 'button', 'aria-current': name === shown ? 'page' : null }, text))),
            filterBar(view, filters),
            exported && element('div', { class: 'row spread' }, tools, exportButtons(path, 'changes', asked)), table.node);
        // Whoever came by one of these links keeps the focus where the link was.
        if (document.activeElement === document.body) view.root.querySelector('[aria-current]')?.focus({ preventScroll: true });
        view.onQuery((query) => query.get('view') === shown ? filter(query) : draw());
        filter(view.query);
    };
    draw();
}

function changeLines(view) {
    const { text, select, moment } = filtersIn(view);
    return {
        label: 'Changes', path: '/api/changes', member: 'changes', exported: true, link: ({ id }) => changeAddress(id),
        empty: 'No change fits. Clear a filter, or look at a longer time.',
        filters: [
            text('device', 'Registration ID'),
            // A key of the role fleet sees the changes of devices alone.
            view.can('auditor') && select('kind', 'Kind', ['device', 'division', 'rule', 'key']),
            text('actor', 'Who'), text('member', 'Changed field'), text('changeSet', 'Change set'),
            moment('since', 'Since'), moment('until', 'Until'),
        ].filter(Boolean),
        columns: [
            { title: 'Time', width: 1.5, narrow: 1.5, cell: (row) => shortTime(row.time) },
            // The device is what tells most; what else it may be is said.
            { title: 'What', width: 3.6, narrow: 3.4, cell: ({ effect, kind, subject }) =>
                [mark(effect), ' ', titled(kind === 'device' ? subject : `${kind} ${subject}`)] },
            { title: 'Who', width: 1.2, wide: true, cell: (row) => titled(row.actor) },
            { title: 'Revision', width: .9, wide: true, cell: (row) => row.revision },
            { title: 'Why', width: 2.4, wide: true, cell: (row) => titled(row.message) },
            { title: 'Change set', width: 1.3, wide: true, cell: setLink },
        ],
    };
}

function changeSets(view, reload) {
    return {
        label: 'Change sets', path: '/api/change-sets', member: 'changeSets', link: ({ id }) => changeSetAddress(id),
        empty: 'No change set fits. Each edit, import and undo is one.',
        filters: [filtersIn(view).select('kind', 'Kind', ['edit', 'import', 'undo', 'seed'])],
        columns: [
            { title: 'Time', width: 1.5, cell: (row) => shortTime(row.time) },
            { title: 'Set', width: 1.3, cell: (row) => `${row.id}, ${row.undoes ? `undoes ${row.undoes}` : row.kind}` },
            { title: 'Changes', width: 1.8, wide: true, cell: (row) => ['created', 'updated', 'deleted']
                .filter((effect) => row[effect]).map((effect) => `${count(row[effect])} ${effect}`).join(', ') },
            { title: 'Who', width: 1.3, wide: true, cell: (row) => titled(row.actor) },
            { title: 'Why', width: 2.4, wide: true, cell: ({ message, source }) =>
                titled([message, source?.split('/').pop()].filter(Boolean).join(', from ')) },
            ...view.can('fleet') ? [{ title: 'Undo', width: 1.4, cell: ({ id }) => undoButton(id, reload) }] : [],
        ],
    };
}

function setLink({ changeSet, changeSetKind }) {
    return element('a', { href: changeSetAddress(changeSet) }, `${changeSet}, ${changeSetKind}`);
}

async function showChange(view, number) {
    view.setTitle(`Change ${number}`);
    replace(view.root, loadingMessage());
    const valid = /^[1-9]\d{0,14}$/.test(number);
    // The list before the number that follows begins with this one, if there is such a change to see.
    const { changes } = valid ? await get('/api/changes', { cursor: Number(number) + 1, limit: 1 }, view.signal) : { changes: [] };
    const change = changes[0];
    if (change?.id !== Number(number)) {
        return replace(view.root,
            emptyMessage('There is no such change that you may see.', element('a', { href: '#/changes' }, 'To the changes')));
    }
    replace(view.root,
        element('section', { class: 'card stack' },
            element('p', { class: 'verdict' }, mark(change.effect), ' ', subjectLink(change)),
            facts([
                ['When', time(change.time)], ['Who', change.actor], ['Why', change.message], ['Revision', change.revision],
                ['Change set', setLink(change)],
                ['Undoes', change.undoes && element('a', { href: changeSetAddress(change.undoes) }, `change set ${change.undoes}`)],
                ['Request ID', change.requestId && element('code', {}, change.requestId)],
            ]),
            change.kind === 'device'
                && element('a', { href: address('#/changes', { device: change.subject }) }, 'All changes of this device')),
        element('section', { class: 'card' }, element('h2', {}, 'Difference'), differenceTable(change.before, change.after)));
}
