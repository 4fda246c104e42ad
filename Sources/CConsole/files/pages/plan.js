// The plan of an import: what it would do to each device, and the way to do it or to let it be.

import { changeSetAddress, deviceAddress } from '../addresses.js';
import { tableOfDifferences, valueText } from '../differences.js';
import { edit } from '../editing.js';
import { button, element, replace } from '../elements.js';
import { exportButtons } from '../exports.js';
import { count, counted, facts, fileName, mark, time } from '../formats.js';
import { dialog, emptyMessage } from '../notices.js';
import { get, send } from '../service.js';
import { list } from '../table.js';
import { undoButton, undoneLink } from '../undoing.js';
import { fileUpload } from '../upload.js';

const AGAINST = ['invalid', 'conflicting', 'duplicated'];

export async function show(view) {
    const path = `/api/imports/${encodeURIComponent(view.path[0])}`;
    let plan;
    try {
        plan = await get(path, {}, view.signal);
    } catch (problem) {
        if (problem.status !== 404) throw problem;
        return replace(view.root, emptyMessage(
            'There is no such plan: it was discarded, or is older than seven days. Plan its file once more.',
            element('a', { href: '#/imports' }, 'To the imports')));
    }
    view.setTitle(`Import: ${fileName(plan)}`);
    const writes = view.can('fleet');
    const upload = writes && fileUpload(view);
    const card = element('section', { class: 'card stack' });
    const tabs = element('div', { class: 'row', role: 'group', 'aria-label': 'Rows by what becomes of them' });
    const asked = () => ({ verdict: view.query.get('verdict') });
    const rows = list({
        label: 'Rows', signal: view.signal, key: ({ row }) => row, empty: 'There is no such row.',
        columns: [
            { title: 'Line', width: 0.8, cell: ({ line }) => count(line) },
            { title: 'Registration ID', width: 2, cell: ({ verdict, registrationId }) => verdict === 'invalid' ? registrationId
                : element('a', { href: deviceAddress(registrationId) }, registrationId) },
            { title: 'Verdict', width: 1.3, cell: ({ verdict }) => mark(verdict, AGAINST.includes(verdict) ? 'bad' : undefined) },
            { title: 'What', width: 4, cell: what },
        ],
        load: async (cursor, signal) => get(`${path}/rows`, { ...asked(), limit: 200, cursor }, signal),
    });
    replace(view.root, card,
        element('div', { class: 'row spread' }, tabs, exportButtons(`${path}/rows`, 'plan', asked)), rows.node);
    view.onQuery(() => {
        drawTabs();
        rows.reload();
    });
    draw();
    drawTabs();
    rows.reload();

    function draw() {
        const { counts, changeSet } = plan;
        const against = AGAINST.filter((verdict) => counts[verdict]);
        const number = against.reduce((sum, verdict) => sum + counts[verdict], 0);
        const isWrite = counts.create + counts.update > 0;
        replace(card,
            facts([['File', plan.source], ['Planned', [time(plan.plannedAt), ` by ${plan.plannedBy}`]], ['Why', plan.message],
                ['Rows', count(plan.rows)]]),
            element('p', {}, changeSet ? [mark('applied', 'good'), ' ', time(changeSet.time), ` by ${changeSet.actor}, as `,
                element('a', { href: changeSetAddress(changeSet.id) }, `change set ${changeSet.id}`),
                changeSet.undoneBy && [', ', undoneLink(changeSet)]]
                : number ? [mark('blocked', 'bad'),
                    ` ${counted(number, 'row')} cannot be imported (${against.join(', ')}), so nothing is. `,
                    'Set this right in the file, and drop it on this page: it makes a new plan.']
                    : isWrite
                        ? `It would create ${counted(counts.create, 'device')} and update ${count(counts.update)}, all of it or nothing.`
                        : 'It would change nothing: all is as the file says.'),
            writes && element('div', { class: 'row' }, changeSet ? !changeSet.undoneBy && undoButton(changeSet.id, reload) : [
                button('Apply …', apply, { class: 'primary', disabled: !plan.applicable || !isWrite }),
                button('Discard …', discard)], upload.choose(number ? 'Import the corrected file' : 'Import another file')),
            writes && upload.node);
    }

    function drawTabs() {
        const chosen = asked().verdict ?? '';
        const tab = ([verdict, number]) => button(`${verdict || 'all'} ${count(number)}`, () => view.change({ verdict }),
            { 'aria-pressed': String(verdict === chosen) });
        const hadFocus = tabs.contains(document.activeElement);
        replace(tabs, [['', plan.rows], ...Object.entries(plan.counts)]
            .filter(([verdict, number]) => number || verdict === chosen).map(tab));
        if (hadFocus) tabs.querySelector('[aria-pressed=true]')?.focus();
    }

    async function reload() {
        plan = await get(path, {}, view.signal).catch(() => plan);
        draw();
        // The button that was pressed is not there any more.
        if (document.activeElement === document.body) card.querySelector('a').focus();
    }

    async function apply() {
        const bar = element('progress', { 'aria-label': 'Applying', hidden: true });
        const text = `${counted(plan.counts.create, 'device')} created, ${count(plan.counts.update)} updated: all of it or nothing. `;
        const done = await edit(`Apply ${fileName(plan)}?`, {
            about: [text, bar], action: 'Apply', why: plan.message, run: async (_, message) => {
                bar.hidden = false;
                try {
                    plan = (await send('POST', `${path}/apply`, { message })).json;
                } catch (problem) {
                    problem.faults = problem.body.moved?.map(({ registrationId, line, present }) => ({
                        pointer: registrationId,
                        detail: `line ${line}: ${present ? `it is at revision ${present} now` : 'it is not there any more'}`,
                    })) ?? problem.faults;
                    throw problem;
                } finally {
                    bar.hidden = true;
                }
            } });
        if (done) draw();
        if (done) card.querySelector('a')?.focus();
    }

    async function discard() {
        const done = await edit('Discard this plan?', {
            about: 'It has changed nothing, and then never will.', action: 'Discard', asksWhy: false, run: () => send('DELETE', path) });
        if (done) location.hash = '#/imports';
    }
}

/** In a line what becomes of a row, or why nothing can; all of it when it is pressed. */
function what({ line, registrationId, verdict, differences = [], faults = [] }) {
    const said = (value) => value === undefined ? 'nothing' : valueText(value);
    const reasons = faults.map(({ column, detail }) => `${column ? `${column}: ` : ''}${detail}`);
    const text = [...reasons, ...differences.map(({ pointer, before, after }) =>
        `${pointer.slice(1)}: ${verdict === 'create' ? '' : `${said(before)} → `}${said(after)}`)].join('; ');
    const show = () => dialog(`Line ${line}: ${registrationId}`, () => element('div', {},
        reasons.length ? element('ul', {}, reasons.map((reason) => element('li', {}, reason))) : tableOfDifferences(differences)));
    return text && button(text, show, { class: 'plain clipped' });
}
