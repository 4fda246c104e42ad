// The console: who is signed in, which page the address names, and how one gets from page to page.

import { button, element, replace } from './elements.js';
import { closeDialogs, isHeld, isTyped, loadingMessage, notify, problemMessage, setDialogsAside } from './notices.js';
import { forget, hasCookie, Problem, resume, signedIn, signOut, whenSessionChanges } from './service.js';
import { signInForm } from './sign-in.js';
import { forgetLists } from './table.js';

// The pages in the order of the navigation. `roles` may see it: an admin sees all. `load` fetches its module the first time.
const PAGES = [
    { name: 'overview', title: 'Overview', roles: ['auditor'], load: () => import('./pages/overview.js') },
    { name: 'history', title: 'History', roles: ['auditor'], load: () => import('./pages/history.js') },
    { name: 'devices', title: 'Devices', roles: ['fleet', 'auditor'], load: () => import('./pages/devices.js') },
    { name: 'imports', title: 'Imports', roles: ['fleet', 'auditor'], load: () => import('./pages/imports.js') },
    { name: 'unmatched', title: 'Unmatched', roles: ['auditor'], load: () => import('./pages/unmatched.js') },
    { name: 'policy', title: 'Divisions and rules', roles: ['fleet', 'auditor'], load: () => import('./pages/policy.js') },
    { name: 'changes', title: 'Changes', roles: ['fleet', 'auditor'], load: () => import('./pages/changes.js') },
    { name: 'keys', title: 'Keys', roles: [], load: () => import('./pages/keys.js') },
];

const main = document.getElementById('main');
const navigation = document.getElementById('navigation');
const who = document.getElementById('who');

let current = null;
// For whom the page was drawn, and the page that waits for them, hidden, while nobody is signed in.
let drawnFor = null;
let aside = null;
let hasMoved = false;

/** Where the address leads: `#/devices/kitchen-1?tab=twin` is the page devices, the path ['kitchen-1'] and its query. */
function place() {
    const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
    let parts;
    try {
        parts = path.split('/').filter(Boolean).map(decodeURIComponent);
    } catch {
        parts = ['nowhere'];
    }
    return { name: parts[0] ?? '', path: parts.slice(1), query: new URLSearchParams(query ?? '') };
}

function pagesOf({ role }) {
    return PAGES.filter((page) => role === 'admin' || page.roles.includes(role));
}

async function show() {
    const session = signedIn();
    if (!session) return main.querySelector('.sign-in') || showSignIn();
    const { name, path, query } = place();
    const allowed = pagesOf(session);
    const page = name ? PAGES.find((one) => one.name === name) : allowed[0];
    drawBar(session, allowed, page);
    // A page that only changed its own query draws itself anew as it likes.
    const same = current && current.page === page && current.path.join('/') === path.join('/');
    if (same && current.onQuery) {
        Object.assign(current, { query, hash: location.hash || '#/' });
        current.onQuery(query);
        return;
    }
    // A dialog belongs to its page; while one must not go, nor does the page.
    if (current && (isHeld() || ((isTyped() || current.guards.some((isUnsaved) => isUnsaved())) && !asksToLeave('Leave this page?')))) {
        drawBar(session, allowed, current.page);
        return history.replaceState(history.state, '', current.hash);
    }
    current?.leaving.abort();
    closeDialogs();
    const leaving = new AbortController();
    const mine = { page, path, query, leaving, hash: location.hash || '#/', guards: [], failed: false, onQuery: null };
    current = mine;
    if (!page || !allowed.includes(page)) {
        return draw(page?.title ?? 'Nothing here', element('div', { class: 'message' },
            element('p', {}, page ? `A key of the role ${session.role} does not open this page.` : 'There is no such page.'),
            element('p', {}, element('a', { href: '#/' }, 'To the first page'))));
    }
    const root = element('div', { class: `page ${page.name}` });
    const title = titleElement(page.title);
    replace(main, title, root);
    const slow = setTimeout(() => root.childElementCount || replace(root, loadingMessage()), 150);
    // Whoever came by the keyboard or hears the page read out is to begin at its title; not at the very first page.
    if (hasMoved) title.focus({ preventScroll: true });
    hasMoved = true;
    scrollTo(0, 0);
    try {
        const module = await page.load().catch(() => {
            throw new Problem(0, { title: 'This page cannot be loaded.',
                detail: 'The service cannot be reached, or another version of it runs by now: load the console anew.' });
        });
        if (current !== mine) return;
        await module.show(viewOf(mine, root, title, session));
        fetchOthers(allowed);
    } catch (problem) {
        if (problem.name === 'AbortError' || current !== mine) return;
        if (!(problem instanceof Problem)) console.error(problem);
        mine.failed = true;
        replace(root, problemMessage(problem, { retry: () => { current = null; show(); } }));
    } finally {
        clearTimeout(slow);
    }
}

/** Fetches the pages that may be looked at next, so that they are there at once, and while the service is replaced by another. */
function fetchOthers(pages) {
    setTimeout(() => Promise.allSettled(pages.map((page) => page.load())), 500);
}

/**
 * What a page gets: `root` to fill, `path` and `query` of its address, who is signed in, `can(role…)`, a signal that is aborted when
 * the page is left, `setTitle`, `change(query)` which writes what changed into the address and says whether anything did,
 * `onQuery(callback)` for a page that draws a changed query itself, `guard(isUnsaved)` for one that asks before something typed is
 * dropped, and `every(seconds, work)`.
 */
function viewOf(mine, root, title, session) {
    return {
        root, path: mine.path, session, signal: mine.leaving.signal,
        get query() { return mine.query; },
        can: (...roles) => session.role === 'admin' || roles.includes(session.role),
        setTitle(text) {
            title.textContent = text;
            document.title = `${text} · dps-allocator`;
        },
        change(values) {
            const query = new URLSearchParams(mine.query);
            for (const [name, value] of Object.entries(values)) {
                query.delete(name);
                for (const one of [value].flat()) if (one !== undefined && one !== null && one !== '') query.append(name, one);
            }
            const path = [mine.page.name, ...mine.path].map(encodeURIComponent).join('/');
            const hash = `#/${path}${query.size ? `?${query}` : ''}`;
            const isOther = hash !== location.hash;
            if (isOther) location.hash = hash;
            return isOther;
        },
        onQuery(callback) { mine.onQuery = callback; },
        guard(isUnsaved) { mine.guards.push(isUnsaved); },
        every(seconds, work) { every(seconds, mine.leaving.signal, work); },
    };
}

/** Repeats work while the page is shown and in view; a fault only makes the next time later. */
function every(seconds, signal, work) {
    let timer;
    let pause = seconds;
    let working = false;
    const next = () => { timer = setTimeout(turn, pause * 1000); };
    const turn = async () => {
        if (signal.aborted || working) return;
        if (!document.hidden && signedIn()) {
            working = true;
            try {
                await work();
                pause = seconds;
            } catch (problem) {
                if (problem.name === 'AbortError') return;
                pause = Math.min(pause * 2, 60);
            } finally {
                working = false;
            }
        }
        if (!signal.aborted) next();
    };
    document.addEventListener('visibilitychange', () => {
        if (document.hidden) return;
        clearTimeout(timer);
        turn();
    }, { signal });
    signal.addEventListener('abort', () => clearTimeout(timer));
    next();
}

function titleElement(text) {
    document.title = `${text} · dps-allocator`;
    return element('h1', { tabindex: -1 }, text);
}

function draw(title, ...content) {
    replace(main, titleElement(title), element('div', { class: 'page' }, ...content));
}

function drawBar(session, allowed, page) {
    drawnFor = session;
    replace(navigation, allowed.map((one) => element('a', {
        href: `#/${one.name}`, 'aria-current': one === page ? 'page' : null }, one.title)));
    navigation.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    replace(who,
        element('span', { title: `Signed in with the key ${session.name}${hasCookie() ? '' : ', until this page is closed or reloaded'}` },
            element('span', { class: 'clipped' }, session.name), ' ', element('span', { class: 'quiet' }, session.role)),
        button('Sign out', leave, { class: 'plain' }));
}

async function leave() {
    // The page, too, says by this event that something is not saved.
    if (!dispatchEvent(new Event('beforeunload', { cancelable: true })) && !asksToLeave('Sign out?')) return;
    try {
        await signOut();
    } catch (problem) {
        if (signedIn()) notify(`This browser is still signed in. ${problem.message}`, {
            tone: 'bad', subject: 'sign-out', action: { label: 'Try again', run: leave } });
        return;
    }
    drop();
    showSignIn();
}

function asksToLeave(question) {
    return window.confirm(`${question} What you typed is not saved.`);
}

/** What was read and typed belongs to who has left. */
function drop() {
    current?.leaving.abort();
    current = aside = drawnFor = null;
    closeDialogs();
    forgetLists();
    replace(document.getElementById('notices'));
    replace(main);
}

/** Asks for a key. A page that is drawn waits behind it for the same key. */
function showSignIn(reason) {
    if (current && !aside) {
        aside = { nodes: [...main.children], title: document.title, who: drawnFor, focus: document.activeElement, top: scrollY };
        for (const node of aside.nodes) node.hidden = true;
        setDialogsAside(true);
    }
    drawnFor = null;
    replace(navigation);
    replace(who);
    main.querySelector('.sign-in')?.parentElement.remove();
    main.prepend(element('div', {}, titleElement('Sign in'), signInForm({ reason, done: () => changed('here') })));
    // What comes then is a page that was gone to.
    hasMoved = true;
    main.querySelector('.sign-in input').focus();
}

/** Somebody is signed in now, or nobody is; `'here'` by the form of this page. */
function changed(how) {
    const now = signedIn();
    if (!now) {
        if (!drawnFor) return;
        // Whoever signed out in another tab is done here, too, but for what they have typed.
        if (how === 'left' && dispatchEvent(new Event('beforeunload', { cancelable: true }))) drop();
        return showSignIn('Your session has ended: sign in again, and you come back to this page.');
    }
    const same = (one) => one?.name === now.name && one.role === now.role;
    if (same(drawnFor)) return;
    if (same(aside?.who) && !current.failed && current.hash === (location.hash || '#/')) return showAgain();
    drop();
    if (how !== 'here') notify(`In another tab you signed in as ${now.name}.`);
    show();
}

/** Shows the page as it was. */
function showAgain() {
    const { nodes, title, focus, top } = aside;
    aside = null;
    main.querySelector('.sign-in').parentElement.remove();
    for (const node of nodes) node.hidden = false;
    const session = signedIn();
    drawBar(session, pagesOf(session), current.page);
    document.title = title;
    setDialogsAside(false);
    scrollTo(0, top);
    if (focus?.isConnected) focus.focus({ preventScroll: true });
    // What was not to be had meanwhile is asked for now, and what the page looks at now and then.
    for (const name of ['signedin', 'visibilitychange']) document.dispatchEvent(new Event(name));
}

whenSessionChanges(changed);
// A page that the browser keeps for Back keeps no key.
addEventListener('pagehide', ({ persisted }) => {
    if (!persisted || !signedIn() || hasCookie()) return;
    forget();
    changed();
});
addEventListener('pageshow', ({ persisted }) => { if (persisted) resume().then(() => changed(), () => {}); });
addEventListener('hashchange', show);
addEventListener('beforeunload', (event) => {
    if (isHeld() || isTyped() || current?.guards.some((isUnsaved) => isUnsaved())) event.preventDefault();
});
document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
});
replace(main, loadingMessage());
try {
    await resume();
    replace(main);
    await show();
} catch (problem) {
    replace(main, titleElement('dps-allocator'), problemMessage(problem, { retry: () => location.reload() }));
}
