// A path through an old forest.
//
// Metres; y up. The path runs along z, straight and level where people stand, winding farther off. Tall trunks stand in cells on
// both sides and leave a slit of sky above it; ferns and moss line it, wooded hills close the view. Kept clear for cameras and
// the performer in every seed: |x| < 2.2 for -9 < z < 13 below 7 m, but for the lanterns (see `lanterns`) and low ferns.
const float GROUND = 2.;
const float BARK = 3.;
const float NEEDLES = 4.;
const float FERN = 5.;
const float LOG = 6.;
const float STONE = 7.;
const float LANTERN = 8.;
const float IRON = 9.;
const float FUNGUS = 10.;
const float FAR_WOOD = 11.;

const float TREE_CELL = 4.2;
const float FOREST_EDGE = 58.;
const float TREE_TOP = 23.;
const float FERN_CELL = .88;
const float FERN_TOP = .85;
const float FERNS_REACH = 20.;    // metres from the camera
const float LANTERN_SPACING = 7.5;

float chance(float k) {
  return h1(SEED * 61.7 + k * 7.31);
}

// `v *= turned(a)` is `v = rot(v, a)`, worked out once.
mat2 turned(float angle) {
  float c = cos(angle);
  float s = sin(angle);
  return mat2(c, s, -s, c);
}

// This seed's plan. Globals, so that a march works them out once and not at every step.
float bend = 2.2 + 1.6 * chance(1.);
float bend_phase = 6.28 * chance(2.);
float log_side = chance(3.) > .5 ? 1. : -1.;
vec2 log_place = vec2(log_side * (3.3 + .3 * chance(4.)), 6.4 + 1.4 * chance(5.));
mat2 log_turn = turned(log_side * (.25 + .35 * chance(6.)));
vec2 rock_place = vec2(-log_side * (2.75 + .5 * chance(7.)), 7.6 + 2. * chance(8.));
float rock_size = .75 + .35 * chance(9.);

float pathX(float z) {
  float winds = smoothstep(11., 30., abs(z - 2.));
  return winds * bend * sin(z * .12 + bend_phase);
}

float fromPath(vec2 x) {
  return abs(x.x - pathX(x.y));
}

// The lie of the land, of sines only: every tree and fern asks for it.
float lieOfLand(vec2 x) {
  float off_path = smoothstep(1.1, 3.6, fromPath(x));
  float mounds = .20 + .12 * sin(x.x * 1.3 + SEED * 9.) * sin(x.y * 1.1) + .08 * sin(x.x * .5 - x.y * .7);
  float slope = smoothstep(14., FOREST_EDGE, length(x)) * (2.2 + 1.4 * sin(x.x * .06 + SEED * 5.) - .8 * sin(x.y * .05));
  return off_path * mounds + slope;
}

float groundHeight(vec2 x) {
  float off_path = smoothstep(.8, 2.2, fromPath(x));
  float far = smoothstep(FOREST_EDGE, FOREST_EDGE + 34., length(x));
  float tops = far * (7. + 15. * vn(x * .035 + SEED * 7.) + 3.5 * vn(x * .33));
  return lieOfLand(x) + tops + off_path * .16 * vn(x * 2.1) + .014 * vn(x * 6.);
}

vec2 terrain(vec3 p) {
  float far = smoothstep(FOREST_EDGE, FOREST_EDGE + 34., length(p.xz));
  return vec2((p.y - groundHeight(p.xz)) * .7, far > .02 ? FAR_WOOD : GROUND);
}

// What stands in a cell: a tall pine and a slim one beside it, or a young spruce instead of the pine.
struct Tree {
  vec2 local;      // from the cell's middle
  vec3 q;          // from the tree's foot
  vec2 slim;       // from the slim trunk's foot, in plan
  float k;         // its own chance
  float tall;
  float girth;
  float reach;     // of the crown
  bool young;
  bool grows;
};

Tree treeAround(vec3 p) {
  vec2 cell = floor(p.xz / TREE_CELL);
  vec2 middle = (cell + .5) * TREE_CELL;
  float k = h2(cell + SEED * 31.);
  float k2 = fract(k * 57.);
  vec2 offset = (vec2(k2, fract(k * 7.)) - .5) * 1.5;
  vec2 foot = middle + offset;
  Tree tree;
  tree.k = k;
  tree.local = p.xz - middle;
  tree.young = fract(k * 13.) > .74;
  tree.tall = tree.young ? 2.6 + 3. * k2 : 15. + 7. * k2;
  tree.girth = tree.young ? .06 : .17 + .22 * k2 * k2;
  tree.reach = tree.young ? .65 + .35 * k2 : 1.15 + .40 * fract(k * 31.);
  tree.grows = k > .12 && fromPath(foot) > (tree.young ? 3.6 : 2.6) && length(foot) < FOREST_EDGE;
  tree.q = vec3(tree.local.x - offset.x, p.y - lieOfLand(foot) + .1, tree.local.y - offset.y);
  tree.q.xz += .03 * (vec2(k, k2) - .5) * tree.q.y;
  tree.slim = tree.local + offset * .9 + .012 * (vec2(k2, k) - .5) * p.y;
  bool slim_grows = fract(k * 5.) > .35 && fromPath(middle - offset * .9) > 4.6 && length(foot) < FOREST_EDGE;
  tree.slim += slim_grows ? 0. : 1e3;
  return tree;
}

void keepToCell(vec2 local, float half_size) {
  gCell = min(gCell, min(cellStep(local.x, gRd.x, half_size), cellStep(local.y, gRd.z, half_size)));
}

// Trunk with spreading roots and flutes, and dead stubs of branches on its lower half.
float trunk(Tree tree) {
  vec3 q = tree.q;
  float radius = length(q.xz);
  vec2 toward = q.xz / max(radius, .01);
  float roots = exp(-1.9 * max(q.y, 0.)) * (1. + .5 * sin(toward.x * 5. + tree.k * 9.) * sin(toward.y * 6.));
  float flutes = .05 * sin(toward.x * 13. + q.y * .4) * sin(toward.y * 13. - q.y * .3);
  float taper = 1. - .85 * clamp(q.y / tree.tall, 0., 1.);
  float stem = radius - tree.girth * (taper + .95 * roots + flutes);

  float whorl = floor(q.y * .7 + tree.k);
  float angle = whorl * 2.4 + tree.k * 40.;
  vec2 out_ = vec2(cos(angle), sin(angle));
  float along = dot(q.xz, out_);
  float aside = dot(q.xz, vec2(-out_.y, out_.x));
  float level = (fract(q.y * .7 + tree.k) - .5) / .7 - .25 * along;
  float len = .35 + .75 * fract(whorl * .37 + tree.k * 3.);
  float stub = max(length(vec2(aside, level)) - .032 * (1.2 - along), max(-along, along - len));
  stub = max(stub, abs(q.y - tree.tall * .38) - tree.tall * .24);
  return max(min(stem, tree.young ? 1e3 : stub), q.y - tree.tall) * .8;
}

// Needles: ragged clumps around the upper half of a pine, drooping tiers from the ground up on a spruce.
float needles(Tree tree) {
  vec3 q = tree.q;
  float y = clamp(q.y / tree.tall, 0., 1.);
  float radius = length(q.xz);
  float clumps = sin(q.x * 2.6 + tree.k * 30.) * sin(q.y * 1.9 + tree.k * 50.) * sin(q.z * 2.6 + tree.k * 70.);
  float tufts = sin(q.x * 6.1 + q.y) * sin(q.y * 7.3 + q.z * 2.) * sin(q.z * 6.1);
  float sprays = sin(q.x * 15. + q.z * 4.) * sin(q.y * 17.) * sin(q.z * 15.);
  float rise = smoothstep(.34, .52, y) * sqrt(max(1. - y, 0.)) * 1.45;
  float storeys = .72 + .34 * sin(q.y * 2.7 + q.x * .8 + tree.k * 20.);
  float crown = radius - tree.reach * rise * storeys - (.62 * clumps + .30 * tufts) * min(rise, 1.) - .09 * sprays + .05;
  crown = max(crown, max(tree.tall * .40 - q.y, q.y - tree.tall)) * .34;

  float tiers = y * (7. + floor(4. * tree.k)) + .22 * sin(q.x * 6. + q.z * 5. + tree.k * 9.);
  float bough = sin(q.x * 11. + floor(tiers) * 2.3) * sin(q.z * 11. + floor(tiers) * 3.1);
  float cone = (1. - y) * tree.reach * (1.02 - .55 * fract(tiers)) * (1. + .26 * bough) + .015;
  float spruce = max(radius - cone, max(q.y - tree.tall, .07 * tree.tall - q.y)) * .5;
  return tree.young ? spruce : crown;
}

vec2 trees(vec3 p) {
  Tree tree = treeAround(p);
  float slim = (length(tree.slim) - .085 - .10 * exp(-2.5 * max(p.y - .2, 0.))) * .9;
  float stems = min(tree.grows ? trunk(tree) : 1e3, max(slim, p.y - 9.5));
  float above = p.y - TREE_TOP - 4.;
  if (above < 0.) keepToCell(tree.local, TREE_CELL * .5);
  vec2 wood = U(vec2(stems, BARK), vec2(tree.grows ? needles(tree) : 1e3, NEEDLES));
  return above > 0. ? vec2(above + .1, BARK) : wood;
}

// A fern a cell: arched fronds with tapering leaflets, around a heart on the ground.
vec2 ferns(vec3 p) {
  const float FRONDS = 8.;
  const float SECTOR = 6.2832 / FRONDS;
  vec2 cell = floor(p.xz / FERN_CELL);
  vec2 middle = (cell + .5) * FERN_CELL;
  float k = h2(cell + SEED * 17.);
  float away = fromPath(middle);
  bool grows = k > .24 + .5 * smoothstep(3., 7., away) && away > 1.45 && length(middle - CAM.xz) < FERNS_REACH;
  grows = grows && length(middle - rock_place) > .9;
  float size = (.62 + .38 * fract(k * 23.)) * smoothstep(1.2, 2.4, away);
  vec2 local = p.xz - middle;
  vec3 q = vec3(local.x, p.y - lieOfLand(middle) - .06, local.y);

  float turn = atan(q.z, q.x) + k * 6.28;
  float reach = length(q.xz);
  float id = floor(turn / SECTOR);
  float angle = turn - (id + .5) * SECTOR;
  float wild = h1(mod(id, FRONDS) * 3.1 + k * 40.);
  float len = .44 * size * (.75 + .3 * wild);
  float along = reach * cos(angle);
  float aside = abs(reach * sin(angle));
  float u = clamp(along / len, 0., 1.);
  float rib = size * (.62 + .25 * wild) * (1.5 * u - (.85 + .5 * wild) * u * u);
  float width = .11 * size * sin(3.1416 * pow(u, .55)) + .006;
  float leaflet = (abs(fract((along - aside * .6) * 26. / size) - .5) - .44 * (1. - aside / width)) * size / 26.;
  float blade = max(max(abs(q.y - rib + aside * .5) - .012, leaflet), max(aside - width, along - len));

  float outside = max((p.y - lieOfLand(p.xz) - FERN_TOP) * .8, length(p.xz - CAM.xz) - FERNS_REACH - .7);
  if (outside < 0.) keepToCell(local, FERN_CELL * .5);
  return vec2(outside > 0. ? outside + .08 : (grows ? blade * .5 : 1e3), FERN);
}

// A fallen trunk beside the path, a stump of a branch on it and shelves of fungus along its side.
vec2 fallenTrunk(vec3 p) {
  vec3 q = p - vec3(log_place.x, .62, log_place.y);
  q.xz *= log_turn;
  vec2 toward = q.xy / max(length(q.xy), .01);
  float flutes = .03 * sin(toward.x * 11. + q.z * .6) * sin(toward.y * 10.);
  float stem = max(length(q.xy) - .46 + .03 * q.z - flutes, abs(q.z) - 2.3 - .14 * sin(toward.x * 9. + 2. * toward.y));
  float hollow = max(length(q.xy) - .27, -1.9 - q.z);
  float branch = cap(q, vec3(0, .2, .6), vec3(-log_side * .35, 1.15, .95), .11, .05);
  float wood = smin(max(stem, -max(hollow, q.z + 1.5)), branch, .12);

  float n = clamp(floor(q.z / .34 + .5), -4., 4.);
  vec3 shelf = vec3(q.x + log_side * .43, q.y - .12 * sin(n * 2.3), q.z - .34 * n);
  float fungus = max(ell(shelf, vec3(.15, .05, .13) * (.6 + .5 * h1(n + SEED * 9.))), -shelf.y - .02);
  return U(vec2(wood * .8, LOG), vec2(fungus * .7, FUNGUS));
}

float boulder(vec3 p) {
  vec3 q = (p - vec3(rock_place.x, .15, rock_place.y)) / rock_size;
  float lump = .10 * sin(q.x * 3.3 + 1.) * sin(q.z * 3.9) + .07 * sin(q.y * 6. + q.x * 4.);
  float small = ell(q - vec3(.75 * log_side, -.02, -.55), vec3(.42, .32, .38));
  return (min(ell(q, vec3(.85, .72, .75)), small) - lump) * .7 * rock_size;
}

// Lanterns hung from iron hooks, by turns on the left and right of the path.
vec2 lanterns(vec3 p) {
  float n = clamp(floor((p.z - 6.4) / LANTERN_SPACING + .5), -2., 3.);
  float z = 6.4 + n * LANTERN_SPACING;
  float side = mod(n + floor(SEED * 8.), 2.) < .5 ? 1. : -1.;
  vec3 q = p - vec3(pathX(z) + side * 1.5, 0., z);
  q.x *= side;
  float pole = cap(q, vec3(0, -.3, 0), vec3(0, 1.72, 0), .022, .018);
  float arm = cap(q, vec3(0, 1.72, 0), vec3(-.30, 1.80, 0), .018, .014);
  vec3 l = q - vec3(-.30, 1.56, 0);
  float glass = cyl(l, .075, .10);
  float lid = max(length(l.xz) - .12 + .55 * clamp(l.y - .10, 0., .2), abs(l.y - .16) - .06) * .8;
  float foot = cyl(l + vec3(0, .115, 0), .09, .015);
  return U(vec2(glass, LANTERN), vec2(min(min(pole, arm), min(lid, foot)), IRON));
}

vec2 props(vec3 p) {
  vec2 r = U(trees(p), ferns(p));
  r = U(r, fallenTrunk(p));
  r = U(r, vec2(boulder(p), STONE));
  return U(r, lanterns(p));
}

// What throws shadows, simpler than `world` and nowhere outside it. Crowns have large holes: patches of light on the ground.
#define SHADOW_WORLD
float treeShadow(vec3 p) {
  Tree tree = treeAround(p);
  vec3 q = tree.q;
  float radius = length(q.xz);
  float y = clamp(q.y / tree.tall, 0., 1.);
  float taper = 1. - .85 * y;
  float stem = max(radius - tree.girth * taper, q.y - tree.tall) * .9;
  float clumps = sin(q.x * 2.6 + tree.k * 30.) * sin(q.y * 1.9 + tree.k * 50.) * sin(q.z * 2.6 + tree.k * 70.);
  float rise = smoothstep(.40, .58, y) * sqrt(max(1. - y, 0.));
  float storeys = .70 + .34 * sin(q.y * 2.7 + q.x * .8 + tree.k * 20.);
  float crown = max(radius - tree.reach * rise * storeys * .85 - .62 * clumps * rise + .3, tree.tall * .42 - q.y) * .45;
  float spruce = max(radius - .62 * tree.reach * (1. - y), max(q.y - tree.tall, .1 * tree.tall - q.y)) * .7;
  float tall = min(stem, tree.young ? spruce : crown);
  float slim = max((length(tree.slim) - .08) * .9, p.y - 9.5);
  float above = p.y - TREE_TOP - 4.;
  if (above < 0.) keepToCell(tree.local, TREE_CELL * .5);
  return above > 0. ? above + .1 : min(tree.grows ? tall : 1e3, slim);
}

float shadowWorld(vec3 p) {
  vec3 q = p - vec3(log_place.x, .62, log_place.y);
  q.xz *= log_turn;
  float log_ = max(length(q.xy) - .40, abs(q.z) - 2.1);
  float ground = (p.y - lieOfLand(p.xz) + .03) * .8;
  return min(min(ground, treeShadow(p)), min(log_, boulder(p) + .03));
}

// Earth and needles on the path, litter and moss beside it; standing water in its hollows after rain.
void groundSurface(vec3 p, float t, inout vec3 albedo, inout float reflectivity) {
  float away = fromPath(p.xz);
  float fine = mix(vn(p.xz * 17.), .5, smoothstep(5., 16., t));
  float patches = vn(p.xz * 1.1 + SEED * 5.);
  vec3 litter = mix(vec3(.15, .085, .045), vec3(.30, .17, .075), fine) * (.75 + .5 * vn(p.xz * 5.));
  vec3 moss = mix(vec3(.055, .095, .025), vec3(.17, .23, .05), vn(p.xz * 7.) * .6 + .4 * fine);
  vec3 earth = mix(vec3(.21, .155, .10), vec3(.36, .27, .17), .5 * fine + .5 * vn(p.xz * 2.7));
  float edge = .95 + .45 * (vn(p.xz * 1.6) - .5) + .25 * (vn(p.xz * 6.) - .5);
  albedo = mix(litter, moss, smoothstep(.38, .62, patches + .2 * smoothstep(1., 3., away)));
  albedo = mix(earth, albedo, smoothstep(edge - .25, edge + .25, away));
  float leaf = step(.80, vn(p.xz * 15. + 3.)) * smoothstep(10., 4., t);
  albedo = mix(albedo, vec3(.38, .20, .06), .65 * leaf);
  float hollow = smoothstep(.50, .60, vn(p.xz * vec2(1.1, .6) + SEED * 3.)) * smoothstep(1., .55, away);
  float puddle = hollow * smoothstep(.45, .75, WET);
  albedo *= mix(1., .62, WET) * mix(1., .5, puddle);
  reflectivity = .72 * puddle;
}

vec3 barkColour(vec3 p, vec3 n) {
  float around = atan(n.z, n.x);
  float furrows = vn(vec2(around * 6., p.y * 1.3)) * .6 + .4 * vn(vec2(around * 15., p.y * 4.));
  vec3 bark = mix(vec3(.075, .052, .040), vec3(.26, .175, .12), furrows);
  float red = smoothstep(4., 11., p.y);
  bark = mix(bark, vec3(.36, .17, .075) * (.5 + .7 * furrows), .6 * red);
  float moss = smoothstep(2.6, .2, p.y + 1.4 * vn(vec2(around * 2., p.y))) * smoothstep(-.4, .5, n.x + .3 * n.z + .4 * n.y);
  return mix(bark, vec3(.10, .16, .035) * (.6 + .8 * furrows), .85 * moss);
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  float grain = vn(p.xz * 7. + p.y * 5.);
  if (id == GROUND) {
    groundSurface(p, t, albedo, reflectivity);
  } else if (id == BARK) {
    albedo = barkColour(p, n);
  } else if (id == NEEDLES) {
    float tint = h2(floor(p.xz / TREE_CELL) + floor(SEED * 97.));
    float fine = mix(vn(p.xz * 19. + p.y * 13.), .5, smoothstep(8., 22., t));
    albedo = mix(vec3(.022, .058, .028), vec3(.13, .20, .05), .45 * grain + .55 * fine) * (.7 + .6 * tint);
  } else if (id == FERN) {
    float tint = h2(floor(p.xz / FERN_CELL) + floor(SEED * 53.));
    vec3 green = mix(vec3(.075, .17, .035), vec3(.24, .34, .07), .5 * grain + .5 * tint);
    albedo = mix(green, vec3(.40, .24, .07), .7 * step(.90, tint));
  } else if (id == LOG) {
    float moss = smoothstep(-.1, .55, n.y + .5 * (grain - .5));
    vec3 wood = vec3(.17, .105, .065) * (.5 + .8 * vn(vec2(p.x * 3. + p.z * 3., p.y * 24.)));
    albedo = mix(wood, mix(vec3(.07, .13, .025), vec3(.20, .27, .055), grain), moss);
  } else if (id == STONE) {
    float moss = smoothstep(.25, .75, n.y + .6 * (grain - .5));
    albedo = mix(vec3(.20, .20, .19) * (.5 + .7 * fbm(p.xy * 4. + p.z, 3)), vec3(.11, .17, .04) * (.6 + .7 * grain), moss);
  } else if (id == LANTERN) {
    albedo = vec3(.5, .42, .30);
    emission = vec3(1., .62, .25) * 2.8 * LIT;
  } else if (id == IRON) {
    albedo = vec3(.035, .034, .036);
  } else if (id == FUNGUS) {
    albedo = mix(vec3(.42, .24, .10), vec3(.80, .66, .45), smoothstep(-.2, .5, n.y));
  } else {
    albedo = vec3(.05, .085, .045) * (.5 + vn(p.xz * .9 + p.y * .7));
  }
  // Air between the trunks: pale matter that takes whatever light the style gives, so that rows of trees come apart.
  float air = smoothstep(9., 62., t) * exp(-.05 * max(p.y, 0.));
  albedo = mix(albedo, vec3(.52, .58, .50), .62 * air * (id == LANTERN ? 0. : 1.));
}
