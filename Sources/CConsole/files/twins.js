// A device's initial twin: what IoT Hub takes of it, and what comes of it over its division's.

import { element } from './elements.js';
import { isObject } from './json.js';
import { plainTable } from './table.js';

const LARGEST = { tags: 8192, desired: 32_768 };
const bytesOf = (text) => new TextEncoder().encode(text).length;

/** What IoT Hub would refuse of tags or desired properties, as texts. The service, which decides, checks more. */
export function twinFaults(section, twin) {
    const faults = [];
    const size = walk(twin, '', 0);
    if (size > LARGEST[section]) faults.push(`has ${size} bytes as IoT Hub counts them; it takes ${LARGEST[section]}`);
    return faults;

    function walk(value, pointer, depth) {
        if (typeof value === 'string') return bytesOf(value);
        if (value === null || typeof value !== 'object') return { number: 8, boolean: 4 }[typeof value] ?? 0;
        const isList = Array.isArray(value);
        if (!isList && depth > 10) {
            faults.push(`${pointer}: nested more than 10 objects deep`);
            return 0;
        }
        return Object.entries(value).reduce((sum, [name, one]) => {
            const place = `${pointer}/${name}`;
            if (!isList && (!name || /[.$ \p{Cc}]/u.test(name))) {
                faults.push(`${place}: a name has no dot, dollar sign, space or control character`);
            }
            return sum + (isList ? 0 : bytesOf(name)) + walk(one, place, isList ? depth : depth + 1);
        }, 0);
    }
}

/** What a device is sent: its division's template with its own twin over it (RFC 7396), each member with the layer that it is from. */
export function effectiveTwin(template, own) {
    const rows = [];
    layer(template ?? {}, own, 0);
    return plainTable(['Member', 'Value', 'From'], rows);

    function layer(below, above, depth) {
        for (const name of new Set([...Object.keys(below), ...Object.keys(above)])) {
            const low = Object.hasOwn(below, name) ? below[name] : undefined;
            const high = Object.hasOwn(above, name) ? above[name] : undefined;
            const head = element('code', {}, name);
            head.style.paddingLeft = `${Math.min(depth, 8)}em`;
            if (isObject(high) || (high === undefined && isObject(low))) {
                rows.push([head, '', '']);
                layer(isObject(low) ? low : {}, high ?? {}, depth + 1);
            } else if (high !== null) {
                rows.push([head, element('code', {}, JSON.stringify(high ?? low)),
                    high === undefined ? 'division' : element('strong', {}, low === undefined ? 'device' : 'device, over the division')]);
            } else if (low !== undefined) {
                rows.push([head, element('s', {}, JSON.stringify(low)), element('strong', {}, 'taken away by the device')]);
            }
        }
    }
}
