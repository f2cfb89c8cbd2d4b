// The curves that approval and support of a referendum must reach, and when a tally would do it.
// Pallet: pallet-referenda. In floating point: good for a picture and an estimate; the runtime computes in integers.

const kPerbill = 1e9;

/** The share that is needed after the share `x` of the decision period. Both from 0 to 1. */
export function threshold(curve, x) {
    const share = (name) => curve[name] / kPerbill;
    const fixed = (name) => Number(curve[name]) / kPerbill;
    switch (curve.is) {
    case 'LinearDecreasing':
        return share('ceil') - Math.min(x, share('length')) / share('length') * (share('ceil') - share('floor'));
    case 'SteppedDecreasing':
        return Math.max(share('end'), share('begin') - share('step') * Math.floor(x / share('period')));
    case 'Reciprocal':
        return Math.min(1, Math.max(0, fixed('factor') / (x + fixed('x_offset')) + fixed('y_offset')));
    default:
        throw new TypeError(`unknown curve ${curve.is}`);
    }
}

/** The first share of the decision period after which `value` is enough; null if it never is. */
export function delay(curve, value) {
    if (threshold(curve, 1) > value) return null;
    if (threshold(curve, 0) <= value) return 0;
    let [low, high] = [0, 1];
    for (let i = 0; i < 40; ++i) {
        const middle = (low + high) / 2;
        if (threshold(curve, middle) <= value) high = middle;
        else low = middle;
    }
    return high;
}

const kWidth = 320;
const kHeight = 160;
const kSteps = 160;
const kSvg = 'http://www.w3.org/2000/svg';

function shape(tag, attributes, text) {
    const out = document.createElementNS(kSvg, tag);
    for (const [name, value] of Object.entries(attributes)) out.setAttribute(name, value);
    if (text) out.textContent = text;
    return out;
}

/**
 * Draws lines { name, curve, value }: what is needed over the decision period, and as a level what there is.
 * `elapsed` is the share of the period that is over, or null before it begins.
 */
export function drawing(lines, elapsed) {
    const svg = shape('svg', { viewBox: `-34 -8 ${kWidth + 46} ${kHeight + 30}`, class: 'curves', role: 'img' });
    const [px, py] = [(x) => x * kWidth, (y) => (1 - y) * kHeight];
    const says = lines.map(({ name, curve, value }) => `${name} has ${percent(value)}, needs ${
        percent(threshold(curve, elapsed ?? 0))} now and ${percent(threshold(curve, 1))} at the end`);
    svg.append(shape('title', {}, says.join('; ')));
    for (const y of [0, 0.5, 1]) {
        svg.append(shape('line', { x1: 0, x2: kWidth, y1: py(y), y2: py(y), class: 'grid' }),
            shape('text', { x: -4, y: py(y) + 4, 'text-anchor': 'end' }, `${y * 100} %`));
    }
    svg.append(shape('text', { x: 0, y: kHeight + 16 }, 'start'),
        shape('text', { x: kWidth, y: kHeight + 16, 'text-anchor': 'end' }, 'end of the decision period'));
    lines.forEach(({ name, curve, value }, i) => {
        svg.append(shape('text', { x: kWidth - 4, y: 10 + 12 * i, 'text-anchor': 'end', class: `legend ${name}` },
            `${name}: needed (line), reached (dots)`));
        const points = Array.from({ length: kSteps + 1 }, (_, i) => i / kSteps)
            .map((x) => `${px(x).toFixed(1)},${py(threshold(curve, x)).toFixed(1)}`);
        svg.append(shape('polyline', { points: points.join(' '), class: `needed ${name}` }),
            shape('line', { x1: 0, x2: kWidth, y1: py(value), y2: py(value), class: `level ${name}` }));
    });
    if (elapsed !== null) {
        const x = px(Math.min(1, elapsed));
        svg.append(shape('line', { x1: x, x2: x, y1: 0, y2: kHeight, class: 'now' }));
    }
    return svg;
}

export const percent = (share) => `${(share * 100).toFixed(share < 0.01 ? 4 : 2)} %`;
