// Messages between chains as text: the form that `serinus xcm` reads and writes (src/tools/xcm/program_text.hpp), from values by the types of
// the metadata, so that no list of instructions is needed here.
import { Blake2256 } from '@polkadot-api/substrate-bindings';
import { toHex } from '@polkadot-api/utils';
import { address } from './ss58.js';
import { accountOf } from './text.js';

const kIndent = 4;
/** Parachains with these symbols have the token of their relay chain. Source: the system chains of Kusama, Polkadot and their test networks */
const kRelaySymbols = ['KSM', 'DOT', 'WND', 'PAS', 'ROC'];
const kProgramFields = ['xcm', 'remote_xcm', 'SetErrorHandler', 'SetAppendix'];
/** Larger amounts are not read with a unit. */
const kMostOfUnit = ((1n << 128n) - 1n) / 10n;

export const isProgram = (value) => value?.type?.path?.at(-1) === 'VersionedXcm' && value.variant !== undefined;

/** How a chain's people write. */
export const spellingOf = (metadata, chain) => ({ ...chain, tokenParents: metadata.pallet('ParachainInfo') && kRelaySymbols.includes(chain.symbol) ? 1 : 0 });

/** A decoded program with its version as text, an instruction a line. */
export function programText(value, spelling) {
    const { variant } = value;
    const version = /^V([2-9])$/.exec(variant)?.[1];
    const content = shown(value.fields[0]?.value, spelling);
    if (!version || !Array.isArray(content)) return valueAt({ [variant]: content }, 0, spelling);
    return `version ${version}\n${lines(content, 0, spelling)}`;
}

/** A value that is no program, as programs have it: `./Parachain(1000)`. */
export const partText = (value, spelling) => valueAt(shown(value, spelling), 0, spelling);

/** The name of a message in events: its topic, or the hash of its bytes. */
export function messageId(program, bytes) {
    const instructions = program.fields[0].value;
    const last = (instructions.fields?.[0].value ?? instructions).at?.(-1);
    return last?.variant === 'SetTopic' ? toHex(last.fields[0].value) : toHex(Blake2256(bytes));
}

const versionedType = ({ types }) => types.list.find(({ path }) => path.at(-1) === 'VersionedXcm')?.id;

/** The program in a message's bytes: { program, bytes, id }; null if this runtime cannot read it. */
export const readProgram = (metadata, bytes) => readPrograms(metadata, bytes)[0] ?? null;

/** The programs that stand one behind the other; what cannot be read and what follows it is left out. */
export function readPrograms(metadata, bytes) {
    const type = versionedType(metadata);
    const out = [];
    try {
        for (let from = 0; type !== undefined && from < bytes.length;) {
            const [program, size] = metadata.types.decodeStart(type, bytes.subarray(from));
            const own = bytes.slice(from, from + size);
            out.push({ program, bytes: own, id: messageId(program, own) });
            from += size;
        }
    } catch { /* what is there is of another form */ }
    return out;
}

/** As the node's tools show values: structs and cases as objects, wrappers as what they wrap, bytes as hex. */
function shown(value, spelling) {
    if (value === null || value === undefined) return null;
    if (value instanceof Uint8Array) return toHex(value);
    if (Array.isArray(value)) return value.map((one) => shown(one, spelling));
    if (typeof value !== 'object') return value;
    const { type, variant, fields } = value;
    if (variant === undefined) {
        const account = accountOf(value);
        return account ? address(account, spelling.prefix) : shownFields(fields, spelling);
    }
    if (type.path.join('::') === 'Option') return fields.length === 0 ? null : shown(fields[0].value, spelling);
    return fields.length === 0 ? variant : { [variant]: shownFields(fields, spelling) };
}

function shownFields(fields, spelling) {
    if (fields.length === 0) return null;
    if (fields[0].name !== null) return Object.fromEntries(fields.map(({ name, value }) => [name, shown(value, spelling)]));
    return fields.length === 1 ? shown(fields[0].value, spelling) : fields.map(({ value }) => shown(value, spelling));
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isNumber = (value) => typeof value === 'number' || typeof value === 'bigint';

/** A case of an enum: { name, content }, without content undefined. */
function caseOf(value) {
    if (typeof value === 'string') return { name: value };
    const names = isObject(value) ? Object.keys(value) : [];
    return names.length === 1 && /^[A-Z]/.test(names[0]) ? { name: names[0], content: value[names[0]] } : null;
}

/** The junctions of a location's inner part; null for other values. */
function interiorOf(value) {
    const found = caseOf(value);
    if (!found) return null;
    if (found.content === undefined) return found.name === 'Here' ? [] : null;
    const count = Number(/^X([1-8])$/.exec(found.name)?.[1]);
    if (!count) return null;
    if (!Array.isArray(found.content)) return count === 1 ? [found.content] : null;
    return found.content.length === count ? found.content : null;
}

function locationOf(value) {
    if (!isObject(value) || Object.keys(value).length !== 2 || !isNumber(value.parents)) return null;
    const junctions = interiorOf(value.interior);
    return junctions && { parents: Number(value.parents), junctions };
}

function assetOf(value) {
    if (!isObject(value) || Object.keys(value).length !== 2 || !('id' in value && 'fun' in value)) return null;
    const concrete = caseOf(value.id);
    const location = locationOf(concrete?.name === 'Concrete' ? concrete.content : value.id);
    const kind = caseOf(value.fun);
    return location && kind?.content !== undefined ? { location, kind } : null;
}

const lines = (program, indent, spelling) => program.map((one) => `${' '.repeat(indent)}${line(one, indent, spelling)}\n`).join('');

function line(instruction, indent, spelling) {
    const found = caseOf(instruction);
    if (!found) return valueAt(instruction, indent, spelling);
    return found.content === undefined ? found.name : `${found.name} ${contentText(found, indent, spelling)}`;
}

function contentText({ name, content }, indent, spelling) {
    const hasShape = locationOf(content) || assetOf(content) || caseOf(content);
    return isObject(content) && !hasShape ? fieldsText(content, indent, spelling, name) : memberText(name, content, indent, spelling);
}

/** In a program for another chain `.` is that chain, so that its amounts are not of this chain's token. */
const runsElsewhere = (instruction, field) => ['xcm', 'remote_xcm'].includes(field) && instruction !== 'ExecuteWithOrigin';

const fieldsText = (object, indent, spelling, instruction = null) => Object.entries(object)
    .map(([name, one]) => `${name}: ${memberText(name, one, indent, runsElsewhere(instruction, name) ? { ...spelling, tokenParents: null } : spelling)}`).join(', ');

/** A value, or a program. */
function memberText(name, one, indent, spelling) {
    if (!kProgramFields.includes(name) || !Array.isArray(one)) return valueAt(one, indent, spelling);
    return `{\n${lines(one, indent + kIndent, spelling)}${' '.repeat(indent)}}`;
}

function valueAt(value, indent, spelling) {
    const inner = (one) => valueAt(one, indent, spelling);
    const location = locationOf(value);
    if (location) return locationText(location, inner, spelling);
    const asset = assetOf(value);
    if (asset) return assetText(asset, inner, spelling);
    const interior = typeof value === 'string' ? null : interiorOf(value);
    if (interior) return pathText(interior, inner, spelling);
    if (value === null) return 'none';
    if (typeof value === 'string') return /^\w+$/.test(value) ? value : JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
    const found = caseOf(value);
    if (found) return `${found.name}(${contentText(found, indent, spelling)})`;
    return isObject(value) ? `{${fieldsText(value, indent, spelling)}}` : String(value);
}

const locationText = ({ parents, junctions }, inner, spelling) => (
    `${parents === 0 ? '.' : Array(parents).fill('..').join('/')}${junctions.length > 0 ? pathText(junctions, inner, spelling) : ''}`);

const pathText = (junctions, inner, spelling) => (
    junctions.length === 0 ? '/' : junctions.map((one) => `/${accountText(one, inner, spelling) ?? inner(one)}`).join(''));

function accountText(junction, inner, spelling) {
    const { id, network } = junction?.AccountId32 ?? {};
    if (!/^0x[0-9a-f]{64}$/.test(id ?? '') || network === undefined) return null;
    const bytes = Uint8Array.from(id.slice(2).match(/../g), (two) => parseInt(two, 16));
    return `AccountId32(${address(bytes, spelling.prefix)}${network === null ? '' : `, network: ${inner(network)}`})`;
}

function assetText({ location, kind }, inner, spelling) {
    const isFungible = kind.name === 'Fungible' && isNumber(kind.content);
    const isToken = location.junctions.length === 0 && location.parents === spelling.tokenParents;
    if (isFungible && isToken && BigInt(kind.content) < kMostOfUnit) return amountText(kind.content, spelling);
    return `${inner(kind.content)} of ${locationText(location, inner, spelling)}`;
}

/** As it is read again: without spaces between digits. */
function amountText(planck, { decimals, symbol }) {
    const digits = BigInt(planck).toString().padStart(decimals + 1, '0');
    const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
    return `${digits.slice(0, digits.length - decimals)}${fraction && '.' + fraction} ${symbol}`;
}
