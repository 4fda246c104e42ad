// Files of devices: planned first, then applied; and what was imported so far.

import { changeSetAddress, planAddress } from '../addresses.js';
import { button, element, replace } from '../elements.js';
import { count, fileName, shortTime } from '../formats.js';
import { orNotify, problemMessage } from '../notices.js';
import { download, get } from '../service.js';
import { list, plainTable } from '../table.js';
import { undoButton, undoneLink } from '../undoing.js';
import { fileUpload } from '../upload.js';
import { show as showPlan } from './plan.js';

export async function show(view) {
    if (view.path.length) return showPlan(view);
    const writes = view.can('fleet');
    let found = null;
    const file = { title: 'File', width: 2, cell: fileName };
    const planned = part('plans', 'No plan is kept. Each file makes one, which is kept for seven days.', ({ id }) => planAddress(id), [file,
        { title: 'What it would do', width: 2, cell: whatOf },
        { title: 'Planned', wide: true, cell: ({ plannedAt }) => shortTime(plannedAt) },
        { title: 'By', wide: true, cell: ({ plannedBy }) => plannedBy }]);
    const applied = part('applied', 'Nothing was imported yet.', ({ id }) => changeSetAddress(id), [file,
        { title: 'What it did', width: 2, cell: ({ created, updated }) => `${count(created)} created, ${count(updated)} updated` },
        { title: 'Applied', wide: true, cell: ({ time }) => shortTime(time) },
        { title: 'By', wide: true, cell: ({ actor }) => actor },
        { title: 'Why', width: 1.5, wide: true, cell: ({ message }) => message ?? '' },
        { title: 'Taken back', width: 1.2, cell: (set) => undoneLink(set, 'by') ?? (writes ? undoButton(set.id, reload) : '') }]);
    replace(view.root, writes && dropZone(view), columns(view),
        element('h2', {}, 'Plans'), planned.node, element('h2', {}, 'Applied'), applied.node);
    planned.reload();
    applied.reload();

    function part(member, empty, link, columns) {
        return list({ label: member, columns, link, empty, key: ({ id }) => id, signal: view.signal,
            load: async () => ({ rows: [...(await imports())[member]], next: null }) });
    }

    /** Both lists come in one answer; what failed is asked again. */
    async function imports() {
        found ??= get('/api/imports', {}, view.signal);
        try {
            return await found;
        } catch (problem) {
            found = null;
            throw problem;
        }
    }

    async function reload() {
        found = null;
        planned.reload();
        await applied.reload();
        // The button that was pressed is not there any more.
        if (document.activeElement === document.body) applied.node.querySelector('.scroller').focus();
    }
}

/** What a plan would do, or what has become of it. */
function whatOf({ changeSet, counts }) {
    if (changeSet) return changeSet.undoneBy ? 'taken back' : 'applied';
    return Object.entries(counts).filter(([, number]) => number).map(([verdict, number]) => `${count(number)} ${verdict}`).join(', ')
        || 'nothing';
}

/** A place for a file, which may be dropped anywhere on the page. */
function dropZone(view) {
    const { input, node } = fileUpload(view);
    input.id = 'file';
    return element('section', { class: 'card stack drop' },
        element('p', { class: 'field' },
            element('label', { for: 'file' }, 'A file of devices, CSV or NDJSON: drop it on this page, or choose it'), input),
        element('p', { class: 'hint' }, 'This changes nothing yet: you see first what it would do.'), node);
}

/** What a file may say; asked for when somebody opens it. */
function columns(view) {
    const room = element('div', { class: 'stack' });
    return element('details', { class: 'card', on: { toggle: async () => {
        if (room.querySelector('table')) return;
        try {
            const { fields } = await get('/api/import-fields', {}, view.signal);
            const save = () => orNotify(() => download('/api/import-template.csv', 'devices.csv'));
            replace(room,
                element('p', {}, 'Columns may come in any order. An empty cell clears; a column that is not there leaves things as they '
                    + 'are. NDJSON has an object in each line, with these members.'),
                button('Save a template (CSV)', save),
                plainTable(['Column', 'Meaning', 'Example'], fields.map(({ name, meaning, example }) => [
                    element('code', {}, name), meaning, element('code', {}, example)])));
        } catch (problem) {
            if (problem.name !== 'AbortError') replace(room, problemMessage(problem));
        }
    } } }, element('summary', {}, 'What a file may say, and a template'), room);
}
