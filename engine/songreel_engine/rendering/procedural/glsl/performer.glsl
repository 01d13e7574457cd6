// The performer. Joints come in as uniforms, so a pose is data (poses.py); hair, coat and colour are dials.
//
// Own axes: feet on y = 0, looking along +z, right is +x. Materials: 20 skin, 21 hair, 22 coat, 23 trousers, 24 boots,
// 25 metal, 26 shirt.
const float SKIN = 20.;
const float HAIR = 21.;
const float COAT = 22.;
const float TROUSERS = 23.;
const float BOOTS = 24.;
const float METAL = 25.;
const float SHIRT = 26.;

uniform vec3 J[22];
uniform vec3 FPOS;             // between the feet, in the world
uniform float FYAW;
uniform float FHAIR, FCOAT;    // 0 short, 1 long
uniform vec3 FCOLOUR;          // the coat, linear rgb
uniform int FMIC;              // 1: a microphone on a stand
uniform vec3 BBC, BBH;         // centre and half size of a box that holds all of the performer

const int PELVIS = 0, CHEST = 1, NECK = 2, HEAD = 3;
const int ARM_L = 4, ARM_R = 7, LEG_L = 10, LEG_R = 13;    // three joints each, from the body outward
const int FACE = 16, HEM = 17, HAND_L = 18, HAND_R = 19, TOE_L = 20, TOE_R = 21;

vec3 gHead;    // where `figure` was last asked, in the head's axes: right, up, forward

vec3 toFig(vec3 p) {
  p -= FPOS;
  p.xz = rot(p.xz, FYAW);
  return p;
}

vec3 toHead(vec3 p) {
  vec3 forward = normalize(J[FACE]);
  vec3 up = normalize(J[HEAD] - J[NECK] + vec3(0., .06, 0.));
  vec3 right = normalize(cross(up, forward));
  up = cross(forward, right);
  vec3 q = p - J[HEAD];
  return vec3(dot(q, right), dot(q, up), dot(q, forward));
}

float headAndNeck(vec3 p, vec3 q) {
  vec3 m = vec3(abs(q.x), q.yz);    // the face is symmetric
  float skull = ell(q - vec3(0., .028, -.014), vec3(.073, .086, .090));
  float jaw = ell(q - vec3(0., -.040, .022), vec3(.053, .074, .062));
  float d = smin(skull, jaw, .045);
  d = smin(d, length(q - vec3(0., -.096, .060)) - .015, .035);                       // chin
  d = smin(d, ell(m - vec3(.036, -.020, .058), vec3(.024, .022, .022)), .030);       // cheekbones
  float socket = dot(m.xy - vec2(.029, .012), (m.xy - vec2(.029, .012)) * vec2(1., 1.7));
  d += .0075 * exp(-1700. * socket) * smoothstep(.03, .06, q.z);
  d = smin(d, ell(m - vec3(.029, .009, .072), vec3(.014, .009, .011)), .006);        // lids over the eyes
  d = smin(d, cap(q, vec3(0., .016, .080), vec3(0., -.023, .097), .006, .0098), .014);    // nose
  d = smin(d, ell(q - vec3(0., -.0540, .0790), vec3(.019, .0052, .0085)), .007);     // upper lip
  d = smin(d, ell(q - vec3(0., -.0640, .0775), vec3(.016, .0058, .0085)), .006);     // lower lip
  d = smin(d, ell(m - vec3(.073, -.008, -.008), vec3(.008, .026, .016)), .010);      // ears
  vec3 base = J[HEAD] + vec3(0., -.065, -.012);
  return smin(d, cap(p, J[NECK] - vec3(0., .05, .0), base, .049, .043), .030);
}

// A hand with a thumb and the hint of four fingers. `toward` points along the fingers.
float hand(vec3 p, vec3 wrist, vec3 elbow, vec3 toward) {
  vec3 f = normalize(mix(normalize(wrist - elbow), normalize(toward), .75));
  vec3 thumb = normalize(vec3(0., .12, 1.) - f * dot(f, vec3(0., .12, 1.)));
  vec3 palm = cross(f, thumb);
  vec3 l = vec3(dot(p - wrist, thumb), dot(p - wrist, f), dot(p - wrist, palm));    // across, along, through
  vec3 flat_ = vec3(1., 1., 1.75);
  float d = cap(l * flat_, vec3(0., -.01, 0.), vec3(.002, .060, 0.), .026, .037);
  float bend = .9 * max(l.y - .075, 0.) * max(l.y - .075, 0.) * 6.;
  vec3 g = l - vec3(0., 0., bend);
  float fingers = cap(g * flat_, vec3(-.003, .075, 0.), vec3(-.004, .142, 0.), .035, .019);
  fingers += .0022 * smoothstep(.07, .10, l.y) * (1. - abs(sin(l.x * 165. + 1.5)));
  d = smin(d, fingers, .012);
  d = smin(d, cap(l, vec3(.020, .018, 0.), vec3(.050, .070, .010), .0135, .0085), .014);
  return d * .75;
}

float hair(vec3 p, vec3 q) {
  float d = ell(q - vec3(0., .036, -.022), vec3(.091, .100, .106));
  // The hairline: a rounded opening for the face, higher on one side where the fringe is parted.
  float parting = .016 * smoothstep(-.03, .05, q.x) - .010 * smoothstep(.0, -.06, q.x);
  float opening = ell(q - vec3(.0, -.045 + parting, .090), vec3(.088, .112, .096));
  d = max(d, -opening);
  // Soft locks: broad enough never to alias.
  float around = atan(q.x, q.z + .02);
  float lock = .0042 * sin(around * 9. + 5. * q.y) + .003 * sin(around * 17. - 9. * q.y + 1.);
  vec3 nape = J[NECK] + vec3(0., .02, -.055);
  vec3 tip = nape + vec3(.015, -.03 - .40 * FHAIR, -.03 - .055 * FHAIR);
  vec3 wide = vec3(.80, 1., 1.);
  float mass = cap(p * wide, (J[HEAD] + vec3(0., .0, -.062)) * wide, nape * wide, .072, .064 + .010 * FHAIR);
  mass = smin(mass, cap(p * wide, nape * wide, tip * wide, .066 + .012 * FHAIR, .034 + .030 * FHAIR) * .9, .05);
  d = smin(d, mass + lock * 1.6, .045);
  float reach = .05 + .09 * FHAIR;
  float left = cap(q, vec3(-.072, .035, -.006), vec3(-.078, -reach, -.022), .018, .010);
  float right = cap(q, vec3(.071, .040, -.004), vec3(.078, -reach * .9, -.024), .019, .010);
  d = smin(d, min(left, right) + lock, .022);
  return (d + lock * .5) * .85;
}

float sleeve(vec3 p, vec3 shoulder, vec3 elbow, vec3 wrist) {
  float crease = .0035 * sin(dot(p, vec3(52., 60., 34.))) * smoothstep(.20, .02, length(p - elbow));
  float upper = cap(p, shoulder, elbow, .061, .049);
  float lower = cap(p, elbow, mix(elbow, wrist, .96), .050, .041);
  return smin(upper, lower, .03) + crease;
}

float coat(vec3 p, float legs) {
  vec3 broad = vec3(1., 1., 1.32);    // a body is wider than deep
  vec3 ribs = mix(J[CHEST], J[NECK], .22);
  vec3 waist = mix(J[PELVIS], J[CHEST], .45);
  vec3 shoulder_l = mix(J[NECK] - vec3(0., .055, 0.), J[ARM_L], .86);
  vec3 shoulder_r = mix(J[NECK] - vec3(0., .055, 0.), J[ARM_R], .86);
  float d = cap(p * broad, waist * broad, ribs * broad, .116, .148) * .80;
  d = smin(d, cap(p * broad, J[PELVIS] * broad, waist * broad, .150, .116) * .80, .06);
  d = smin(d, cap(p, shoulder_l, shoulder_r, .060, .060), .085);
  d = smin(d, cap(p, J[NECK] - vec3(0., .085, .0), J[NECK] - vec3(0., .03, .012), .088, .060), .05);
  float arms = min(sleeve(p, shoulder_l, J[ARM_L + 1], J[ARM_L + 2]), sleeve(p, shoulder_r, J[ARM_R + 1], J[ARM_R + 2]));
  d = smin(d, arms, .06);

  // Skirt: a hollow cone from the waist to the hem with folds that open downward.
  vec3 from = waist;
  vec3 axis = J[HEM] - from;
  float h = clamp(dot(p - from, axis) / dot(axis, axis), 0., 1.1);
  vec3 k = p - from - axis * h;
  float around = atan(k.x, k.z);
  float flare = mix(.115, .175 + .095 * FCOAT, pow(h, .85));
  float folds = h * h * (.016 * sin(around * 6. + 1.3 + 2. * h) + .010 * sin(around * 11. - 3. * h));
  float skirt = (length(k * vec3(1., 1., 1.24)) - flare - folds) * .72;
  skirt = smin(skirt, legs - .024, .07);    // the cloth drapes over knees and thighs
  skirt = abs(skirt + .010) - .010;
  float slit = length(vec2(k.x - .01, max(-k.z, 0.))) - .030 * smoothstep(.55, 1., h);    // the front falls open
  skirt = max(skirt, -slit);
  float hem = dot(p - J[HEM], normalize(axis)) + .010 * sin(around * 6. + 1.3);
  d = smin(d, max(skirt, hem * .8), .045);

  // Collar, turned up at the back.
  vec3 c = p - (J[NECK] + vec3(0., -.012, -.004));
  float collar = abs(length(c.xz * vec2(1., .92)) - .078 - .30 * (c.y + .02)) - .006;
  collar = max(collar * .8, abs(c.y) - .040);
  collar = max(collar, c.z - .035 + .6 * max(c.y, 0.));
  d = smin(d, collar, .012);
  return d + .0028 * sin(p.y * 15. + p.x * 13. + p.z * 8.);
}

float boot(vec3 p, vec3 ankle, vec3 knee, vec3 toe) {
  vec3 t = normalize(toe);
  vec3 side = normalize(cross(vec3(0., 1., 0.), t));
  vec3 up = cross(t, side);
  vec3 l = vec3(dot(p - ankle, side), dot(p - ankle, up), dot(p - ankle, t));
  vec3 narrow = vec3(1.18, 1., 1.);
  float d = cap(l * narrow, vec3(0., -.040, -.035), vec3(0., -.052, .075), .044, .040);
  d = smin(d, cap(l * narrow, vec3(0., -.055, .070), vec3(0., -.064, .135), .039, .026), .03);
  d = smin(d, cap(p, ankle - up * .02, mix(ankle, knee, .30), .046, .051), .03);
  float sole = -(l.y + .083 - .014 * smoothstep(.0, .03, l.z) * smoothstep(.09, .06, l.z));
  return max(d, sole) * .85;
}

float leg(vec3 p, vec3 hip, vec3 knee, vec3 ankle) {
  float d = smin(cap(p, hip, knee, .082, .057), cap(p, knee, ankle, .056, .043), .03);
  return d + .0016 * sin(p.y * 44. + p.x * 22.) * smoothstep(.16, .0, length(p - knee));
}

vec2 microphone(vec3 p) {
  vec3 grille = J[HEAD] + vec3(.0, -.075, .175);
  vec3 foot = vec3(grille.x, 0., grille.z + .085);
  vec3 clip = vec3(foot.x, grille.y - .10, foot.z);
  float d = cap(p, grille, clip, .026, .012);
  d = min(d, length(p - grille) - .029);
  d = min(d, cap(p, clip, foot + vec3(0., .02, 0.), .009, .011));
  d = min(d, cyl(p - foot - vec3(0., .014, 0.), .145, .011));
  return vec2(d, METAL);
}

// (distance, material) of the performer at a point of the world.
vec2 figure(vec3 world_p) {
  vec3 p = toFig(world_p);
  vec3 q = toHead(p);
  gHead = q;
  float skin = headAndNeck(p, q);
  skin = min(skin, hand(p, J[ARM_L + 2], J[ARM_L + 1], J[HAND_L]));
  skin = min(skin, hand(p, J[ARM_R + 2], J[ARM_R + 1], J[HAND_R]));
  vec2 r = vec2(skin, SKIN);
  r = U(r, vec2(hair(p, q), HAIR));
  float legs = min(leg(p, J[LEG_L], J[LEG_L + 1], J[LEG_L + 2]), leg(p, J[LEG_R], J[LEG_R + 1], J[LEG_R + 2]));
  r = U(r, vec2(coat(p, legs) * .9, COAT));
  r = U(r, vec2(legs, TROUSERS));
  float boots = min(boot(p, J[LEG_L + 2], J[LEG_L + 1], J[TOE_L]), boot(p, J[LEG_R + 2], J[LEG_R + 1], J[TOE_R]));
  r = U(r, vec2(boots, BOOTS));
  if (FMIC > 0) r = U(r, microphone(p));
  r.x *= .88;
  return r;
}

// The same silhouette with a dozen capsules: good enough for what the performer's shadow and contact darken.
float figureSimple(vec3 world_p) {
  vec3 p = toFig(world_p);
  float d = ell(p - J[HEAD] - vec3(0., .015, -.01), vec3(.090, .115, .105));
  d = min(d, cap(p, J[HEAD] - vec3(0., 0., .045), J[NECK] + vec3(.015, -.01 - .40 * FHAIR, -.09 - .05 * FHAIR), .08, .06));
  d = min(d, min(cap(p, J[4], J[5], .060, .050), cap(p, J[5], J[6], .050, .040)));
  d = min(d, min(cap(p, J[7], J[8], .060, .050), cap(p, J[8], J[9], .050, .040)));
  d = min(d, min(cap(p, J[6], J[6] + .15 * normalize(J[18]), .03, .022), cap(p, J[9], J[9] + .15 * normalize(J[19]), .03, .022)));
  d = min(d, min(cap(p, J[PELVIS], J[NECK], .140, .120), cap(p, J[4], J[7], .060, .060)));
  d = min(d, cap(p, J[PELVIS], J[HEM], .130, .15 + .08 * FCOAT));
  d = min(d, min(cap(p, J[10], J[11], .080, .056), cap(p, J[11], J[12], .056, .046)));
  d = min(d, min(cap(p, J[13], J[14], .080, .056), cap(p, J[14], J[15], .056, .046)));
  d = min(d, cap(p, J[12] - vec3(0., .045, 0.), J[12] - vec3(0., .05, 0.) + .13 * normalize(J[20]), .042, .03));
  d = min(d, cap(p, J[15] - vec3(0., .045, 0.), J[15] - vec3(0., .05, 0.) + .13 * normalize(J[21]), .042, .03));
  if (FMIC > 0) d = min(d, microphone(p).x);
  return d * .85;
}

// ---- local colour ----

vec3 faceColour(vec3 q, vec3 skin) {
  vec2 e = vec2(abs(q.x) - .029, q.y - .009);
  vec3 c = skin;
  c = mix(c, vec3(.74, .33, .26), .34 * exp(-1100. * dot(e - vec2(.010, -.036), e - vec2(.010, -.036))));    // cheeks
  float almond = abs(e.y + .0018 - .05 * e.x) - .0046 * (1. - pow(abs(e.x) / .0165, 2.));
  float open = smoothstep(.0012, -.0006, almond) * step(abs(e.x), .0165);
  float iris = smoothstep(.0068, .0056, length(e - vec2(-.001, .0012)));
  vec3 eye = mix(vec3(.52, .47, .43), vec3(.075, .045, .035), iris);
  eye += .5 * smoothstep(.0020, .0010, length(vec2(q.x - sign(q.x) * .029 + .0022, e.y - .0034)));
  c = mix(c, eye, open);
  float lash = smoothstep(.0022, .0006, abs(e.y - .0030 + 24. * e.x * e.x - .05 * e.x)) * smoothstep(.021, .017, abs(e.x));
  c = mix(c, vec3(.035, .022, .02), lash);
  float brow = smoothstep(.0042, .0016, abs(e.y - .0250 + 15. * e.x * e.x + .03 * e.x)) * smoothstep(.024, .017, abs(e.x + .002));
  c = mix(c, vec3(.06, .035, .028), brow * .9);
  float lips = smoothstep(.0085, .0050, abs(q.y + .0590 - 2.2 * q.x * q.x)) * smoothstep(.0215, .0150, abs(q.x));
  c = mix(c, vec3(.50, .155, .140), lips * .85);
  float parting = smoothstep(.0016, .0004, abs(q.y + .0588 - 3. * q.x * q.x)) * smoothstep(.019, .013, abs(q.x));
  return mix(c, vec3(.20, .05, .05), parting * .8);
}

vec3 coatColour(vec3 p, vec3 cloth) {
  vec3 c = cloth * (.90 + .20 * vn(p.xy * vec2(38., 9.)));
  vec3 l = p - J[CHEST];
  bool front = l.z > .03;
  float v = abs(l.x) - .004 - .24 * (l.y + .01);    // half width of the neckline
  float lapel = smoothstep(.052, .046, v) * smoothstep(-.06, -.05, l.y);
  c = front ? mix(c, cloth * 1.35 + .012, lapel) : c;
  float shirt = smoothstep(.003, -.003, v) * step(-.01, l.y);
  c = front ? mix(c, vec3(.56, .54, .51), shirt) : c;
  vec3 waist = mix(J[PELVIS], J[CHEST], .45);
  float belt = smoothstep(.026, .022, abs(dot(p - waist, normalize(J[CHEST] - J[PELVIS]))));
  float by_arm = min(length(p - J[5]), length(p - J[8]));
  return mix(c, cloth * .50, belt * smoothstep(.12, .16, by_arm));
}

// Local colour of material `id` at p; `figure` must have been asked at p just before. `rough` below .2 mirrors.
vec3 figureColour(float id, vec3 world_p, float t, out float rough) {
  vec3 p = toFig(world_p);
  vec3 q = gHead;
  rough = .8;
  vec3 c = vec3(.72, .47, .36);
  float fine = clamp(1. - t / 5., 0., 1.);    // strands melt together before they can alias
  if (id < 20.5) {
    c = q.z > .02 && length(q) < .16 ? faceColour(q, c) : c;
  } else if (id < 21.5) {
    float strand = vn(vec2(atan(q.x, q.z + .03) * 26., q.y * 5.)) - .5;
    c = vec3(.085, .052, .042) * (1. + (.35 + .5 * fine) * strand);
    rough = .35;
  } else if (id < 22.5) {
    c = coatColour(p, FCOLOUR);
  } else if (id < 23.5) {
    c = vec3(.050, .055, .080);
  } else if (id < 24.5) {
    c = vec3(.060, .042, .036);
    rough = .3;
  } else if (id < 25.5) {
    c = vec3(.30, .31, .33);
    rough = .1;
  } else {
    c = vec3(.74, .71, .66);
  }
  return c;
}
