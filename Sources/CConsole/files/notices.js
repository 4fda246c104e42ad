// What is said in passing, and what is asked before something is done.

import { button, element, replace } from './elements.js';

/** Says something for a while, at the edge of the page; read out, too. Faults stay until they are closed. */
export function notify(text, { tone = 'good', action = null } = {}) {
    const notice = element('div', { class: `notice ${tone}` },
        element('span', {}, text),
        action && button(action.label, () => { notice.remove(); action.run(); }, { class: 'plain' }),
        button('✕', () => notice.remove(), { class: 'plain', 'aria-label': 'Close' }));
    document.getElementById('notices').append(notice);
    // What is pointed at or has the focus does not go away under the hand.
    const leave = () => notice.matches(':hover, :focus-within') ? setTimeout(leave, 5000) : notice.remove();
    if (tone !== 'bad') setTimeout(leave, action ? 15_000 : 6000);
}

/** Shows a problem where its work was, with all its faults. */
export function problemMessage(problem, { retry } = {}) {
    return element('div', { class: 'message bad', role: 'alert' },
        !(problem.title && problem.message.startsWith(problem.title)) && element('strong', {}, problem.title || 'That did not work.'),
        element('p', {}, problem.message),
        problem.faults?.length ? element('ul', {}, problem.faults.slice(0, 50).map((fault) => element('li', {},
            fault.pointer ? element('code', {}, fault.pointer) : null, ' ', fault.detail))) : null,
        retry && button('Try again', retry));
}

/** A list without rows says why, and what to do. */
export function emptyMessage(text, ...more) {
    return element('div', { class: 'message' }, element('p', {}, text), ...more);
}

/** Shown after a moment, for what is there at once needs no word. */
export function loadingMessage(text = 'Loading …') {
    return element('p', { class: 'loading', role: 'status' }, text);
}

/**
 * Asks in a dialog; `build(close)` gives its content. Escape and the button close it. Gives what `close` is called with, or null.
 */
export function dialog(title, build) {
    return new Promise((resolve) => {
        let result = null;
        const close = (value = null) => {
            result = value;
            node.close();
        };
        const node = element('dialog', { 'aria-labelledby': 'dialog-title', on: { close: () => { node.remove(); resolve(result); } } });
        replace(node,
            element('header', { role: 'none' }, element('h2', { id: 'dialog-title' }, title),
                button('✕', () => close(), { class: 'plain', 'aria-label': 'Close' })),
            build(close));
        document.body.append(node);
        node.showModal();
        // Not at Close, where Enter would end it: at what is to be filled in, or else at the way back.
        (node.querySelector('form :is(input, select, textarea):not([type=hidden])') ?? node.querySelector('footer button'))?.focus();
    });
}

/** Does what is done in passing; a problem is said at the edge of the page, after what that means. */
export async function orNotify(work, meaning = '') {
    try {
        await work();
    } catch (problem) {
        if (problem.name !== 'AbortError' && problem.status !== 401) notify(`${meaning} ${problem.message}`.trim(), { tone: 'bad' });
    }
}
