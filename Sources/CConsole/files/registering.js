// How a device comes into the inventory by hand.

import { deviceAddress, devicePath } from './addresses.js';
import { edit } from './editing.js';
import { choice, textInput } from './forms.js';
import { send } from './service.js';
import { tellDone } from './undoing.js';

/** Labels as they are typed. */
export function labelsIn(text) {
    return text.split('|').map((label) => label.trim()).filter(Boolean);
}

/** Asks what is needed to register a device, and goes to its page. */
export async function register(id, divisions) {
    const made = await edit('Register a device', {
        action: 'Register',
        about: !divisions.length && 'There is no division yet; an admin makes the first one.',
        fields: [
            { name: 'registrationId', label: 'Registration ID', input: textInput({ value: id, required: true, maxlength: 128 }),
                hint: 'Letters, digits and . _ : - with a letter, digit or - at its end' },
            { name: 'division', label: 'Division', input: choice([['', 'Choose one'], ...divisions], { required: true }) },
            { name: 'labels', label: 'Labels', input: textInput(), hint: 'Several are divided by |', read: ({ value }) => labelsIn(value) },
            { name: 'note', label: 'Note', input: textInput({ maxlength: 4096 }) },
        ],
        run: async ({ registrationId, note, ...values }, message) => {
            try {
                return await send('PUT', devicePath(registrationId),
                    { noneMatch: '*', message, json: { ...values, note: note || null } });
            } catch (problem) {
                if (problem.status === 412) problem.faults = [{ pointer: '/registrationId', detail: 'is registered already' }];
                throw problem;
            }
        },
    });
    if (!made) return;
    const hash = deviceAddress(made.json.registrationId);
    if (location.hash === hash) dispatchEvent(new Event('hashchange')); else location.hash = hash;
    tellDone(`${made.json.registrationId} is registered.`, { request: made.request });
}
