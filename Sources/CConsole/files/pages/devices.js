// The inventory: a list with filters, the same change for many devices, and the way to a single one.

import { deviceAddress, planAddress } from '../addresses.js';
import { edit } from '../editing.js';
import { button, element, replace } from '../elements.js';
import { exportButtons } from '../exports.js';
import { count, counted, hub, mark, shortTime } from '../formats.js';
import { choice, failFilters, filterBar, filtersIn, momentInput, readMoment, showFilters, textInput } from '../forms.js';
import { labelsIn, register } from '../registering.js';
import { address, get, send } from '../service.js';
import { list } from '../table.js';
import { fileUpload } from '../upload.js';
import { show as showDevice } from './device.js';

const STATUSES = ['active', 'held', 'disabled', 'retired'];

export async function show(view) {
    if (view.path.length) return showDevice(view);
    const divisions = (await get('/api/divisions', {}, view.signal)).divisions.map(({ name }) => name);
    const writes = view.can('fleet');
    const { text, select, moment } = filtersIn(view);
    const rare = (filter) => ({ ...filter, rare: true });
    const filters = [
        text('text', 'In ID or note'), select('division', 'Division', divisions), select('status', 'Status', STATUSES),
        text('label', 'Label'),
        ...[text('pinnedHub', 'Pinned hub'), select('seen', 'Seen by DPS', [['true', 'has asked'], ['false', 'never asked']]),
            select('sort', 'Sorted by', ['division', 'status', ['pinnedHub', 'pinned hub'], ['createdAt', 'registered'],
                ['updatedAt', 'changed']], 'registration ID'), select('order', 'Order', [['desc', 'descending']], 'ascending'),
            moment('createdSince', 'Registered since'), moment('createdUntil', 'Registered until'),
            moment('updatedSince', 'Changed since'), moment('updatedUntil', 'Changed until')].map(rare),
    ];
    const wanted = (...without) => Object.fromEntries(filters.map(({ name }) => name)
        .filter((name) => !without.includes(name)).map((name) => [name, view.query.get(name)]));
    const upload = writes && fileUpload(view);
    const total = element('strong', { class: 'number', role: 'status' }, '…');
    const chosen = element('span', { class: 'quiet', role: 'status' }, writes && 'None selected');
    const empty = element('div', { class: 'message' });
    let selection = [];
    const many = (writes ? [['Edit …', ''], ['Retire …', 'retired']] : []).map(([title, status]) =>
        button(title, () => editMany(selection, divisions, status), { disabled: true }));
    const rows = list({
        label: 'Devices', signal: view.signal, key: (device) => device.registrationId,
        link: (device) => deviceAddress(device.registrationId),
        select: writes ? (_, selected) => {
            selection = selected;
            chosen.textContent = selected.length ? `${count(selected.length)} selected` : 'None selected';
            for (const one of many) one.disabled = !selected.length;
        } : undefined,
        columns: [
            { title: 'Registration ID', width: 3, cell: (device) => device.registrationId },
            { title: 'Division', width: 1.4, wide: true, cell: (device) => device.division },
            { title: 'Status', width: 1.2, cell: (device) => element('span', { title: device.statusReason }, mark(device.status)) },
            { title: 'Pinned hub', width: 1.4, wide: true, cell: (device) => hub(device.pinnedHub) },
            { title: 'Labels', width: 1.5, wide: true, cell: (device) => (device.labels ?? []).join(' | ') },
            { title: 'Note', width: 2, wide: true, cell: (device) => element('span', { title: device.note }, device.note ?? '') },
            { title: 'Changed', width: 1.5, wide: true, cell: (device) => shortTime(device.updatedAt) },
        ],
        empty,
        load: async (cursor, signal) => {
            try {
                const page = await get('/api/devices', { ...wanted(), limit: 200, cursor, total: cursor ? null : true }, signal);
                failFilters(filters);
                if (!cursor) {
                    total.textContent = counted(page.total, 'device');
                    const isFiltered = Object.values(wanted('sort', 'order')).some(Boolean);
                    replace(empty, isFiltered ? element('p', {}, 'No device fits. Clear a filter.') : beginning());
                }
                return { rows: page.devices, next: page.next, total: page.total };
            } catch (problem) {
                failFilters(filters, problem);
                total.textContent = '–';
                throw problem;
            }
        },
    });
    replace(view.root, filterBar(view, filters),
        element('div', { class: 'row spread' },
            element('div', { class: 'row' }, total, chosen, many),
            element('div', { class: 'row' }, exportButtons('/api/devices', 'devices', () => wanted('sort', 'order')),
                writes && [upload.choose('Import a file'),
                    button('Register a device', () => register('', divisions), { class: 'primary' })])),
        writes && upload.node, rows.node);
    view.onQuery((query) => {
        showFilters(filters, query);
        rows.reload();
    });
    rows.reload();

    /** How an empty inventory gets its first devices, as far as who is signed in may do it. */
    function beginning() {
        const policy = (text) => element('a', { href: '#/policy' }, text);
        return [element('p', {}, 'No device is registered yet.'),
            !writes ? element('p', {}, 'A key of the role fleet registers or imports them.')
                : !divisions.length ? element('p', {}, view.can() ? ['First ', policy('make a division'), ', to which they belong.']
                    : ['Each belongs to a division, and an admin makes the first one: ', policy('Divisions and rules'), '.'])
                    : [element('p', {}, 'Register one, or import a file of many: drop it on this page. ',
                        element('a', { href: '#/imports' }, 'What a file may say'), '.'),
                    element('div', { class: 'row' }, button('Register the first device', () => register('', divisions)),
                        upload.choose('Import the first file'))]];
    }
}

/** Plans the same change for many devices, as an import: it is looked at before it is applied, and taken back as one. */
function editMany(devices, divisions, status) {
    const keep = ['', 'stays as it is'];
    const box = () => element('input', { type: 'checkbox' });
    const checked = (input) => input.checked;
    const labels = ({ value }) => labelsIn(value);
    return edit(`${status ? 'Retire' : 'Edit'} ${counted(devices.length, 'device')}`, {
        action: 'See what would change',
        fields: [
            { name: 'status', label: 'Status', input: choice([keep, ...STATUSES], { value: status }) },
            { name: 'statusReason', label: 'Reason, unless active', input: textInput({ maxlength: 512 }) },
            { name: 'heldUntil', label: 'If held, until (empty: until somebody ends it)', input: momentInput(''), read: readMoment },
            ...status ? [] : [
                { name: 'division', label: 'Division', input: choice([keep, ...divisions]) },
                { name: 'add', label: 'Add labels', input: textInput(), read: labels, hint: 'Several are divided by |' },
                { name: 'remove', label: 'Remove labels', input: textInput(), read: labels },
                { name: 'pinnedHub', label: 'Pinned hub', input: textInput({ maxlength: 253 }), hint: 'Empty: stays as it is' },
                { name: 'unpin', label: 'Take the pinned hub away', input: box(), read: checked },
                { name: 'note', label: 'Note', input: element('textarea', { rows: 2, maxlength: 4096 }), hint: 'Empty: stays as it is' },
                { name: 'blank', label: 'Take the note away', input: box(), read: checked },
            ],
        ],
        run: async (values, message) => {
            if (!values.status && (values.statusReason || values.heldUntil)) {
                throw Object.assign(new Error('A reason and an end go with a status.'),
                    { faults: [{ pointer: '/status', detail: 'choose which' }] });
            }
            const content = devices.map((device) => `${JSON.stringify(lineOf(device, values))}\n`).join('');
            const plan = await send('POST', address('/api/imports', { source: `edit of ${counted(devices.length, 'device')}` }),
                { content, type: 'application/x-ndjson', message });
            location.hash = planAddress(plan.json.id);
        },
    });
}

/** A line of an import. What is not in it stays as it is, and the revision keeps it from overwriting what somebody changes meanwhile. */
function lineOf(device, { status, statusReason, heldUntil, division, add = [], remove = [], pinnedHub, unpin, note, blank }) {
    const labels = [...new Set([...(device.labels ?? []).filter((label) => !remove.includes(label)), ...add])];
    return {
        registrationId: device.registrationId, etag: `"${device.revision}"`,
        ...status && {
            status, statusReason: (status !== 'active' && statusReason) || null, heldUntil: (status === 'held' && heldUntil) || null },
        ...division && { division },
        ...(add.length || remove.length) && { labels },
        ...(pinnedHub || unpin) && { pinnedHub: unpin ? null : pinnedHub },
        ...(note || blank) && { note: blank ? null : note },
    };
}
