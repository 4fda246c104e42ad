// What differs between two JSON values, place by place.

import { element } from './elements.js';
import { isObject } from './json.js';
import { plainTable } from './table.js';

/**
 * The differences as `[{ pointer, before, after }]`, with JSON pointers (RFC 6901); a member that is missing on one side is left out.
 * An array is one value, for labels that moved up by one place have not all changed.
 */
export function differencesOf(before, after, pointer = '') {
    const objects = [before, after].filter((value) => value !== undefined);
    const names = objects.every(isObject) ? [...new Set(objects.flatMap(Object.keys))] : [];
    // An empty object that came or went has no member to show it.
    if (!names.length) return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ pointer, before, after }];
    return names.flatMap((name) => {
        const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        return differencesOf(member(before, name), member(after, name), place);
    });
}

/** The differences between two values as a table; either may be undefined, for what was created or deleted. */
export function differenceTable(before, after) {
    const found = differencesOf(before ?? undefined, after ?? undefined);
    return found.length ? tableOfDifferences(found) : element('p', { class: 'quiet' }, 'Nothing differs.');
}

/** A table of `[{ pointer, before, after }]`, as the API gives them, too. */
export function tableOfDifferences(differences, [first, second] = ['Before', 'After']) {
    // What was created has no side before, and what was deleted none after.
    const sides = [[first, 'before', 'del'], [second, 'after', 'ins']]
        .filter(([, when]) => differences.some((one) => one[when] !== undefined));
    return plainTable(['Where', ...sides.map(([title]) => title)], differences.map((one) => [
        pointerCode(one.pointer), ...sides.map(([, when, name]) => side(name, one[when]))]));
}

function side(name, value) {
    return value === undefined ? element('span', { class: 'quiet' }, 'not there') : element(name, {}, valueText(value));
}

/** A JSON pointer, that breaks between its names where there is little room. */
export function pointerCode(pointer) {
    const names = pointer.slice(1).split('/');
    return element('code', {}, names.map((name, place) => place ? ['/', element('wbr'), name] : name || 'all of it'));
}

/** A text as it is, what else there is as JSON. */
export function valueText(value) {
    return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

function member(object, name) {
    return object && Object.hasOwn(object, name) ? object[name] : undefined;
}
