// Why a decision came out as it did: what it came to, the steps to it, where its twin comes from, and what a refused device nearly was.

import { deviceAddress } from './addresses.js';
import { pointerCode, valueText } from './differences.js';
import { element } from './elements.js';
import { mark } from './formats.js';
import { outcomeMark, reasonText } from './reasons.js';
import { refusalOf } from './refusal.js';
import { plainTable } from './table.js';

const LAYERS = { template: ['template', 'plain'], device: ['device', 'good'], removed: ['taken away', 'bad'] };

/**
 * All of one Explanation of the API.
 *
 * - `past`: it tells of what was decided, not of what would be.
 * - `canWrite`: whoever reads it may register devices.
 * - `isTold`: what it came to, and what it nearly was, is said elsewhere.
 */
export function explanationView(explanation, { past = false, canWrite = false, isTold = false } = {}) {
    return element('div', { class: 'stack explanation' },
        !isTold && element('p', { class: 'verdict' }, verdictMark(explanation), ' ', verdictText(explanation, { past })),
        !isTold && nearMissList(explanation, { canWrite }),
        element('h3', {}, 'Steps'),
        stepList(explanation.steps),
        twinView(explanation));
}

/** What it came to, in one sentence. */
function verdictText(explanation, { past = false } = {}) {
    const { registrationId, division, reason, status, body } = explanation;
    const who = registrationId ?? 'A device without a registration ID';
    if (!reason) {
        return `${who} belongs to the division ${division}; which hub it gets depends on the hubs that its enrollment is linked to.`;
    }
    const be = past ? 'was' : 'would be';
    if (status === 200) return `${who} ${be} assigned to ${body?.iotHubHostName ?? 'a hub'}, division ${division}: ${reasonText(reason)}.`;
    return `${who} ${be} refused: ${refusalOf(explanation).why}.`;
}

function verdictMark({ status }) {
    return status === undefined ? null : outcomeMark(status === 200 ? 'assigned' : 'rejected');
}

/** The steps in their order, as a path down the page. */
function stepList(steps) {
    return element('ol', { class: 'steps' }, steps.map(({ subject, verdict, explanation }) => element('li', { class: verdict },
        element('p', {}, element('strong', {}, subject), ' ', mark(verdict)),
        element('p', {}, explanation))));
}

/** The twin that goes with it, with the layer that each key comes from; null when none is sent. */
function twinView({ twinLayers, body }) {
    const twin = body?.initialTwin;
    if (!twinLayers?.length && twin === undefined) return null;
    return element('div', { class: 'stack' },
        element('h3', {}, 'Twin'),
        twinLayers?.length > 0 && plainTable(['Key', 'Value', 'From'], twinLayers.map(({ pointer, value, from }) => [
            pointerCode(pointer), element(from === 'removed' ? 'del' : 'span', {}, valueText(value)),
            mark(...LAYERS[from] ?? [from])])),
        twinLayers?.length > 0 && element('p', { class: 'hint' },
            'template: the division’s. device: the device’s own. taken away: the template’s, which the device’s null removes.'),
        twin !== undefined && element('details', {}, element('summary', {}, 'As JSON'), element('pre', {}, JSON.stringify(twin, null, 2))));
}

/** What a refused device would nearly have been assigned by, and where that is put right; null when there is nothing. */
export function nearMissList({ registrationId, reason, nearMisses, status }, { canWrite = false } = {}) {
    // That a device is barred is no way by which it would have been assigned.
    if (status === 200 || status === undefined || reason === 'deviceDisabled') return null;
    const register = canWrite && reason === 'unrecognizedDevice'
        && element('a', { href: deviceAddress(registrationId) }, 'Register this ID');
    if (!nearMisses?.length) return register && element('p', {}, register);
    return element('div', { class: 'stack' },
        element('h3', {}, 'It would nearly have been assigned by'),
        missList(nearMisses.slice(0, 4)),
        nearMisses.length > 4 && element('details', {},
            element('summary', {}, `${nearMisses.length - 4} more`), missList(nearMisses.slice(4))),
        register && element('p', {}, 'Or if the ID is right: ', register));
}

function missList(misses) {
    return element('ul', {}, misses.map((miss) => element('li', { class: 'near-miss' }, miss.text, '. ', wayOut(miss))));
}

function wayOut({ kind, device, rule }) {
    const text = kind === 'barredDevice' ? 'See why it is barred' : `Open ${device}`;
    if (device) return element('a', { href: deviceAddress(device) }, text);
    return element('a', { href: '#/policy' }, rule ? `See rule ${rule}` : 'See the divisions');
}
