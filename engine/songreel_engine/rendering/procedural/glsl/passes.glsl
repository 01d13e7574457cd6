// One source, a dozen small programs (#define PASS_xxx).
//
// A software rasteriser runs BOTH sides of every if, so work is saved only by another program, by a discard at the very top,
// or by fewer loop turns: each pass holds just the code its pixels need. Order, for every anti-aliasing sample:
// TERRAIN_CONE → TERRAIN, PROPS_CONE → PROPS, FIGURE_CONE → FIGURE, SKY, SHADE_TERRAIN, SHADE_PROPS, SHADE_FIGURE, FIGURE_SHADOW,
// and at half size MIRROR_FIGURE → MIRROR → SMEAR (rough ground only) → SPREAD. EDGES finds where more samples are
// wanted, COVER what hides what, TILES which tiles need shadow and reflection at all.
uniform sampler2D MASK;                    // where this sample is wanted
uniform int PASS;                          // number of the sample; 0 is everywhere
uniform int BEHIND;                        // 1: draw only what props and performer hide
uniform sampler2D CONES;                   // one coarser level of starting distances
uniform sampler2D HIT_TERRAIN, HIT_PROPS, HIT_FIGURE;    // (distance, material), FAR where missed
uniform sampler2D G0, G1, G2, G3;          // this sample's buffers
uniform sampler2D FIRST0, FIRST1, FIRST3;  // sample 0's: the reflection was seen from there
uniform sampler2D MIRROR4, MIRROR5;        // half-size reflection
uniform float BLOCK;                       // pixels along a side of this cone texel
uniform float RATIO;                       // this level's texels along a side of a coarser one; 0: there is none
uniform float HALF_STEP;                   // full pixels per reflection texel
uniform float RIPPLE;                      // how much material 1 bends what it mirrors
uniform float FIGURE_DEPTH;                // along the camera's axis; FAR without a performer

const float NEAR = .05;
const float END = 300.;
const float LEAST_MIRROR = .01;
const int TERRAIN_STEPS = 170;
const int PROP_STEPS = 110;
const int FIGURE_STEPS = 44;
const int MIRROR_STEPS = 60;
const int SHADOW_STEPS = 24;
uniform float KEY_REACH;   // metres from a thing beyond which nothing shades it
const float SHADOW_REACH = 34.;

#define START_SAMPLE \
  ivec2 px = ivec2(gl_FragCoord.xy); \
  if (PASS > 0 && texelFetch(MASK, px, 0).r < .5) discard; \
  vec2 at = gl_FragCoord.xy + JIT;

vec2 world(vec3 p) {
  return U(terrain(p), props(p));
}

#ifndef SHADOW_WORLD
float shadowWorld(vec3 p) {
  return world(p).x;
}
#endif

vec3 cameraForward() {
  return normalize(TGT - CAM);
}

vec3 ray(vec2 at) {
  vec2 uv = (2. * at - R) / R.y;
  vec3 forward = cameraForward();
  vec3 right = normalize(cross(vec3(0, 1, 0), forward));
  vec3 up = cross(forward, right);
  return normalize(forward * FOV + uv.x * right + uv.y * up);
}

// Half a pixel's width at distance t: nearer than that is a hit.
float hitDistance(float t) {
  return .7 / (R.y * FOV) * t + .0006;
}

float normalStep(float t) {
  return .0012 + .0011 * t;
}

vec3 off(vec3 p, vec3 n, float t) {
  return p + n * (.012 + .0015 * t);
}

// Entry and exit of the performer's box along a ray; no hit where exit < entry.
vec2 figureBox(vec3 ro, vec3 rd, float grow) {
  vec3 o = toFig(ro) - BBC;
  vec3 d = rd;
  d.xz = rot(d.xz, FYAW);
  vec3 inverse = 1. / (abs(d) + 1e-6) * sign(d + 1e-9);
  vec3 middle = -o * inverse;
  vec3 reach = abs(inverse) * (BBH + grow);
  vec3 entry = middle - reach;
  vec3 leave = middle + reach;
  return vec2(max(max(entry.x, entry.y), entry.z), min(min(leave.x, leave.y), leave.z));
}

// Marches F from distance t to `end`. Out of steps close to a surface counts as a hit: seen at a grazing angle.
#define MARCH(NAME, F) \
bool NAME(vec3 ro, vec3 rd, inout float t, float end, int steps, out float id) { \
  bool hit = false; \
  vec2 h = vec2(1, 0); \
  gRd = rd; \
  for (int i = 0; i < steps; i++) { \
    gT = t; \
    gCell = 1e3; \
    h = F(ro + rd * t); \
    if (h.x < hitDistance(t)) { hit = true; break; } \
    t += min(h.x, gCell); \
    if (t > end) break; \
  } \
  if (!hit && t < end && h.x < .06 + .01 * t) hit = true; \
  id = h.y; \
  return hit; \
}
MARCH(marchTerrain, terrain)
MARCH(marchProps, props)
MARCH(marchWorld, world)

bool marchFigure(vec3 ro, vec3 rd, inout float t, float end, int steps, out float id) {
  bool hit = false;
  vec2 h = vec2(1, 0);
  for (int i = 0; i < steps; i++) {
    h = figure(ro + rd * t);
    if (h.x < hitDistance(t)) { hit = true; break; }
    t += abs(h.x);
    if (t > end) break;
  }
  id = h.y;
  return hit;
}

#define NORMAL(NAME, F) \
vec3 NAME(vec3 p, float e) { \
  vec3 n = vec3(0); \
  for (int i = 0; i < 4; i++) { \
    vec3 k = .5773 * (2. * vec3((((i + 3) >> 1) & 1), ((i >> 1) & 1), (i & 1)) - 1.); \
    n += k * F(p + k * e).x; \
  } \
  return normalize(n); \
}
NORMAL(normalTerrain, terrain)
NORMAL(normalProps, props)
NORMAL(normalWorld, world)
NORMAL(normalFigure, figure)

// How much of the key light reaches o past the world, 0..1 and a penumbra. What faces away is dark at once: the loop ends.
float worldShadow(vec3 o, vec3 n, int steps) {
  gRd = KEYD;
  gT = 0.;
  float s = .04;
  float lit = dot(n, KEYD) < -.05 ? 0. : 1.;
  for (int i = 0; i < steps; i++) {
    gCell = 1e3;
    float d = shadowWorld(o + KEYD * s);
    lit = min(lit, 10. * d / s);
    s += min(clamp(d, .04 + .02 * s, 4.), max(gCell, .04));
    if (lit < .02 || s > min(SHADOW_REACH, KEY_REACH)) break;
  }
  return lit;
}

float penumbra(float lit) {
  return smoothstep(0., 1., clamp(lit, 0., 1.));
}

// How far apart the probes of ambient occlusion stand.
float probe(int i) {
  return .04 + .066 * float(i * i + i);
}

#define OCCLUSION(NAME, F) \
float NAME(vec3 p, vec3 n) { \
  float shut = 0.; \
  float weight = 1.; \
  for (int i = 0; i < 4; i++) { \
    float e = probe(i); \
    shut += clamp(e - F(p + n * e).x, 0., e) * weight / e * .42; \
    weight *= .72; \
  } \
  return clamp(1. - shut, 0., 1.); \
}
vec2 simpleFigure(vec3 p) {
  return vec2(figureSimple(p), 0.);
}
OCCLUSION(occlusionWorld, world)
OCCLUSION(occlusionOwn, figure)
OCCLUSION(occlusionSimple, simpleFigure)

// The reflected ray; the reflective ground ripples.
vec3 mirrored(vec3 rd, vec3 n, vec3 p, float id, float t) {
  if (id < 1.5) {
    vec2 q = p.xz * vec2(1.3, 3.2);
    float pixel = t * 2. / (R.y * FOV) / max(-rd.y, .03);        // its length on the ground: finer ripples melt together
    float fine = clamp(1.6 - pixel * 40., 0., 1.);
    float broad = clamp(1.6 - pixel * 12., .12, 1.);
    float along = broad * (vn(q * 1.7 + TIME) - .5) + .6 * fine * (vn(q * 5.) - .5);
    float across = 2.2 * broad * (vn(q * 1.3 + 9. + TIME) - .5) + 1.2 * fine * (vn(q * 4. + 3.) - .5);
    n = normalize(n + RIPPLE / (1. + t * .015) * vec3(along, 0., across));
  }
  rd = reflect(rd, n);
  if (id < 2.5) rd.y = max(rd.y, .005);    // ground never mirrors what is below it
  return normalize(rd);
}

// True where props or the performer stand in front of the terrain.
bool hidden(ivec2 px) {
  return texelFetch(HIT_PROPS, px, 0).r < FAR || texelFetch(HIT_FIGURE, px, 0).r < FAR;
}

#if defined(PASS_TERRAIN_CONE) || defined(PASS_PROPS_CONE) || defined(PASS_FIGURE_CONE)
// Half width of a block's cone per metre.
float coneWidth() {
  return (BLOCK * .7072 + .5) * 2. / (R.y * FOV);
}

// Where the rays of a block may start. The cone knows its middle ray's way to the next plot's border only: without a step
// back, its other rays could start inside a wall that stands close behind the border.
float coneStart(float t, float width) {
  return max(t * (1. - 1.6 * width), NEAR);
}
layout(location = 0) out vec4 o0;
#endif

#ifdef PASS_TERRAIN_CONE    // how far every ray of a block may start; FAR: the whole block is sky
void main() {
  vec3 rd = ray(gl_FragCoord.xy * BLOCK);
  float t = NEAR;
  if (RATIO > 0.) t = texelFetch(CONES, ivec2(gl_FragCoord.xy / RATIO), 0).r;
  o0 = vec4(FAR);
  if (t >= END) return;
  float width = coneWidth();
  gRd = rd;
  for (int i = 0; i < TERRAIN_STEPS; i++) {
    gT = t;
    gCell = 1e3;
    float d = terrain(CAM + rd * t).x;
    float c = width * t + .001;
    if (d < c * 1.03) break;
    t += min(sqrt(d * d - c * c), max(gCell, .03));
    if (t > END) break;
  }
  o0 = vec4(t > END ? FAR : coneStart(t, width));
}
#endif

#ifdef PASS_PROPS_CONE    // the same for props; FAR where none stands in front of the terrain
void main() {
  float t = NEAR;
  if (RATIO > 0.) t = texelFetch(CONES, ivec2(gl_FragCoord.xy / RATIO), 0).r;
  if (t >= END) discard;
  float end = 0.;
  ivec2 corner = ivec2(gl_FragCoord.xy) * int(BLOCK);
  ivec2 last = ivec2(R) - 1;
  for (int i = 0; i < 9; i++) {
    ivec2 s = corner + ivec2(i % 3, i / 3) * int(BLOCK - 1.) / 2;
    end = max(end, texelFetch(HIT_TERRAIN, min(s, last), 0).r);
  }
  end = min(end, END);
  if (end < t) discard;
  vec3 rd = ray(gl_FragCoord.xy * BLOCK);
  float width = coneWidth();
  gRd = rd;
  for (int i = 0; i < PROP_STEPS; i++) {
    gT = t;
    gCell = 1e3;
    float d = props(CAM + rd * t).x;
    float c = width * t + .001;
    if (d < c * 1.05) break;
    t += min(sqrt(d * d - c * c), max(gCell, .03));
    if (t > end) break;
  }
  if (t > end) discard;
  o0 = vec4(coneStart(t, width));
}
#endif

#ifdef PASS_FIGURE_CONE    // the same for the performer
void main() {
  vec3 rd = ray(gl_FragCoord.xy * BLOCK);
  float width = coneWidth();
  vec2 span = figureBox(CAM, rd, width * 4. + .02);
  float t = max(span.x, NEAR);
  if (span.y < t) discard;
  for (int i = 0; i < FIGURE_STEPS; i++) {
    float d = figure(CAM + rd * t).x;
    float c = width * t + .001;
    if (d < c * 1.1) break;
    t += max(d - c, c * .2);
    if (t > span.y) break;
  }
  if (t > span.y) discard;
  o0 = vec4(max(t - width * t * .5, NEAR));
}
#endif

#if defined(PASS_TERRAIN) || defined(PASS_PROPS) || defined(PASS_FIGURE)
layout(location = 0) out vec4 o0;
void main() {
  START_SAMPLE
  float t = texelFetch(CONES, px / int(BLOCK), 0).r;
  if (t >= END) discard;
  vec3 rd = ray(at);
  float id;
#if defined(PASS_TERRAIN)
  bool hit = marchTerrain(CAM, rd, t, END, TERRAIN_STEPS, id);
#elif defined(PASS_PROPS)
  float end = min(texelFetch(HIT_TERRAIN, px, 0).r, END);
  if (end < t) discard;
  bool hit = marchProps(CAM, rd, t, end, PROP_STEPS, id);
#else
  float end = min(texelFetch(HIT_TERRAIN, px, 0).r, texelFetch(HIT_PROPS, px, 0).r);
  vec2 span = figureBox(CAM, rd, .02);
  if (end < t || span.y < t) discard;
  bool hit = marchFigure(CAM, rd, t, min(span.y, end), FIGURE_STEPS, id);
#endif
  if (!hit) discard;
  o0 = vec4(t, id, 0., 0.);
}
#endif

#if defined(PASS_SKY) || defined(PASS_SHADE_TERRAIN) || defined(PASS_SHADE_PROPS) || defined(PASS_SHADE_FIGURE)
layout(location = 0) out vec4 o0;
layout(location = 1) out vec4 o1;
layout(location = 2) out vec4 o2;
layout(location = 3) out vec4 o3;
#endif

#ifdef PASS_SKY
void main() {
  START_SAMPLE
  if (texelFetch(HIT_TERRAIN, px, 0).r < FAR || hidden(px) != (BEHIND > 0)) discard;
  vec3 rd = ray(at);
  vec3 albedo, emission;
  float id;
  skyData(rd, albedo, emission, id);
  o0 = vec4(albedo, id);
  o1 = vec4(-rd, FAR);
  o2 = vec4(emission, 1.);
  o3 = vec4(1., 0., 0., 0.);
}
#endif

#if defined(PASS_SHADE_TERRAIN) || defined(PASS_SHADE_PROPS)
void main() {
  START_SAMPLE
#ifdef PASS_SHADE_TERRAIN
  vec2 hit = texelFetch(HIT_TERRAIN, px, 0).rg;
  if (hit.x >= FAR || hidden(px) != (BEHIND > 0)) discard;
#else
  vec2 hit = texelFetch(HIT_PROPS, px, 0).rg;
  if (hit.x >= FAR || texelFetch(HIT_FIGURE, px, 0).r < FAR) discard;
#endif
  float t = hit.x;
  vec3 rd = ray(at);
  vec3 p = CAM + rd * t;
#ifdef PASS_SHADE_TERRAIN
  vec3 n = normalTerrain(p, normalStep(t));
#else
  vec3 n = normalProps(p, normalStep(t));
#endif
  vec3 albedo = vec3(0), emission = vec3(0);
  float reflectivity = 0.;
  material(hit.y, p, n, t, albedo, emission, reflectivity);
  float lit = penumbra(worldShadow(off(p, n, t), n, SHADOW_STEPS));
  float mirror_y = reflectivity < LEAST_MIRROR ? 0. : mirrored(rd, n, p, hit.y, t).y;
  o0 = vec4(albedo, hit.y);
  o1 = vec4(n, t);
  o2 = vec4(emission, occlusionWorld(p, n));
  o3 = vec4(lit, 1., reflectivity, mirror_y);
}
#endif

#ifdef PASS_SHADE_FIGURE
float ownShadow(vec3 o, float lit) {
  float s = .04;
  float end = figureBox(o, KEYD, .02).y;
  for (int i = 0; i < 12; i++) {
    if (lit < .02 || s > end) break;
    float d = figure(o + KEYD * s).x;
    lit = min(lit, 10. * d / s);
    s += clamp(d, .05, 3.);
  }
  return lit;
}

void main() {
  START_SAMPLE
  vec2 hit = texelFetch(HIT_FIGURE, px, 0).rg;
  if (hit.x >= FAR) discard;
  float t = hit.x;
  vec3 rd = ray(at);
  vec3 p = CAM + rd * t;
  vec3 n = normalFigure(p, .0009 + .0006 * t);
  figure(p);
  float rough;
  vec3 albedo = figureColour(hit.y, p, t, rough);
  float reflectivity = rough < .2 ? .35 : 0.;
  vec3 o = off(p, n, t);
  float lit = penumbra(ownShadow(o, worldShadow(o, n, 16)));
  o0 = vec4(albedo, hit.y);
  o1 = vec4(n, t);
  o2 = vec4(0., 0., 0., occlusionOwn(p, n));
  o3 = vec4(lit, 2., reflectivity, mirrored(rd, n, p, hit.y, t).y);
}
#endif

#ifdef PASS_FIGURE_SHADOW    // what the performer takes from the world's light; blended by keeping the least
layout(location = 0) out vec4 o0;
layout(location = 1) out vec4 o1;
void main() {
  START_SAMPLE
  vec4 g1 = texelFetch(G1, px, 0);
  bool wanted = BEHIND > 0 ? hidden(px) : texelFetch(HIT_FIGURE, px, 0).r >= FAR;
  if (g1.w >= FAR || !wanted) discard;
  vec3 n = g1.xyz;
  vec3 p = CAM + ray(at) * g1.w;
  vec3 outside = max(abs(toFig(p) - BBC) - BBH, 0.);
  bool touches = dot(outside, outside) < .25;
  vec2 span = figureBox(p, KEYD, .25);
  bool shades = span.y > max(span.x, 0.) && span.x < SHADOW_REACH && dot(n, KEYD) > -.1;
  if (!shades && !touches) discard;
  vec3 o = off(p, n, g1.w);
  float s = max(span.x, .04);
  float lit = 1.;
  for (int i = 0; i < 14; i++) {
    if (!shades || lit < .02 || s > span.y) break;
    float d = figureSimple(o + KEYD * s);
    lit = min(lit, 10. * d / s);
    s += clamp(d, .05, 3.);
  }
  const float KEEP = 1e4;
  o0 = vec4(vec3(KEEP), occlusionSimple(p, n));
  o1 = vec4(penumbra(lit), vec3(KEEP));
}
#endif

#if defined(PASS_MIRROR) || defined(PASS_MIRROR_FIGURE)
layout(location = 0) out vec4 o0;
layout(location = 1) out vec4 o1;
void main() {
  ivec2 texel = ivec2(gl_FragCoord.xy);
  ivec2 px = texel * int(HALF_STEP);
  vec4 g3 = texelFetch(G3, px, 0);
  if (g3.z < LEAST_MIRROR || g3.y < .5) discard;
  if (BEHIND > 0 && !hidden(px)) discard;
  vec4 g1 = texelFetch(G1, px, 0);
  vec3 rd = ray(vec2(px) + .5 + JIT);
  vec3 p = CAM + rd * g1.w;
  vec3 r = mirrored(rd, g1.xyz, p, texelFetch(G0, px, 0).w, g1.w);
  vec3 ro = p + g1.xyz * .03;
  float id;
#ifdef PASS_MIRROR_FIGURE
  vec2 span = figureBox(ro, r, 0.);
  float t = max(span.x, .03);
  if (span.y < t || !marchFigure(ro, r, t, span.y, 45, id)) discard;
  vec3 q = ro + r * t;
  vec3 n = normalFigure(q, normalStep(t));
  figure(q);
  float rough;
  o0 = vec4(figureColour(id, q, g1.w + t, rough), t);
  o1 = vec4(0., 0., 0., max(dot(n, KEYD), 0.));
#else
  vec4 performer = texelFetch(MIRROR4, texel, 0);
  float end = performer.w > 0. ? performer.w : 120.;
  float t = .03;
  bool hit = marchWorld(ro, r, t, end, MIRROR_STEPS, id);
  vec3 albedo = vec3(0), emission = vec3(0);
  if (!hit && performer.w > 0.) {
    o0 = performer;
    o1 = texelFetch(MIRROR5, texel, 0);
  } else if (hit) {
    vec3 q = ro + r * t;
    vec3 n = normalWorld(q, normalStep(t));
    float unused;
    material(id, q, n, g1.w + t, albedo, emission, unused);
    float lit = penumbra(worldShadow(off(q, n, t), n, 8));
    o0 = vec4(albedo, t);
    o1 = vec4(emission, max(dot(n, KEYD), 0.) * lit);
  } else {
    skyData(r, albedo, emission, id);
    bool far_city = id > 39.;
    o0 = vec4(albedo, far_city ? FAR : -1.);
    o1 = vec4(emission, far_city ? 2. : 0.);
  }
#endif
}
#endif

#if defined(PASS_SMEAR) || defined(PASS_SPREAD)
// -1 sky, 1 matter, 2 skyline.
float kindOf(vec4 g4, vec4 g5) {
  return g4.w < 0. ? -1. : (g5.w > 1.5 ? 2. : 1.);
}
#endif

#ifdef PASS_SMEAR    // rough ground draws its reflection out, up and down the screen: the farther the thing, the longer
const int SMEAR_TAPS = 10;            // to each side
const float SMEAR_PX = .075;          // half length on damp ground, in canvas heights
const float PUDDLE_SMEAR = .35;       // still water's share of it
const float SHOWING = .22;            // smeared lamplight that is seen before the sky's own
layout(location = 0) out vec4 o0;
layout(location = 1) out vec4 o1;
void main() {
  ivec2 texel = ivec2(gl_FragCoord.xy);
  ivec2 px = texel * int(HALF_STEP);
  float reflectivity = texelFetch(G3, px, 0).z;
  if (reflectivity < LEAST_MIRROR || (BEHIND > 0 && !hidden(px))) discard;
  vec4 own4 = texelFetch(MIRROR4, texel, 0), own5 = texelFetch(MIRROR5, texel, 0);
  o0 = own4;
  o1 = own5;
  if (texelFetch(G0, px, 0).w > 2.5) return;
  float t = texelFetch(G1, px, 0).w;
  float thing_t = own4.w < 0. ? 60. : own4.w;
  float length_ = SMEAR_PX * R.y / HALF_STEP * mix(1., PUDDLE_SMEAR, smoothstep(.2, .7, reflectivity)) * thing_t / (thing_t + .5 * t + 1.);
  vec4 matter4 = vec4(0), sky4 = vec4(0), city4 = vec4(0);
  float matter = 0., sky = 0., city = 0., facing = 0.;
  vec3 glow = vec3(0);
  ivec2 last = textureSize(MIRROR4, 0) - 1;
  for (int i = -SMEAR_TAPS; i <= SMEAR_TAPS; i++) {
    float u = float(i) / float(SMEAR_TAPS);
    ivec2 at = clamp(texel + ivec2(0, int(round(u * length_))), ivec2(0), last);
    ivec2 seen = at * int(HALF_STEP);
    float mirrors = texelFetch(G3, seen, 0).z >= LEAST_MIRROR && texelFetch(G0, seen, 0).w < 2.5 ? 1. : 0.;
    float weight = mirrors * (1.02 - u * u);
    vec4 g4 = texelFetch(MIRROR4, at, 0), g5 = texelFetch(MIRROR5, at, 0);
    float kind = kindOf(g4, g5);
    float is_sky = kind < 0. ? weight : 0.;
    float is_city = kind > 1.5 ? weight : 0.;
    float is_matter = weight - is_sky - is_city;
    sky4 += is_sky * g4;
    city4 += is_city * g4;
    matter4 += is_matter * g4;
    facing += is_matter * g5.w;
    glow += (is_matter + is_city) * g5.rgb;
    sky += is_sky;
    city += is_city;
    matter += is_matter;
  }
  glow /= max(sky + city + matter, 1e-3);
  bool lamplit = max(glow.r, max(glow.g, glow.b)) > SHOWING && matter > 0.;
  if (matter >= max(sky, city) || lamplit) {
    o0 = matter4 / max(matter, 1e-3);
    o1 = vec4(glow, facing / max(matter, 1e-3));
  } else if (sky >= city) {
    o0 = sky4 / max(sky, 1e-3);
    o1 = vec4(0);
  } else {
    o0 = city4 / city;
    o1 = vec4(glow, 2.);
  }
}
#endif

#ifdef PASS_SPREAD    // half-size reflection to full size, led by material, depth and normal; sky and matter never mix
layout(location = 0) out vec4 o0;
layout(location = 1) out vec4 o1;

void main() {
  START_SAMPLE
  vec4 g3 = texelFetch(G3, px, 0);
  if (g3.z < LEAST_MIRROR || g3.y < .5) discard;
  if (BEHIND > 0 && !hidden(px)) discard;
  vec4 g1 = texelFetch(G1, px, 0);
  float id = texelFetch(G0, px, 0).w;
  vec4 a[4], b[4];
  float weight[4];
  float best = -1.;
  float kind = 1.;
  int step_ = int(HALF_STEP);
  ivec2 corner = px / step_;
  vec2 f = vec2(px - corner * step_) / HALF_STEP;
  ivec2 last = textureSize(MIRROR4, 0) - 1;
  for (int i = 0; i < 4; i++) {
    ivec2 texel = min(corner + ivec2(i & 1, i >> 1), last);
    ivec2 seen = texel * step_;
    vec4 k = texelFetch(FIRST1, seen, 0);
    a[i] = texelFetch(MIRROR4, texel, 0);
    b[i] = texelFetch(MIRROR5, texel, 0);
    float near = ((i & 1) > 0 ? f.x : 1. - f.x) * ((i >> 1) > 0 ? f.y : 1. - f.y) + .002;
    float same = abs(texelFetch(FIRST0, seen, 0).w - id) < .5 ? 1. : .02;
    float alike = exp(-12. * length(k.xyz - g1.xyz) - 30. * abs(log(k.w / g1.w)));
    float mirrors = texelFetch(FIRST3, seen, 0).z < LEAST_MIRROR ? 1e-3 : 1.;
    weight[i] = (near * same * alike + 1e-9) * mirrors;
    if (weight[i] > best) {
      best = weight[i];
      kind = kindOf(a[i], b[i]);
    }
  }
  vec4 sum_a = vec4(0), sum_b = vec4(0);
  float sum = 0.;
  for (int i = 0; i < 4; i++) {
    float w = abs(kindOf(a[i], b[i]) - kind) < .1 ? weight[i] : 0.;
    sum_a += a[i] * w;
    sum_b += b[i] * w;
    sum += w;
  }
  o0 = sum_a / sum;
  o1 = sum_b / sum;
}
#endif

#ifdef PASS_EDGES    // 1 where a pixel differs enough from its neighbours to want more samples; blended by keeping the most
layout(location = 0) out vec4 o0;
void main() {
  ivec2 px = ivec2(gl_FragCoord.xy);
  ivec2 last = ivec2(R) - 1;
  vec4 c0 = texelFetch(G0, px, 0), c1 = texelFetch(G1, px, 0), c2 = texelFetch(G2, px, 0), c3 = texelFetch(G3, px, 0);
  float colour = 0., normal = 0., glow = 0., shade = 0., other = 0.;
  float bend[2];
  bend[0] = bend[1] = -2. / c1.w;    // planes are straight in 1 / distance
  for (int i = 0; i < 4; i++) {
    ivec2 step_ = ivec2(i == 0 ? 1 : (i == 1 ? -1 : 0), i == 2 ? 1 : (i == 3 ? -1 : 0));
    ivec2 s = clamp(px + step_, ivec2(0), last);
    vec4 n0 = texelFetch(G0, s, 0), n1 = texelFetch(G1, s, 0), n2 = texelFetch(G2, s, 0), n3 = texelFetch(G3, s, 0);
    vec3 dc = abs(n0.rgb - c0.rgb), dn = abs(n1.xyz - c1.xyz), dg = abs(min(n2.rgb, 1.) - min(c2.rgb, 1.));
    colour = max(colour, max(dc.r, max(dc.g, dc.b)));
    normal = max(normal, max(dn.x, max(dn.y, dn.z)));
    glow = max(glow, max(dg.r, max(dg.g, dg.b)));
    shade = max(shade, abs(n3.x - c3.x));
    other = max(other, max(abs(n0.w - c0.w), abs(n3.y - c3.y)));
    bend[i / 2] += 1. / n1.w;
  }
  bool sky = c3.y < .5;
  float depth = max(abs(bend[0]), abs(bend[1])) * c1.w;
  bool edge = other > .5 || (!sky && (depth > .04 || normal > .30 || shade > .35)) || colour > .13 || glow > .15;
  if (!edge) discard;
  o0 = vec4(1.);
}
#endif

#ifdef PASS_COVER    // red performer, green props nearer than the performer, blue props behind; alpha .5 over sky, 1 over terrain
layout(location = 0) out vec4 o0;
void main() {
  START_SAMPLE
  float t = texelFetch(HIT_PROPS, px, 0).r;
  bool performer = texelFetch(HIT_FIGURE, px, 0).r < FAR;
  bool prop = t < FAR && !performer;
  bool nearer = dot(ray(at), cameraForward()) * t < FIGURE_DEPTH && FIGURE_DEPTH < FAR;
  float ground = texelFetch(HIT_TERRAIN, px, 0).r < FAR ? 1. : .5;
  o0 = vec4(performer, prop && nearer, prop && !nearer, ground);
}
#endif

#ifdef PASS_TILES    // per tile: red: something mirrors; green: the performer may take light from it; blue: may be mirrored in it
layout(location = 0) out vec4 o0;
void main() {
  ivec2 corner = ivec2(gl_FragCoord.xy) * int(BLOCK);
  ivec2 last = ivec2(R) - 1;
  float mirrors = 0., shaded = 0., shows = 0.;
  for (int i = 0; i < 25; i++) {
    ivec2 s = min(corner + ivec2(i % 5, i / 5) * int(BLOCK) / 4, last);
    float mirror = texelFetch(G3, s, 0).z >= LEAST_MIRROR ? 1. : 0.;
    vec4 g1 = texelFetch(G1, s, 0);
    float t = g1.w;
    vec3 rd = ray(vec2(s) + .5);
    vec3 p = CAM + rd * t;
    float across = .04 + t * BLOCK * 2. / (R.y * FOV);    // the tile's own width, for what lies between the probes
    vec3 outside = max(abs(toFig(p) - BBC) - BBH - across, 0.);
    vec2 span = figureBox(p, KEYD, .25 + across);
    bool in_shadow = span.y > max(span.x, 0.) && span.x < SHADOW_REACH;
    if (t < FAR && (in_shadow || dot(outside, outside) < .25)) shaded = 1.;
    vec3 r = mirrored(rd, g1.xyz, p, texelFetch(G0, s, 0).w, t);
    vec2 reflected = figureBox(p, r, .12 + across * 2.);
    shows = max(shows, reflected.y > max(reflected.x, 0.) ? mirror : 0.);
    mirrors = max(mirrors, mirror);
  }
  o0 = vec4(mirrors, shaded, shows, 1.);
}
#endif
