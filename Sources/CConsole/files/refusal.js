// Why a device is refused, in one sentence of the step that settled it, and what to do.

import { deviceAddress } from './addresses.js';
import { element } from './elements.js';
import { reasonText } from './reasons.js';

const REQUESTS = {
    linkedHubsMissing: ['its enrollment sent no hubs', 'Link hubs to the enrollment.'],
    registrationIdMissing: ['no valid registration ID was sent', 'Look at what the device sends.'],
};

/** `{ why, advice }` of an Explanation of the API: a text, and what is to be said after it. `since` is when the device came to be barred. */
export function refusalOf(explanation, { canWrite = false, since } = {}) {
    const { registrationId, reason, steps = [] } = explanation;
    const last = steps.at(-1);
    if (reason === 'deviceDisabled' && last?.subject === 'status') {
        const [status, ...words] = last.explanation.split(': ');
        const [way, after] = status === 'retired' ? ['See', ' if that is not so.'] : ['Activate', ' when it may register again.'];
        return {
            why: `it is ${status}${since ? ` since ${since}` : ''}${words.length ? `, ${words.join(': ')}` : ''}`,
            advice: [canWrite ? way : 'See', ' ', element('a', { href: deviceAddress(registrationId) }, 'it on its page'), canWrite && after || '.'],
        };
    }
    if (reason === 'noMatchingHub') return { why: hubFault(explanation), advice: hubAdvice(explanation, last) };
    if (reason === 'unrecognizedDevice') {
        const rule = element('a', { href: '#/policy' }, 'make a rule');
        return {
            why: 'nobody registered it, and no rule fits its ID',
            advice: canWrite ? [element('a', { href: deviceAddress(registrationId) }, 'Register it'), ', or ', rule, '.']
                : 'Have it registered, or a rule made that fits.',
        };
    }
    const [why, advice] = REQUESTS[reason] ?? [reasonText(reason)];
    return { why, advice };
}

function hubFault({ division, linkedHubs = [], steps = [] }) {
    const belongs = `it is in division ${division}`;
    if (!linkedHubs.length) return `${belongs}, and no hub is linked to its enrollment`;
    const wanted = steps.map(({ explanation }) => /^its name does not contain "(.*)"$/.exec(explanation)?.[1]).find(Boolean);
    if (wanted) return `${belongs}, and none of the linked hubs has ${wanted} in its name`;
    return `${belongs}, and ${steps.at(-1)?.explanation ?? reasonText('noMatchingHub')}`;
}

function hubAdvice({ registrationId, enrollment, division, linkedHubs = [] }, last) {
    const device = (text) => element('a', { href: deviceAddress(registrationId) }, text);
    const isPinned = last?.explanation.endsWith('the device is pinned');
    const linking = [isPinned ? 'Link that hub' : 'Link such a hub', ' to the enrollment', enrollment && ` ${enrollment.id}`];
    if (!linkedHubs.length) return [linking, '.'];
    return [linking, ', or change ',
        isPinned ? device('the hub it is pinned to') : [device('its division'), ' or ',
            element('a', { href: '#/policy' }, `what ${division} asks of hubs`)], '.'];
}
