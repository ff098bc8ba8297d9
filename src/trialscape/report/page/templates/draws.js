// Draws of shares and of growth for the trials that are chosen, by the method of the estimates in the published file:
// every trial has a random weight (Bayesian bootstrap), and an empty segment or year has half a pseudo-trial. Trials that
// count alike are drawn together: the sum of the weights of n trials has a gamma distribution of shape n.

const DRAWS = 1000;
const PSEUDO_TRIALS = 0.5;
const GROWTH_YEARS = 6;
// Slopes are read from a table of mean years.
const STEEPEST = 5;
const SLOPES = Array.from({ length: 2001 }, (_, at) => -STEEPEST + (2 * STEEPEST * at) / 2000);
const YEAR_PLACES = Array.from({ length: GROWTH_YEARS }, (_, at) => at - (GROWTH_YEARS - 1) / 2);
let meanPlaces = null;

// Random numbers with a fixed seed: the same choice shows the same figures.
class Random {
  constructor() {
    this.state = 20261129;
    this.spare = null;
  }

  // A number between 0 and 1, never 0 (mulberry32).
  uniform() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  }

  normal() {
    if (this.spare !== null) {
      const kept = this.spare;
      this.spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  // A gamma number; the shape is a multiple of one half (Marsaglia and Tsang from 1 on).
  gamma(shape) {
    if (shape <= 0) return 0;
    if (shape === 0.5) return this.normal() ** 2 / 2;
    const third = shape - 1 / 3;
    const scale = 1 / Math.sqrt(9 * third);
    for (;;) {
      const step = this.normal();
      const cube = (1 + scale * step) ** 3;
      if (cube > 0 && Math.log(this.uniform()) < 0.5 * step * step + third * (1 - cube + Math.log(cube))) return third * cube;
    }
  }
}

// Draw a segment's share. Parts map what a trial counts in the segment to the number of such trials. The draws stay in the
// order in which they were drawn: ratioFigures sets each beside one of the rising quantiles of the market.
function shareDraws(parts, otherEmpty) {
  const random = new Random();
  const groups = [...parts];
  const isEmpty = groups.every(([part]) => part === 0);
  const drawn = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let own = isEmpty ? random.gamma(PSEUDO_TRIALS) : 0;
    let rest = random.gamma(PSEUDO_TRIALS * otherEmpty);
    for (const [part, count] of groups) {
      const weight = random.gamma(count);
      own += part * weight;
      rest += (1 - part) * weight;
    }
    drawn[draw] = own / (own + rest);
  }
  return drawn;
}

function quantile(rising, part) {
  const place = part * (rising.length - 1);
  const at = Math.floor(place);
  const next = Math.min(at + 1, rising.length - 1);
  return rising[at] === rising[next] ? rising[at] : rising[at] + (place - at) * (rising[next] - rising[at]);
}

function middle(values) {
  const rising = values.slice().sort();
  return [0.5, 0.05, 0.95].map((part) => quantile(rising, part));
}

// Compare draws of a pipeline share with the quantiles of a market share, which rise.
function ratioFigures(drawn, market) {
  let [over, at] = [0, 0];
  for (const share of drawn.slice().sort()) {
    while (at < market.length && market[at] < share) at += 1;
    over += at;
  }
  const [median, low, high] = middle(drawn.map((share, draw) => share / market[draw % market.length]));
  return { median, low, high: Number.isFinite(high) ? high : null, over: over / (drawn.length * market.length) };
}

// Growth of starts a year over that of the rest; both are numbers of starts in each of the last complete years.
function growthFigures(own, rest) {
  const random = new Random();
  const ratios = new Float64Array(DRAWS);
  let faster = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const difference = drawnSlope(own, random) - drawnSlope(rest, random);
    ratios[draw] = Math.exp(difference);
    if (difference > 0) faster += 1;
  }
  const [median, low, high] = middle(ratios);
  return { median, low, high, faster: faster / DRAWS };
}

function drawnSlope(starts, random) {
  let [mass, moment] = [0, 0];
  starts.forEach((count, year) => {
    const weight = random.gamma(count + PSEUDO_TRIALS);
    mass += weight;
    moment += weight * YEAR_PLACES[year];
  });
  return slopeOf(moment / mass);
}

// The slope of the log-linear trend over the years under which the mean start lies at this place.
function slopeOf(place) {
  meanPlaces ??= SLOPES.map((slope) => {
    const rates = YEAR_PLACES.map((year) => Math.exp(slope * year));
    return rates.reduce((sum, rate, year) => sum + rate * YEAR_PLACES[year], 0) / rates.reduce((sum, rate) => sum + rate);
  });
  let [below, above] = [0, SLOPES.length - 1];
  while (above - below > 1) {
    const at = (below + above) >> 1;
    if (meanPlaces[at] <= place) below = at;
    else above = at;
  }
  const part = (place - meanPlaces[below]) / (meanPlaces[above] - meanPlaces[below]);
  return SLOPES[below] + Math.min(Math.max(part, 0), 1) * (SLOPES[above] - SLOPES[below]);
}
