// Asks the service. The key is held in this module's memory for as long as the page is open, or not at all: then a cookie that no
// script can read says who asks, and each write shows the token that came with it.

let secret = null;
let session = null;
let onChange = () => {};
let timer;

// Says to the other tabs of this browser that the cookie is another one now, or none.
const tabs = new BroadcastChannel('session');
tabs.onmessage = ({ data }) => { if (!secret) look(data); };

// Writes whose answer was lost, by what was sent: pressed again, each is the same write under the same name.
const unsure = new Map();
const UNSURE_FOR = 600_000;

/** What the service refused, or that it could not be asked: `status` is 0 then. */
export class Problem extends Error {
    constructor(status, body) {
        // What stands before the service may answer anything.
        const { detail, title, type, errors } = body ?? {};
        super(textOf(detail) || textOf(title) || `The service answered ${status}.`);
        this.status = status;
        this.type = textOf(type);
        this.title = textOf(title);
        /** Every fault with its place: `[{ pointer, detail }]`. */
        this.faults = (Array.isArray(errors) ? errors : []).filter((one) => one && typeof one === 'object')
            .map((one) => ({ ...one, pointer: textOf(one.pointer), detail: textOf(one.detail) }));
        this.body = body ?? {};
    }
}

function textOf(value) {
    return typeof value === 'string' ? value : '';
}

/** Who is signed in: `{ name, role }`; null when nobody is. */
export function signedIn() {
    return session && { name: session.name, role: session.role };
}

/** Whether a cookie says who asks, so that a plain link may download. */
export function hasCookie() {
    return session !== null && secret === null;
}

/** Calls back when somebody else asks now, or nobody; `'left'` when it was signed out in another tab. */
export function whenSessionChanges(callback) {
    onChange = callback;
}

/** Finds who is signed in now: with a key in memory that one, else by the cookie of this browser. A key that opens nothing is nobody. */
export async function resume() {
    try {
        take((await ask('GET', '/api/session', { quiet: true })).json);
    } catch (problem) {
        if (![401, 403].includes(problem.status)) throw problem;
        forget();
    }
}

/** Nobody is signed in to this page any more. */
export function forget() {
    secret = null;
    take(null);
}

function take(now) {
    session = now;
    clearTimeout(timer);
    if (now?.expiresAt) lookIn(Math.max(Date.parse(now.expiresAt) - Date.now() + 500, 30_000));
}

function lookIn(milliseconds) {
    timer = setTimeout(() => look(), milliseconds);
}

async function look(how) {
    try {
        await resume();
        onChange(how);
    } catch {
        // It cannot be asked: whatever asks next is told.
        if (session) lookIn(60_000);
    }
}

/** Signs in with a key: for as long as the page is open, or with a cookie for twelve hours. */
export async function signIn(key, { stay }) {
    secret = null;
    if (stay) {
        take((await ask('POST', '/api/session', { json: { key }, quiet: true })).json);
        tabs.postMessage('signed in');
    } else {
        // A field's value is Latin-1 to the browser; no key has anything else.
        if (!/^[\x21-\x7e]+$/.test(key)) throw new Problem(401, { detail: 'This is no key.' });
        secret = key;
        try {
            take((await ask('GET', '/api/session', { quiet: true })).json);
        } catch (problem) {
            secret = null;
            throw problem;
        }
    }
}

/** Signs out. When it throws, this browser is signed in as before. */
export async function signOut() {
    if (hasCookie()) {
        try {
            await ask('DELETE', '/api/session', { quiet: true });
        } catch (problem) {
            if (problem.status !== 401) throw problem;
        }
        tabs.postMessage('left');
    }
    unsure.clear();
    forget();
}

/** `path` with a query of what is not empty, behind the one that it may have; arrays repeat the name. */
export function address(path, query = {}) {
    const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
    const kept = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '');
    return kept.length ? `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(kept)}` : path;
}

/** Reads JSON. `signal` ends it when its page is left. */
export async function get(path, query, signal) {
    return (await ask('GET', address(path, query), { signal })).json;
}

/** Reads one thing with its revision: `{ json, tag }`; `tag` goes into `If-Match` when it is written. */
export async function getTagged(path, signal) {
    return ask('GET', path, { signal });
}

/**
 * Writes: `send('PATCH', path, { json, match, message })`; gives `{ status, json, tag, request }`, by which its change set is found.
 * `content` with `type` sends something else than JSON; `progress(sent)` hears how many bytes have gone. Each write has an idempotency
 * key of its own, which the same write keeps while nobody knows whether it was done; a POST that writes nothing has none: `named: false`.
 */
export async function send(method, path, { message, named = true, ...options } = {}) {
    const target = address(path, { message });
    if (!named) return ask(method, target, options);
    const what = wordsOf(method, target, options);
    const last = unsure.get(what);
    const name = last && Date.now() - last.time < UNSURE_FOR ? last.name : newName();
    unsure.delete(what);
    try {
        return await ask(method, target, { ...options, name });
    } catch (problem) {
        if (!problem.status || problem.status >= 500 || problem.type.endsWith('/idempotency-key-in-use')) {
            unsure.set(what, { name, time: Date.now() });
            if (unsure.size > 10) unsure.delete(unsure.keys().next().value);
        }
        throw problem;
    }
}

/** What makes two writes the same: all that is sent. */
function wordsOf(method, target, { json, content, match, noneMatch }) {
    const sent = content instanceof Blob ? [content.name, content.size, content.lastModified] : content;
    return JSON.stringify([method, target, match, noneMatch, json, sent]);
}

/**
 * Saves what a path gives as a file. With a cookie the browser itself streams it. Else it comes through this page, into `file`, a handle
 * of what somebody chose, or is held in memory first; `progress(bytes)` hears how much has come, and `signal` ends it.
 */
export async function download(path, name, { file, progress, signal } = {}) {
    if (hasCookie()) {
        // A link cannot say that the session has ended.
        await ask('GET', '/api/session', { signal });
        return follow(path, name);
    }
    const answer = await fetchChecked('GET', path, { signal });
    let sum = 0;
    const counted = answer.body.pipeThrough(new TransformStream({ transform(chunk, controller) {
        sum += chunk.byteLength;
        progress?.(sum);
        controller.enqueue(chunk);
    } }));
    try {
        if (file) return await counted.pipeTo(await file.createWritable(), { signal });
        const type = answer.headers.get('content-type') ?? '';
        const link = URL.createObjectURL(await new Response(counted, { headers: { 'content-type': type } }).blob());
        follow(link, name);
        setTimeout(() => URL.revokeObjectURL(link), 60_000);
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        throw new Problem(0, { detail: `It broke off: ${error.message}` });
    }
}

function follow(link, name) {
    const anchor = document.createElement('a');
    anchor.href = link;
    anchor.download = name;
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
}

async function ask(method, path, options = {}) {
    const answer = await fetchChecked(method, path, options);
    const isJSON = (answer.headers.get('content-type') ?? '').includes('json');
    try {
        const text = await answer.text();
        return {
            status: answer.status, tag: answer.headers.get('etag'), json: isJSON && text ? JSON.parse(text) : null, text,
            request: answer.headers.get('x-request-id'),
        };
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        throw new Problem(0, { detail: 'The answer of the service broke off.' });
    }
}

async function fetchChecked(method, path, options) {
    const { json, content, type, match, noneMatch, name, signal, progress, quiet, again } = options;
    const fields = { accept: 'application/json, application/problem+json' };
    if (secret) fields.authorization = `Bearer ${secret}`;
    if (!secret && session?.csrfToken && method !== 'GET') fields['x-csrf-token'] = session.csrfToken;
    if (json !== undefined) fields['content-type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    if (type) fields['content-type'] = type;
    if (match) fields['if-match'] = match;
    if (noneMatch) fields['if-none-match'] = noneMatch;
    if (name) fields['idempotency-key'] = name;
    let answer;
    try {
        answer = progress ? await upload(path, { method, fields, content, signal, progress }) : await fetch(path, {
            method, headers: fields, body: json !== undefined ? JSON.stringify(json) : content, signal, credentials: 'same-origin',
            redirect: 'error', cache: method === 'GET' ? 'no-store' : 'default',
        });
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        throw new Problem(0, { title: 'The service cannot be reached',
            detail: 'The service cannot be reached. See whether it runs; then try again.' });
    }
    if (answer.ok) return answer;
    const problem = new Problem(answer.status, await problemBody(answer));
    // A token that does not fit: somebody has signed in anew in another tab. If it is the same key, its token is all that is new.
    if (session && !secret && problem.type.endsWith('/csrf-token-required') && !again) {
        const { name: mine, role } = session;
        await resume().catch(() => {});
        if (session?.name === mine && session.role === role) return fetchChecked(method, path, { ...options, again: true });
        onChange();
    } else if (session && answer.status === 401 && !quiet) {
        forget();
        onChange();
    }
    throw problem;
}

async function problemBody(answer) {
    try {
        return JSON.parse(await answer.text());
    } catch {
        return {};
    }
}

function newName() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Sends a file as fetch would, and says how far it is, which fetch cannot. */
function upload(path, { method, fields, content, signal, progress }) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open(method, path);
        for (const [name, value] of Object.entries(fields)) request.setRequestHeader(name, value);
        request.upload.onprogress = ({ loaded }) => progress(loaded);
        request.onload = () => resolve(new Response(request.response || null, { status: request.status, headers: {
            'content-type': request.getResponseHeader('content-type') ?? '' } }));
        request.onerror = () => reject(new TypeError('not sent'));
        request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
        signal?.addEventListener('abort', () => request.abort());
        request.send(content);
    });
}
