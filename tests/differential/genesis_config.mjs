// The configuration of a genesis state as JSON: a preset of a runtime is a patch of its default.

// Numbers that JavaScript cannot hold, as texts in between.
const kLarge = /(?<=[:[,]\s*)(\d{16,})(?=\s*[,\]}])/g;
const kMarked = /"@(\d{16,})"/g;
const read = (text) => JSON.parse(text.replace(kLarge, '"@$1"'));
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** RFC 7396: objects member by member, all else as a whole; null removes. */
function merge(into, patch) {
    if (!isObject(patch)) return patch;
    const out = isObject(into) ? { ...into } : {};
    for (const [name, value] of Object.entries(patch)) {
        if (value === null) delete out[name];
        else out[name] = merge(out[name], value);
    }
    return out;
}

/** The whole configuration, as text: `base` and `patch` are JSON. Of its members those that `isThere` says, by their names. */
export function patched(base, patch, isThere = () => true) {
    const whole = Object.fromEntries(Object.entries(merge(read(base), read(patch))).filter(([name]) => isThere(name)));
    return JSON.stringify(whole).replace(kMarked, '$1');
}
