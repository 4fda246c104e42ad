// JSON as it is typed: where it is broken, which no two browsers say alike, and every number as it was written, which JSON.parse loses.

/**
 * Reads a text. Gives its outermost value as `{ start, end, members }`: where it stands, and of an object the same of each member, in
 * a Map by name. Throws a SyntaxError whose message begins with line and column.
 */
export function readJSON(text) {
    let place = 0;

    function fail(what, at = place) {
        const lines = text.slice(0, at).split('\n');
        throw new SyntaxError(`Line ${lines.length}, column ${lines.at(-1).length + 1}: ${what}`);
    }

    function take(pattern) {
        pattern.lastIndex = place;
        const found = pattern.exec(text)?.[0];
        place += found?.length ?? 0;
        return found;
    }

    function skip() {
        take(/[ \t\r\n]*/y);
    }

    function string() {
        return take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y) ?? fail(text[place] === '"'
            ? 'this text has no end, or a character or escape that JSON does not allow' : 'a name in quotation marks is expected');
    }

    function items(end, one) {
        let isFirst = true;
        do {
            place += 1;
            skip();
            if (isFirst && text[place] === end) break;
            isFirst = false;
            one();
        } while (text[place] === ',');
        if (text[place] !== end) fail(`a comma or ${end} is expected`);
        place += 1;
    }

    function member(members, depth) {
        const start = place;
        const name = JSON.parse(string());
        if (members.has(name)) fail(`the name ${name} stands here twice`, start);
        skip();
        if (text[place] !== ':') fail('a colon is expected');
        place += 1;
        members.set(name, value(depth));
    }

    function value(depth) {
        skip();
        const node = { start: place };
        if (depth > 64) fail('this is nested too deep');
        if (text[place] === '{') {
            node.members = new Map();
            items('}', () => member(node.members, depth + 1));
        } else if (text[place] === '[') {
            items(']', () => value(depth + 1));
        } else if (text[place] === '"') {
            string();
        } else if (!take(/(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y)) {
            fail('a value is expected');
        }
        node.end = place;
        skip();
        return node;
    }

    const whole = value(0);
    if (place < text.length) fail('nothing more is expected here');
    return whole;
}

/** A text of JSON that is sent as it was typed. */
export class TypedJSON {
    constructor(text) {
        this.text = text;
    }
}

/** An object of these members as JSON; what is undefined is left out. */
export function objectText(members) {
    const texts = Object.entries(members).filter(([, value]) => value !== undefined).map(([name, value]) =>
        `${JSON.stringify(name)}:${value instanceof TypedJSON ? value.text : JSON.stringify(value)}`);
    return `{${texts}}`;
}

/** What stands in a text of JSON at the end of these names, indented; empty when nothing does. */
export function pieceOf(text, ...names) {
    let node = readJSON(text);
    for (const name of names) node = node?.members?.get(name);
    if (!node) return '';
    let depth = 0;
    const tokens = text.slice(node.start, node.end).match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:]+/g);
    return tokens.map((token, place) => {
        const ends = '}]'.includes(token);
        const isEmpty = ends && '{['.includes(tokens[place - 1]);
        if (ends) depth -= 1;
        const line = !isEmpty && (ends || (place && '{[,'.includes(tokens[place - 1]))) ? `\n${'  '.repeat(depth)}` : '';
        if ('{['.includes(token)) depth += 1;
        return line + (token === ':' ? ': ' : token);
    }).join('');
}

/** Whether a value is what JSON calls an object. */
export function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
