// Where things are: in the console, and at the service.

import { element } from './elements.js';

export function deviceAddress(id) {
    return `#/devices/${encodeURIComponent(id)}`;
}

export function decisionAddress(id) {
    return `#/history/${id}`;
}

export function changeAddress(id) {
    return `#/changes/${id}`;
}

export function changeSetAddress(id) {
    return `#/changes?changeSet=${id}`;
}

export function planAddress(id) {
    return `#/imports/${id}`;
}

export function devicePath(id) {
    return `/api/devices/${encodeURIComponent(id)}`;
}

export function divisionPath(name) {
    return `/api/divisions/${encodeURIComponent(name)}`;
}

/** What a change was made to, with the way there. */
export function subjectLink({ kind, subject }) {
    const href = kind === 'device' ? deviceAddress(subject) : kind === 'key' ? '#/keys' : '#/policy';
    return element('a', { href }, `${kind} ${subject}`);
}
