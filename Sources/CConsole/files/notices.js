// What is said in passing, and what is asked before something is done.

import { button, element, replace } from './elements.js';

/**
 * Says something for a while, at the edge of the page; read out, too. Faults stay until they are closed. What is said anew of the same
 * `subject` takes the place of what was said of it before: of the same text, unless one may still act on it.
 */
export function notify(text, { tone = 'good', action = null, subject = action ? null : text } = {}) {
    const all = document.getElementById('notices');
    for (const one of [...all.children]) if (subject && one.subject === subject) one.remove();
    const notice = element('div', { class: `notice ${tone}`, properties: { subject } },
        element('span', {}, text),
        action && button(action.label, () => { notice.remove(); action.run(); }, { class: 'plain' }),
        button('✕', () => notice.remove(), { class: 'plain', 'aria-label': 'Close' }));
    all.append(notice);
    // What is pointed at or has the focus does not go away under the hand.
    const leave = () => notice.matches(':hover, :focus-within') ? setTimeout(leave, 5000) : notice.remove();
    if (tone !== 'bad') setTimeout(leave, action ? 15_000 : 6000);
}

/** Whether the same may go well when it is asked again: it was not the asking that was wrong. */
function mayPass({ status }) {
    return !status || status >= 500 || [408, 429].includes(status);
}

/** Shows a problem where its work was, with all its faults, and a way to `retry` where that can help. */
export function problemMessage(problem, { retry } = {}) {
    return element('div', { class: 'message bad', role: 'alert' },
        !(problem.title && problem.message.startsWith(problem.title)) && element('strong', {}, problem.title || 'That did not work.'),
        element('p', {}, problem.message),
        problem.faults?.length ? element('ul', {}, problem.faults.slice(0, 50).map((fault) => element('li', {},
            fault.pointer ? element('code', {}, fault.pointer) : null, ' ', fault.detail))) : null,
        retry && mayPass(problem) && button('Try again', retry));
}

/** A list without rows says why, and what to do. */
export function emptyMessage(text, ...more) {
    return element('div', { class: 'message' }, element('p', {}, text), ...more);
}

/** Shown after a moment, for what is there at once needs no word. */
export function loadingMessage(text = 'Loading …') {
    return element('p', { class: 'loading', role: 'status' }, text);
}

// The dialogs that are open, or set aside while nobody is signed in; the newest is on top.
const dialogs = new Set();

/**
 * Asks in a dialog; `build(close, busy)` gives its content. Escape and ✕ close it, but where something was typed they warn first.
 * `await busy(work)` gives what the work gives; until then the dialog's buttons are disabled and nothing closes it. One that `stays` is
 * ended by its own buttons alone. Gives what `close` is called with, or null.
 */
export function dialog(title, build, { stays = false } = {}) {
    return new Promise((resolve) => {
        let result = null;
        let typed = false;
        let warned = false;
        const warning = element('p', { class: 'message', role: 'alert', hidden: true });
        const node = element('dialog', { 'aria-labelledby': 'dialog-title', on: {
            input: () => { typed = true; warned = false; warning.hidden = true; },
            cancel: (event) => {
                // A file that is not chosen after all cancels, too.
                if (event.target !== node) return;
                event.preventDefault();
                askToClose();
            },
            keydown: (event) => {
                // Of a cancel that is refused twice the browser asks no more, and closes.
                if (event.key !== 'Escape' || event.defaultPrevented) return;
                event.preventDefault();
                askToClose();
            },
            // Whatever else closes it, such as a gesture: what must not go is there again.
            close: () => { if (dialogs.has(mine) && !mine.aside && !node.open) if (mine.held) node.showModal(); else finish(); },
        } });
        const mine = { node, aside: false, held: stays, get typed() { return typed; }, finish };
        const close = (value = null) => {
            result = value;
            finish();
        };
        replace(node,
            element('header', { role: 'none' }, element('h2', { id: 'dialog-title' }, title),
                stays ? null : button('✕', askToClose, { class: 'plain', 'aria-label': 'Close' })),
            warning, build(close, busy));
        document.body.append(node);
        dialogs.add(mine);
        node.showModal();
        // Not at Close, where Enter would end it: at what is to be filled in, or else at the way back.
        (node.querySelector('form :is(input, select, textarea):not([type=hidden])') ?? node.querySelector('footer button'))?.focus();

        function finish() {
            dialogs.delete(mine);
            node.close();
            node.remove();
            resolve(result);
        }

        function askToClose() {
            if (mine.held) return;
            if (!typed || warned) return finish();
            warned = true;
            warning.textContent = 'What you typed is not saved. Press Escape or ✕ once more to drop it.';
            warning.hidden = false;
        }

        async function busy(work) {
            const before = document.activeElement;
            const buttons = [...node.querySelectorAll('button:enabled')];
            mine.held = true;
            for (const one of buttons) one.disabled = true;
            try {
                return await work();
            } finally {
                mine.held = stays;
                for (const one of buttons) one.disabled = false;
                // A button that was disabled has lost the focus.
                if (node.open && [document.body, node].includes(document.activeElement)) before?.focus();
            }
        }
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

/** Closes all dialogs, as when their page is left. */
export function closeDialogs() {
    for (const one of dialogs) one.finish();
}

/** Whether a dialog is open that must not go now: it is at work, or shows what is not shown again. */
export function isHeld() {
    return [...dialogs].some((one) => one.held);
}

/** Whether something was typed into a dialog that is open. */
export function isTyped() {
    return [...dialogs].some((one) => one.typed);
}

/** Sets the dialogs aside, with what is in them, and back again. */
export function setDialogsAside(aside) {
    for (const one of dialogs) {
        one.aside = aside;
        if (aside) one.node.close(); else if (!one.node.open) one.node.showModal();
    }
}
