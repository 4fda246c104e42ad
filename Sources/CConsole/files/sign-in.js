// The page before all others.

import { element, replace } from './elements.js';
import { field } from './forms.js';
import { problemMessage } from './notices.js';
import { signIn } from './service.js';

export function signInForm({ reason, done }) {
    const key = field('API key', element('input', { type: 'password', name: 'key', autocomplete: 'off', required: true }),
        { hint: 'Of the role fleet, auditor or admin. Made by: dps-allocator keys create --role admin --name NAME' });
    const stay = element('input', { type: 'checkbox', id: 'stay' });
    const fault = element('div');
    const button = element('button', { type: 'submit', class: 'primary' }, 'Sign in');
    return element('form', { class: 'sign-in', on: { submit } },
        reason && element('p', { class: 'message', role: 'status' }, reason),
        key.node,
        element('p', { class: 'check' }, stay, element('label', { for: 'stay' }, 'Stay signed in in this browser, for up to twelve hours')),
        element('p', { class: 'hint' }, 'Otherwise the key is held by this page alone, and forgotten when it is closed or reloaded.'),
        fault, button);

    async function submit(event) {
        event.preventDefault();
        button.disabled = true;
        replace(fault);
        try {
            await signIn(key.input.value.trim(), { stay: stay.checked });
            key.input.value = '';
            done();
        } catch (problem) {
            replace(fault, problem.status === 401
                ? element('p', { class: 'message bad', role: 'alert' }, 'No live key is like that.') : problemMessage(problem));
            button.disabled = false;
            key.input.select();
        }
    }
}
