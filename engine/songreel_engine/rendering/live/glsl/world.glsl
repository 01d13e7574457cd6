// A world in few passes, for a picture that is drawn anew each frame: one sample a pixel, nothing behind anything.
// Order: LIVE_CONES at 1 / BLOCK size, LIVE_FIGURE where the performer's box is seen, LIVE_HIT, LIVE_SHADE, LIVE_SHADE_FIGURE,
// LIVE_MIRROR at 1 / HALF_STEP size; then SMEAR and SPREAD of passes.glsl. HAS_FIGURE: somebody stands in the picture.
uniform sampler2D HIT;    // distance, material, part
const float SKY_PART = 0.;
const float TERRAIN_PART = 1.;
const float PROPS_PART = 2.;
const float FIGURE_PART = 3.;
const int LIVE_SHADOW_STEPS = 18;
const int LIVE_MIRROR_STEPS = 44;

// A world's distance is long text, and compilers copy it to every call: each program calls it from as few places as it can.
vec3 corner(int i) {
  return .5773 * (2. * vec3((((i + 3) >> 1) & 1), ((i >> 1) & 1), (i & 1)) - 1.);
}

#if defined(LIVE_SHADE) || defined(LIVE_SHADE_FIGURE)
// Normal and openness.
#define FORM(NAME, F) \
vec4 NAME(vec3 p, float e) { \
  vec3 n = vec3(0); \
  float shut = 0.; \
  float weight = 1.; \
  for (int i = 0; i < 8; i++) { \
    float reach = probe(i - 4); \
    float d = F(p + (i < 4 ? corner(i) * e : n * reach)).x; \
    if (i < 4) n += corner(i) * d; \
    if (i == 3) n = normalize(n); \
    if (i > 3) { \
      shut += clamp(reach - d, 0., reach) * weight / reach * .42; \
      weight *= .72; \
    } \
  } \
  return vec4(n, clamp(1. - shut, 0., 1.)); \
}
#endif

#ifdef LIVE_MIRROR
// Marches, then feels the normal, and is last at the very point where `feels` is 5: what F leaves behind is of there.
#define MEET(NAME, F) \
bool NAME(vec3 ro, vec3 rd, inout float t, float end, int steps, int feels, out float id, out vec3 n) { \
  bool hit = false; \
  int felt = 0; \
  n = vec3(0); \
  id = 0.; \
  gRd = rd; \
  for (int i = 0; i < steps + feels; i++) { \
    vec3 aside = hit && felt < 4 ? corner(felt) : vec3(0); \
    gT = t; \
    gCell = 1e3; \
    vec2 h = F(ro + rd * t + aside * normalStep(t)); \
    if (hit) { \
      n += aside * h.x; \
      felt++; \
      if (felt >= feels) break; \
    } else { \
      bool grazes = i == steps - 1 && t < end && h.x < .06 + .01 * t; \
      hit = h.x < hitDistance(t) || grazes; \
      if (hit) id = h.y; else t += min(abs(h.x), gCell); \
      if (t > end || (!hit && i >= steps - 1)) break; \
    } \
  } \
  n = normalize(n + vec3(0, 1e-6, 0)); \
  return hit; \
}
MEET(meetWorld, world)
#ifdef HAS_FIGURE
MEET(meetFigure, figure)
#endif
#endif

#ifdef LIVE_CONES    // how far every ray of a block may start: red terrain, green props; FAR where none is met
layout(location = 0) out vec4 o0;

#define LIVE_CONE(NAME, F) \
float NAME(vec3 rd, float width, int steps) { \
  float t = NEAR; \
  gRd = rd; \
  for (int i = 0; i < steps; i++) { \
    gT = t; \
    gCell = 1e3; \
    float d = F(CAM + rd * t).x; \
    float c = width * t + .001; \
    if (d < c * 1.04) break; \
    t += min(sqrt(d * d - c * c), max(gCell, .03)); \
    if (t > END) break; \
  } \
  return t > END ? FAR : max(t * (1. - 1.6 * width), NEAR); \
}
LIVE_CONE(terrainCone, terrain)
LIVE_CONE(propsCone, props)

void main() {
  vec3 rd = ray(gl_FragCoord.xy * BLOCK + JIT);
  float width = (BLOCK * .7072 + .5) * 2. / (R.y * FOV);
  o0 = vec4(terrainCone(rd, width, 110), propsCone(rd, width, 80), 0., 0.);
}
#endif

#ifdef LIVE_FIGURE
layout(location = 0) out vec4 o0;
void main() {
  vec3 rd = ray(gl_FragCoord.xy + JIT);
  vec2 span = figureBox(CAM, rd, .02);
  float t = max(span.x, NEAR);
  float id;
  if (span.y < t || !marchFigure(CAM, rd, t, span.y, FIGURE_STEPS, id)) discard;
  o0 = vec4(t, id, FIGURE_PART, 0.);
}
#endif

#ifdef LIVE_HIT
layout(location = 0) out vec4 o0;
void main() {
  ivec2 px = ivec2(gl_FragCoord.xy);
  vec3 rd = ray(gl_FragCoord.xy + JIT);
  vec2 cone = texelFetch(CONES, px / int(BLOCK), 0).rg;
  vec3 found = vec3(FAR, 0., SKY_PART);
#ifdef HAS_FIGURE
  found = texelFetch(HIT_FIGURE, px, 0).rgb;
#endif
  float end = min(found.x, END);
  float id;
  float t = cone.r;
  if (t < end && marchTerrain(CAM, rd, t, end, TERRAIN_STEPS, id)) {
    found = vec3(t, id, TERRAIN_PART);
    end = t;
  }
  t = cone.g;
  if (t < end && marchProps(CAM, rd, t, end, PROP_STEPS, id)) found = vec3(t, id, PROPS_PART);
  o0 = vec4(found, 0.);
}
#endif

#if defined(LIVE_SHADE) || defined(LIVE_SHADE_FIGURE)
layout(location = 0) out vec4 o0;
layout(location = 1) out vec4 o1;
layout(location = 2) out vec4 o2;
layout(location = 3) out vec4 o3;
#endif

#ifdef LIVE_SHADE
FORM(formWorld, world)

#ifdef HAS_FIGURE
// What the performer takes of the key and of the open sky.
vec2 figureShade(vec3 p, vec3 n, float t) {
  vec3 outside = max(abs(toFig(p) - BBC) - BBH, 0.);
  bool touches = dot(outside, outside) < .25;
  vec2 span = figureBox(p, KEYD, .25);
  bool shades = span.y > max(span.x, 0.) && span.x < SHADOW_REACH && dot(n, KEYD) > -.1;
  if (!shades && !touches) return vec2(1);
  vec3 o = off(p, n, t);
  float s = max(span.x, .04);
  float lit = 1.;
  for (int i = 0; i < 12; i++) {
    if (!shades || lit < .02 || s > span.y) break;
    float d = figureSimple(o + KEYD * s);
    lit = min(lit, 10. * d / s);
    s += clamp(d, .05, 3.);
  }
  return vec2(penumbra(lit), touches ? occlusionSimple(p, n) : 1.);
}
#endif

void main() {
  ivec2 px = ivec2(gl_FragCoord.xy);
  vec4 hit = texelFetch(HIT, px, 0);
  if (hit.z > FIGURE_PART - .5) discard;
  vec3 rd = ray(gl_FragCoord.xy + JIT);
  vec3 albedo = vec3(0), emission = vec3(0);
  if (hit.z < TERRAIN_PART - .5) {
    float id;
    skyData(rd, albedo, emission, id);
    o0 = vec4(albedo, id);
    o1 = vec4(-rd, FAR);
    o2 = vec4(emission, 1.);
    o3 = vec4(1., 0., 0., 0.);
    return;
  }
  float t = hit.x;
  vec3 p = CAM + rd * t;
  vec4 form = formWorld(p, normalStep(t));
  vec3 n = form.xyz;
  float open = form.w;
  float reflectivity = 0.;
  material(hit.y, p, n, t, albedo, emission, reflectivity);
  float lit = penumbra(worldShadow(off(p, n, t), n, LIVE_SHADOW_STEPS));
#ifdef HAS_FIGURE
  vec2 left = figureShade(p, n, t);
  lit = min(lit, left.x);
  open = min(open, left.y);
#endif
  o0 = vec4(albedo, hit.y);
  o1 = vec4(n, t);
  o2 = vec4(emission, open);
  o3 = vec4(lit, 1., reflectivity, reflectivity < LEAST_MIRROR ? 0. : mirrored(rd, n, p, hit.y, t).y);
}
#endif

#ifdef LIVE_SHADE_FIGURE
// Normal, openness and own shadow, and at last the point itself: its colour is of what `figure` left behind.
void main() {
  ivec2 px = ivec2(gl_FragCoord.xy);
  vec4 hit = texelFetch(HIT, px, 0);
  if (hit.z < FIGURE_PART - .5) discard;
  float t = hit.x;
  vec3 rd = ray(gl_FragCoord.xy + JIT);
  vec3 p = CAM + rd * t;
  float e = .0009 + .0006 * t;
  const int FORMED = 8;
  const int LAST = 20;
  vec3 n = vec3(0), o = p;
  float shut = 0., weight = 1., lit = 1., s = .04, end = 0.;
  for (int i = 0; i <= LAST; i++) {
    bool shades = i >= FORMED && i < LAST;
    if (shades && (lit < .02 || s > end)) continue;
    float reach = probe(i - 4);
    vec3 at = i < 4 ? p + corner(i) * e : (i < FORMED ? p + n * reach : (shades ? o + KEYD * s : p));
    float d = figure(at).x;
    if (i < 4) n += corner(i) * d;
    if (i == 3) {
      n = normalize(n);
      o = off(p, n, t);
      end = figureBox(o, KEYD, .02).y;
    }
    if (i > 3 && i < FORMED) {
      shut += clamp(reach - d, 0., reach) * weight / reach * .42;
      weight *= .72;
    }
    if (shades) {
      lit = min(lit, 10. * d / s);
      s += clamp(d, .05, 3.);
    }
  }
  lit = min(lit, worldShadow(o, n, 14));
  float rough;
  vec3 albedo = figureColour(hit.y, p, t, rough);
  float reflectivity = rough < .2 ? .35 : 0.;
  o0 = vec4(albedo, hit.y);
  o1 = vec4(n, t);
  o2 = vec4(0., 0., 0., clamp(1. - shut, 0., 1.));
  o3 = vec4(penumbra(lit), 2., reflectivity, mirrored(rd, n, p, hit.y, t).y);
}
#endif

#ifdef LIVE_MIRROR
layout(location = 0) out vec4 o0;
layout(location = 1) out vec4 o1;
void main() {
  ivec2 px = ivec2(gl_FragCoord.xy) * int(HALF_STEP);
  vec4 g3 = texelFetch(G3, px, 0);
  if (g3.z < LEAST_MIRROR || g3.y < .5) discard;
  vec4 g1 = texelFetch(G1, px, 0);
  vec3 rd = ray(vec2(px) + .5 + JIT);
  vec3 p = CAM + rd * g1.w;
  vec3 r = mirrored(rd, g1.xyz, p, texelFetch(G0, px, 0).w, g1.w);
  vec3 ro = p + g1.xyz * .03;
  vec3 albedo = vec3(0), emission = vec3(0);
  float id;
  float end = 120.;
  vec3 n;
#ifdef HAS_FIGURE
  vec2 span = figureBox(ro, r, 0.);
  float along = max(span.x, .03);
  bool is_figure = g3.y < 1.5 && span.y >= along && meetFigure(ro, r, along, span.y, 36, 5, id, n);
  vec4 figure4 = vec4(0);
  float figure_lit = 0.;
  if (is_figure) {
    float rough;
    figure4 = vec4(figureColour(id, ro + r * along, g1.w + along, rough), along);
    figure_lit = max(dot(n, KEYD), 0.);
    end = along;
  }
#endif
  float t = .03;
  if (meetWorld(ro, r, t, end, LIVE_MIRROR_STEPS, 4, id, n)) {
    vec3 q = ro + r * t;
    float unused = 0.;
    material(id, q, n, g1.w + t, albedo, emission, unused);
    o0 = vec4(albedo, t);
    o1 = vec4(emission, max(dot(n, KEYD), 0.) * penumbra(worldShadow(off(q, n, t), n, 6)));
    return;
  }
#ifdef HAS_FIGURE
  if (is_figure) {
    o0 = figure4;
    o1 = vec4(0., 0., 0., figure_lit);
    return;
  }
#endif
  skyData(r, albedo, emission, id);
  bool far_city = id > 39.;
  o0 = vec4(albedo, far_city ? FAR : -1.);
  o1 = vec4(emission, far_city ? 2. : 0.);
}
#endif
