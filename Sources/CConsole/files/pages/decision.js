// One decision of the history: what it was, why, and what would be decided now.

import { changeAddress, decisionAddress, deviceAddress } from '../addresses.js';
import { tableOfDifferences } from '../differences.js';
import { button, element, replace } from '../elements.js';
import { explanationView, nearMissList } from '../explanation.js';
import { count, counted, facts, mark, time } from '../formats.js';
import { dialog, emptyMessage, loadingMessage, notify } from '../notices.js';
import { outcomeMark, reasonText } from '../reasons.js';
import { address, get, send } from '../service.js';
import { plainTable } from '../table.js';

export async function show(view) {
    const number = view.path[0];
    view.setTitle(`Decision ${number}`);
    if (!/^[1-9]\d{0,15}$/.test(number)) {
        return replace(view.root,
            emptyMessage('Decisions are known by their numbers.', element('a', { href: '#/history' }, 'To the history')));
    }
    replace(view.root, loadingMessage());
    const answer = (await send('POST', '/api/explain', { json: { assignmentId: Number(number) }, named: false, signal: view.signal })).json;
    const { recorded } = answer;
    const neighbours = element('span', { class: 'row' });
    const told = element('div', { class: 'stack' }, summary(answer, view),
        element('div', { class: 'cards' }, thenCard(answer), nowCard(answer)), changesCard(answer));
    replace(view.root, element('div', { class: 'row spread' },
        element('div', { class: 'row' },
            recorded.registrationId && [
                element('a', { href: deviceAddress(recorded.registrationId) }, 'The device'),
                element('a', { href: address('#/history', { registrationId: recorded.registrationId }) }, 'All its decisions'),
                neighbours,
            ]),
        button('Copy as text', () => copy(told.innerText))), told);
    if (recorded.registrationId) showNeighbours(neighbours, recorded, view.signal).catch(() => {});
}

/** The decisions of the same device before and after it. */
async function showNeighbours(node, { id, registrationId }, signal) {
    const links = await Promise.all(['newest', 'oldest'].map(async (order) => {
        const { assignments } = await get('/api/assignments', { registrationId, order, cursor: `${order}-${id}`, limit: 1 }, signal);
        const text = order === 'newest' ? 'The one before' : 'The one after';
        return assignments[0] && element('a', { href: decisionAddress(assignments[0].id) }, text);
    }));
    replace(node, links);
}

function summary({ recorded, now }, view) {
    const { outcome, reason, hub, division, registrationId, ruleId, deviceRevision } = recorded;
    const by = ruleId ? `by rule ${ruleId}` : `by its entry in the inventory${deviceRevision ? `, revision ${deviceRevision}` : ''}`;
    const refused = outcome === 'rejected';
    return element('section', { class: 'card stack' }, element('h2', {}, 'What was decided'),
        element('p', { class: 'verdict' }, outcomeMark(outcome), ' ',
            element('strong', {}, registrationId ?? 'A device without a registration ID'), ' was ',
            refused ? 'refused' : ['assigned to ', element('strong', {}, hub)], ' on ', time(recorded.decidedAt),
            refused ? `: ${reasonText(reason)}` : ` ${by}`, division ? ` (division ${division}).` : '.'),
        refused && now.status === 200 && element('p', {}, 'Now it would be assigned.'),
        refused && nearMissList(now, { canWrite: view.can('fleet') }),
        recordedFacts(recorded));
}

function recordedFacts(recorded) {
    const { enrollment, linkedHubs, hub } = recorded;
    return facts([
        ['Request ID', element('code', {}, recorded.requestId)],
        ['Reason code', element('code', {}, recorded.reason)],
        ['Enrollment', enrollment && `${enrollment.id} (${enrollment.kind})`],
        ['Attestation', recorded.attestation],
        ['Linked hubs', linkedHubs?.length > 0 && element('ol', {}, linkedHubs.map((name) => element('li', {}, name, ' ',
            name.toLowerCase() === hub?.toLowerCase() && mark('chosen', 'good'))))],
        ['Previous hub', recorded.previousHub],
        ['Policy revision', recorded.policyRevision],
    ]);
}

function thenCard({ then, reproduced, doubts = [], mismatches = [] }) {
    return element('section', { class: 'card stack' }, element('h2', {}, 'Then'),
        element('p', {}, reproduced === undefined
            ? [mark('unknown', 'warn'), ' ',
                then ? 'Whether this is what was recorded cannot be said.' : 'It cannot be decided again as it was.']
            : [mark(...reproduced ? ['agrees', 'good'] : ['differs', 'bad']), ' Decided again with the policy and device of that time, ',
                reproduced ? 'it comes to what was recorded.' : 'it does not come to what was recorded.']),
        doubts.length > 0 && element('ul', {}, doubts.map((doubt) => element('li', {}, doubt))),
        mismatches.length > 0 && tableOfDifferences(mismatches, ['Recorded', 'Decided again']),
        then && explanationView(then, { past: true, withNearMisses: false }));
}

function nowCard({ now, then, differences = [] }) {
    const same = !differences.length;
    return element('section', { class: 'card stack' }, element('h2', {}, 'Now'),
        element('p', {}, same ? [mark('same', 'good'), ' Asked again, it would be decided in the same way.']
            : [mark('different', 'warn'), ' Asked again, it would be decided otherwise.']),
        !same && tableOfDifferences(differences, [then ? 'Then' : 'Recorded', 'Now']),
        explanationView(now, { withNearMisses: false }));
}

function changesCard({ recorded, changes = [], changeCount = 0 }) {
    if (!changeCount) return element('p', { class: 'quiet' }, 'Neither the device nor any division or rule has changed since.');
    return element('section', { class: 'card stack' }, element('h2', {}, `${counted(changeCount, 'change')} since`),
        plainTable(['When', 'What', 'Who', 'Why'], changes.map((change) => [
            time(change.time),
            [mark(change.effect), ' ', element('a', { href: changeAddress(change.id) }, `${change.kind} ${change.subject}`),
                change.changed.length > 0 && ` (${change.changed.join(', ')})`],
            change.actor, change.message])),
        changeCount > changes.length && element('p', {}, `These are the first ${count(changes.length)}. `,
            element('a', { href: address('#/changes', { since: recorded.decidedAt }) }, 'All changes since')));
}

/** Copies; where the browser lets no page do so, as over plain HTTP, one copies what is selected. */
async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        notify('Copied.');
    } catch {
        dialog('Copy as text', () => {
            const area = element('textarea', { rows: 16, readonly: true, 'aria-label': 'The explanation', properties: { value: text } });
            requestAnimationFrame(() => area.select());
            return element('div', {}, element('p', { class: 'hint' }, 'It is selected: copy it with the keyboard.'), area);
        });
    }
}
