// From linear light to the look's colours, pixel by pixel: lens, air, film, prints' colours, and what a beat does. The passes of
// `drawing/` that touch one pixel's colour, each behind a define of its own; uniforms are named <pass>_<argument>.
// Alpha keeps how much a full beat would raise the pixel, so that the next frame knows how far it may go.
uniform sampler2D LIGHT_MAP, GLOW, SPILL_MAP, G0, G1, G2, G3;
uniform sampler2D BEFORE;         // the frame before, with all its mips
uniform float UNIT, FOCUS, FILM_S;
uniform vec2 SUBJECT;             // where the eye rests, in frame heights from the middle
uniform vec2 SUN_AT;              // where the sun stands on the picture, in pixels
uniform float SUN_SEEN;
uniform vec3 fog;
uniform float HAZE;
uniform float STRUCK;                // how far the frame is struck, 0..1
uniform float glow_bloom, glow_shafts;
uniform vec3 glow_tint, glow_shaft_tint;
uniform float beat_lamps, beat_air, beat_rim, beat_sky, beat_daylight, beat_most_luma;
uniform vec3 beat_tint;
uniform float develop_exposure, develop_contrast, develop_saturation, develop_shoulder, develop_toe, develop_dye, develop_paint;
uniform vec3 develop_shadow_tint, develop_highlight_tint;
uniform float focus_strength, focus_largest, focus_tilt, focus_band, focus_figure;
uniform vec3 smoke_colour;
uniform float smoke_amount, smoke_near_m, smoke_far_m, smoke_size, smoke_lamp_gain;
uniform float flash_across, flash_down, flash_strength;
uniform float silver_black, silver_white, bleach_amount;
uniform vec3 silver_tint;
uniform vec3 RAMP[6];
uniform int ramp_colours;
uniform float ramp_amount, ramp_keep_warm, ramp_keep_figure;
uniform vec3 PALETTE[6];          // CIE Lab, dark to light
uniform int palette_colours;

layout(location = 0) out vec4 shown_and_rise;

const vec3 LUMA = vec3(.2126, .7152, .0722);
const float SKY_M = 250.;
const float RISE_SCALE = 4.;

float luma(vec3 colour) {
  return dot(colour, LUMA);
}

// Noise 0..1 with features about `cell` units wide.
float spread(vec2 px, float cell, float seed, int octaves) {
  float sum = 0., weights = 0., weight = 1.;
  vec2 q = px / (cell * UNIT) + seed * 17.;
  for (int i = 0; i < octaves; i++) {
    sum += weight * vn(q);
    weights += weight;
    weight *= .5;
    q = 2. * q + 5.3;
  }
  return sum / weights;
}

vec4 g(sampler2D buffer, vec2 px) {
  return texelFetch(buffer, clamp(ivec2(px), ivec2(0), ivec2(R) - 1), 0);
}

vec3 lightAt(vec2 px) {
  vec4 weighted = g(LIGHT_MAP, px);
  return weighted.rgb / max(weighted.a, 1e-4);
}

#ifdef FOCUS_LENS
// Radius of the disc that a point is drawn as, in pixels.
float blurAt(vec2 px) {
  vec4 g3 = g(G3, px);
  float t = max(g(G1, px).w, .3);
  float up = px.y / R.y - .5;
  float off = abs(1. + focus_tilt * up - FOCUS / t);
  if (focus_tilt > 0.) off = max(off - .14, 0.) + focus_band * max(abs(up - SUBJECT.y) - .16, 0.);
  return min(focus_strength * off, focus_largest) * UNIT * (g3.y > 1.5 ? focus_figure : 1.);
}

vec3 throughLens(vec2 px) {
  float own = blurAt(px);
  vec3 sum = lightAt(px);
  float weights = 1.;
  float reach = max(own, .5 * focus_largest * UNIT);
  for (int i = 0; i < 20; i++) {
    float part = (float(i) + .5) / 20.;
    float turn = 2.399963 * float(i);
    float away = sqrt(part) * reach;
    vec2 there = px + away * vec2(cos(turn), sin(turn));
    float weight = smoothstep(away - .6, away + .6, blurAt(there));
    sum += weight * lightAt(there);
    weights += weight;
  }
  return sum / weights;
}
#endif

vec3 filmic(vec3 light) {
  return clamp(light * (2.51 * light + .03) / (light * (2.43 * light + .59) + .14), 0., 1.);
}

vec3 painted(vec3 light) {
  light = min(light, 4.);
  return clamp(1.1 * light / (1. + .25 * light), 0., 1.);
}

float chroma(vec3 colour) {
  return max(colour.r, max(colour.g, colour.b)) - min(colour.r, min(colour.g, colour.b));
}

vec3 developed(vec3 light) {
  light = max(light, 0.) * develop_exposure;
  light /= 1. + develop_shoulder * luma(light);
  vec3 shown = pow(develop_paint > .5 ? painted(light) : filmic(light), vec3(1. / 2.2));
  if (develop_toe > 0.) shown *= (1. + develop_toe) * shown / (shown + develop_toe);
  shown = mix(shown, shown * shown * (3. - 2. * shown), develop_contrast);
  float grey = luma(shown);
  shown = grey + (shown - grey) * (1. + (develop_saturation - 1.) * clamp(1.15 - 1.3 * chroma(shown), 0., 1.));
  shown *= 1. - develop_dye * chroma(shown) * chroma(shown);
  shown *= develop_highlight_tint;
  shown += develop_shadow_tint * (1. - grey) * (1. - grey);
  return clamp(shown, 0., 1.);
}

#ifdef PALETTE_TOWARDS
vec3 linearOf(vec3 shown) {
  return mix(shown / 12.92, pow((shown + .055) / 1.055, vec3(2.4)), step(.04045, shown));
}

vec3 labOf(vec3 shown) {
  vec3 light = linearOf(shown);
  vec3 xyz = vec3(dot(light, vec3(.412453, .357580, .180423)) / .950456, dot(light, vec3(.212671, .715160, .072169)),
                  dot(light, vec3(.019334, .119193, .950227)) / 1.088754);
  vec3 f = mix(7.787 * xyz + 16. / 116., pow(max(xyz, 1e-6), vec3(1. / 3.)), step(.008856, xyz));
  return vec3(116. * f.y - 16., 500. * (f.x - f.y), 200. * (f.y - f.z));
}

vec3 shownOf(vec3 lab) {
  float fy = (lab.x + 16.) / 116.;
  vec3 f = vec3(fy + lab.y / 500., fy, fy - lab.z / 200.);
  vec3 xyz = mix((f - 16. / 116.) / 7.787, f * f * f, step(.206893, f)) * vec3(.950456, 1., 1.088754);
  vec3 light = vec3(dot(xyz, vec3(3.240479, -1.537150, -.498535)), dot(xyz, vec3(-.969256, 1.875991, .041556)),
                    dot(xyz, vec3(.055648, -.204043, 1.057311)));
  light = max(light, 0.);
  return clamp(mix(light * 12.92, 1.055 * pow(max(light, 1e-6), vec3(1. / 2.4)) - .055, step(.0031308, light)), 0., 1.);
}

// As `drawing/palette.py`: only colour moves, light and dark stay.
vec3 towardsPalette(vec3 shown, float figure) {
  vec3 lab = labOf(shown);
  float own = length(lab.yz);
  float vivid = min(own / 40., 1.);
  vec2 towards = vec2(0);
  float total = 1e-6;
  for (int i = 0; i < palette_colours; i++) {
    vec3 colour = PALETTE[i];
    float stand = palette_colours == 1 ? 48. : mix(22., 74., float(i) / float(palette_colours - 1));
    float distance_ = (lab.x - stand) / 25.;
    float likeness = dot(lab.yz, colour.yz) / max(own * length(colour.yz), 1e-3);
    float pull = exp(2.5 * vivid * likeness - distance_ * distance_);
    float room = sqrt(clamp(min(lab.x / max(colour.x, 1.), (100. - lab.x) / max(100. - colour.x, 1.)), 0., 1.));
    towards += pull * room * colour.yz;
    total += pull;
  }
  lab.yz = mix(lab.yz, towards / total, .68 * (1. - .75 * figure));
  return shownOf(lab);
}
#endif

vec3 struck(vec3 shown, vec3 gain) {
  return 1. - exp(log(max(1. - shown, 1e-4)) * (1. + gain));
}

void main() {
  vec2 px = gl_FragCoord.xy;
  vec4 g0 = g(G0, px), g1 = g(G1, px), g2 = g(G2, px), g3 = g(G3, px);
  bool sky = g1.w > SKY_M;
  float figure = g3.y > 1.5 ? 1. : 0.;
#ifdef FOCUS_LENS
  vec3 light = throughLens(px);
#else
  vec3 light = lightAt(px);
#endif
  vec4 scatter = textureLod(GLOW, px / R, 0.);
  vec3 glow = scatter.rgb * glow_bloom * glow_tint;
#ifdef SHAFTS
  float shafts = 0.;
  for (int i = 0; i < 14; i++) {
    vec2 at = mix(px, SUN_AT, .62 * (float(i) + h2(px)) / 14.);
    vec2 off_sun = (at - SUN_AT) / (.5 * R.y);
    shafts += textureLod(GLOW, at / R, 0.).a * exp(-dot(off_sun, off_sun)) / 14.;
  }
  glow += shafts * SUN_SEEN * glow_shaft_tint * glow_shafts;
#endif
#ifdef FLASH_SHADOW
  float behind = clamp(1. - FOCUS / max(g1.w, .3), 0., 1.);
  vec2 aside = vec2(-flash_across, flash_down) * behind * 2.5 / max(FOCUS, .3) * UNIT;
  float thrown = g(G3, px + aside).y > 1.5 ? 1. : 0.;
  light *= 1. - (1. - figure) * (sky ? 0. : 1.) * thrown * clamp(behind * 8., 0., 1.) * (1. - behind) * flash_strength;
#endif
#ifdef SMOKE
  float size = smoke_size;
  vec2 torn = px + size * UNIT * vec2(.9, .5) * (vec2(spread(px, .8 * size, 3., 3), spread(px, .8 * size, 4., 3)) - .5);
  float banks = smoothstep(.36, .72, spread(torn * vec2(1. / 1.9, 1.) + vec2(FILM_S * 6. * UNIT, 0.), size, 2., 4));
  float smoke = smoke_amount * banks * smoothstep(smoke_near_m, smoke_far_m, g1.w);
  light = mix(light, smoke_colour * (1. + smoke_lamp_gain * luma(glow)), smoke);
#endif
  if (HAZE > 0.) light = mix(light, fog, HAZE * (sky ? .35 : 1. - exp(-g1.w / 45.)));
  vec3 shown = developed(light + glow);
#ifdef RAMP_TOWARDS
  float along = clamp(luma(shown), 0., 1.) * float(ramp_colours - 1);
  int low = min(int(along), ramp_colours - 2);
  float share = ramp_amount * (1. - ramp_keep_warm * clamp((shown.r - .85 * shown.b - .1) * 4., 0., 1.));
  shown = mix(shown, mix(RAMP[low], RAMP[low + 1], along - float(low)), share * (1. - ramp_keep_figure * figure));
#endif
#ifdef SILVER
  float panchromatic = dot(shown, vec3(.36, .46, .18));
  float even = clamp((panchromatic - silver_black) / (silver_white - silver_black), 0., 1.);
  shown = (.5 * smoothstep(silver_black, silver_white, panchromatic) + .5 * even) * silver_tint;
#endif
#ifdef BLEACH
  float left_in = luma(shown);
  vec3 overlaid = left_in < .5 ? 2. * shown * left_in : 1. - 2. * (1. - shown) * (1. - left_in);
  shown = mix(shown, overlaid, bleach_amount);
#endif
#ifdef PALETTE_TOWARDS
  shown = towardsPalette(shown, figure);
#endif
  vec3 forward = normalize(TGT - CAM);
  float facing = sky ? 1. : clamp(-dot(g1.xyz, forward), 0., 1.);
  float spill = max(textureLod(SPILL_MAP, px / R, 0.).r, max(textureLod(SPILL_MAP, px / R, 0.).g, textureLod(SPILL_MAP, px / R, 0.).b));
  float burning = smoothstep(.04, .5, max(g2.r, max(g2.g, g2.b)));
  float even_gain = beat_lamps * burning + beat_rim * figure * (1. - facing) * (1. - facing);
  float around = .6 * beat_lamps * spill / (1. + spill) + (sky ? beat_sky : beat_daylight * g3.x);
  vec3 gain = even_gain + beat_tint * (beat_air * glow / (1. + glow) + around);
  float rise = max(luma(struck(shown, gain)) - luma(shown), 0.);
  float mean_rise = textureLod(BEFORE, vec2(.5), 20.).a / RISE_SCALE;
  float most = mean_rise > 1e-3 ? min(1., beat_most_luma / mean_rise) : 1.;
  shown = mix(shown, struck(shown, gain), STRUCK * most);
  shown_and_rise = vec4(shown, rise * RISE_SCALE);
}
