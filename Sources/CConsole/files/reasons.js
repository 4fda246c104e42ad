// The codes of decisions in plain words.

import { element } from './elements.js';
import { mark } from './formats.js';

/** By the codes that the API gives, in the order in which they are offered. */
export const REASONS = {
    inventory: 'registered',
    rule: 'a rule fits',
    unrecognizedDevice: 'unknown, no rule fits',
    noMatchingHub: 'no linked hub fits',
    deviceDisabled: 'disabled, held or retired',
    linkedHubsMissing: 'the enrollment sent no hubs',
    registrationIdMissing: 'no valid registration ID was sent',
    malformedRequest: 'the request could not be read',
    unavailable: 'the service could not decide',
};

/** A reason in words; a code that is not known yet says what it can. */
export function reasonText(code) {
    return REASONS[code] ?? code;
}

/** The same; its code, too, shows when it is pointed at. */
export function reason(code) {
    return element('span', { title: `${reasonText(code)} (${code})` }, reasonText(code));
}

/** What came of it: whom the API calls rejected, people call refused. */
export function outcomeMark(outcome) {
    return mark(outcome === 'rejected' ? 'refused' : outcome);
}
