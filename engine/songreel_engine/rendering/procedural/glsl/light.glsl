// Shines a look's light on a G-buffer: linear colour, weighted for averaging over anti-aliasing samples.
// Programs come from this text by defines: PAINT_SKY draws the sky from its data, LIGHT_MATTER lights all else. CEL makes
// either draw in flat tones; DENTS, METAL, FLASH, SLATS, GRID and SUN_STRIPES add what few looks have, so that the others do not pay for
// it. Uniforms named like the fields of lights.Light mean what is written there.
uniform sampler2D G0, G1, G2, G3, G4, G5;
uniform sampler2D MASK, SPILL_MAP;
uniform sampler2D FLAT;  // local colour as the look's matter has it, and its material
uniform sampler2D FORM;  // normals as the look's matter has them
uniform float SHAPED;    // 1 where FLAT and FORM are to be used
uniform float SKY_SHAPED;  // and in the sky
uniform float dents, metal, flow;
uniform int PASS;
uniform vec2 R, JIT;
uniform vec3 CAM, TGT, SUN, KEYD;
uniform float FOV;

uniform vec3 sky_zenith, sky_middle, sky_horizon, sun_glow, sun_disc, cloud_lit, cloud_shade;
uniform float sun_radius, star_gain, far_glow;
uniform vec3 key, ambient_top, ambient_bottom, rim, gel, fill, fog;
uniform float fog_density, fog_height, wrap, bounce, subsurface, specular, reflection, spill;
uniform float albedo_saturation, albedo_gain;
uniform vec3 emission_warm, emission_cool, lamp_filter;
uniform float emission_gain, emission_tint;
uniform vec3 flash, grid;
uniform float slats, sun_stripes;
uniform float FOCUS;  // m from the camera
uniform vec3 FOCUS_AT;

out vec4 weighted_colour;

const vec3 LUMA = vec3(.2126, .7152, .0722);
const float SKY_FAR = 400.;
const float FIRST_SKYLINE_ID = 39.5;

float hash21(vec2 p) {
  vec3 a = fract(vec3(p.xyx) * .1031);
  a += dot(a, a.yzx + 33.33);
  return fract((a.x + a.y) * a.z);
}

float value_noise(vec2 p) {
  vec2 i = floor(p);
  vec2 f = fract(p);
  f = f * f * (3. - 2. * f);
  float low = mix(hash21(i), hash21(i + vec2(1, 0)), f.x);
  float high = mix(hash21(i + vec2(0, 1)), hash21(i + 1.), f.x);
  return mix(low, high, f.y);
}

// Saturation and gain of local colour; what is strong already gains little, so that it keeps its form.
vec3 local_colour(vec3 albedo) {
  float most = max(albedo.r, max(albedo.g, albedo.b));
  float least = min(albedo.r, min(albedo.g, albedo.b));
  float purity = (most - least) / (most + 1e-4);
  vec3 grey = vec3(dot(albedo, LUMA));
  return max(mix(grey, albedo, mix(albedo_saturation, 1., purity * purity)), 0.) * albedo_gain;
}

// Emission drawn into the look's two light colours, by how warm it is of itself.
vec3 lamp_colour(vec3 emission) {
  float strength = max(emission.r, max(emission.g, emission.b));
  float warmth = smoothstep(-.35, .35, (emission.r - emission.b) / (strength + 1e-4));
  return mix(emission, strength * mix(emission_cool, emission_warm, warmth), emission_tint) * emission_gain * lamp_filter;
}

vec3 sky_gradient(vec3 ray) {
  float height = max(ray.y, 0.);
  vec3 colour = mix(sky_horizon, sky_middle, smoothstep(0., .24, height));
  colour = mix(colour, sky_zenith, smoothstep(.16, .75, height));
  float toward_sun = max(dot(ray, SUN), 0.);
  return colour + sun_glow * (pow(toward_sun, 6.) * .30 + pow(toward_sun, 40.) * .55);
}

#ifdef SUN_STRIPES
// Gaps across a setting sun, wider toward its foot. `height`: from its centre, in radii.
float sun_gap(float height) {
  float step_up = (height + 1.) * 5.5;
  float width = mix(.62, .12, clamp((height + 1.) / 1.2, 0., 1.));
  float soft = .05;
  float within = abs(fract(step_up) - .5) * 2.;
  return smoothstep(1. - width - soft, 1. - width + soft, within) * step(height, .28);
}
#endif

// `cloud`: density, light and stars as the engine stored them. `disc`: how much of the sun's disc shows.
vec3 paint_sky(vec3 ray, vec3 cloud, float disc) {
  vec3 colour = sky_gradient(ray);
  colour += vec3(.9, .95, 1.) * cloud.z * star_gain * (1. - cloud.x);
  float toward_sun = max(dot(ray, SUN), 0.);
  float angle = acos(min(toward_sun, 1.));
  float mottle = .88 + .2 * value_noise((ray - SUN).xy * 5. / max(sun_radius, .01));
  float edge = smoothstep(sun_radius, sun_radius * .93, angle);
#ifdef SUN_STRIPES
  edge *= 1. - sun_stripes * sun_gap((ray.y - SUN.y) / max(sun_radius, .01));
#endif
#ifdef SUN_STRIPES
  vec3 face = sun_disc * mix(vec3(1., .10, .52), vec3(1), smoothstep(-.9, .75, (ray.y - SUN.y) / max(sun_radius, .01)));
#else
  vec3 face = sun_disc * mottle;
#endif
  colour = mix(colour, face, edge * disc * (1. - .75 * cloud.x));
  float density = cloud.x;
  float light = cloud.y;
#ifdef CEL
  density = smoothstep(.22, .34, density);
  float tone = .50 * smoothstep(.49, .55, light) + .50 * smoothstep(.69, .75, light);
  light = mix(light, tone, .85);
#endif
  vec3 lining = cloud_lit * (1. + .9 * pow(toward_sun, 5.));
  vec3 body = mix(cloud_shade, lining, light) + sun_glow * pow(toward_sun, 10.) * .25;
  return mix(colour, body, density * .94);
}

// Share of the light lost in a mist that thins with height, between two heights along a ray of length t.
float mist(float t, float from_height, float to_height) {
  float thinning = max(fog_height, .001);
  float rise = to_height - from_height;
  float at_start = exp(-thinning * max(from_height, 0.));
  float slope = (at_start - exp(-thinning * max(to_height, 0.))) / (thinning * rise);
  float mean_density = abs(rise) < .01 ? at_start : slope;
  return clamp(1. - exp(-fog_density * t * max(mean_density, 0.)), 0., 1.);
}

vec3 mist_colour(vec3 ray) {
  return fog + sun_glow * .30 * pow(max(dot(ray, SUN), 0.), 4.);
}

// Bright samples count less, so that an edge against a lamp is smooth after tone mapping as well.
void write_sample(vec3 colour) {
  colour = clamp(colour, 0., 24.);
  float weight = 1. / (1. + dot(colour, LUMA));
  weighted_colour = vec4(colour * weight, weight);
}

#ifdef PAINT_SKY

void main() {
  ivec2 px = ivec2(gl_FragCoord.xy);
  if (PASS > 0 && texelFetch(MASK, px, 0).r < .5) discard;
  vec4 g0 = texelFetch(G0, px, 0);
  if (g0.w > .5) discard;
  vec2 uv = (2. * (gl_FragCoord.xy + JIT) - R) / R.y;
  vec3 forward = normalize(TGT - CAM);
  vec3 right = normalize(cross(vec3(0, 1, 0), forward));
  vec3 ray = normalize(forward * FOV + uv.x * right + uv.y * cross(forward, right));
  vec3 cloud = mix(g0.xyz, texelFetch(FLAT, px, 0).xyz, SKY_SHAPED);
  write_sample(paint_sky(ray, cloud, 1.));
}

#else

// Direct light's share of full, 0..1.
float key_share(float facing, float lit) {
  float form = max((facing + .35) / 1.35, 0.);
  float share = max((facing + wrap) / (1. + wrap), 0.) * mix(lit, 1., wrap * .35);
#ifdef CEL
  form = smoothstep(.42, .48, form);
  share = smoothstep(.17, .23, share) * .70 + smoothstep(.60, .66, share) * .30;
#endif
  return max(share, bounce * form);
}

float figure_gel(vec3 normal, vec3 toward_gel, vec3 view) {
  float graze = pow(1. - max(dot(normal, view), 0.), 2.);
  float share = max(dot(normal, toward_gel), 0.) * (.15 + 1.2 * graze);
#ifdef CEL
  share = smoothstep(.42, .48, share) * .8;
#endif
  return share;
}

float rim_share(vec3 normal, vec3 view, vec3 toward_rim) {
  float share = pow(clamp(1. - dot(normal, view), 0., 1.), 3.);
#ifdef CEL
  share = smoothstep(.30, .38, share) * .8;
#endif
  return share * (.35 + .65 * clamp(dot(normal, toward_rim) * .7 + .6, 0., 1.));
}

// How far a point on a surface moves for one pixel to the right and one down: what a pattern must be blurred by.
void pixel_steps(vec3 ray, vec3 right, vec3 up, vec3 normal, float t, out vec3 across, out vec3 down) {
  float size = 2. * t / (R.y * FOV);
  float facing = dot(ray, normal);
  float steep = sign(facing) * max(abs(facing), .02);
  across = size * (right - ray * dot(right, normal) / steep);
  down = size * (up - ray * dot(up, normal) / steep);
}

#ifdef SLATS
// Share of the key that a blind lets through: bars on a plane across the light. On the performer they lie over head and
// shoulders only, and the rest stands in half shadow, or a coat would look striped by itself.
float blind(vec3 point, bool figure, vec3 across, vec3 down) {
  vec3 toward = normalize(KEYD * vec3(1., .55, 1.));
  vec3 aside = normalize(cross(vec3(0, 1, 0), toward));
  vec3 upward = cross(toward, aside);
  vec3 from = point - FOCUS_AT;
  float pitch = .046 * max(FOCUS, 1.3);
  float tilt = .10;
  vec3 axis = (upward + aside * tilt) / pitch;
  float at = dot(from, axis);
  float blur = abs(dot(across, axis)) + abs(dot(down, axis));
  float bar = abs(fract(at) - .5) * 2.;
  float soft = .14 + blur;
  float open = smoothstep(.36 - soft, .36 + soft, bar);
  open = mix(open, .52, smoothstep(.35, 1.1, blur));
  float off_window = abs(dot(from, upward) / max(FOCUS, 1.3) - .13);
  open = figure ? mix(open, .40, smoothstep(.15, .24, off_window)) : open;
  float reach = length(from) / max(FOCUS, 1.1);
  return mix(open, .75, smoothstep(1.6, 4.5, reach));
}
#endif

#ifdef GRID
// Strength of the ground's grid; lines keep their width in the world and never get thinner than a pixel.
float grid_line(vec3 point, vec3 across, vec3 down) {
  vec2 blur = abs(across.xz) + abs(down.xz) + 1e-4;
  vec2 away = abs(fract(point.xz + .5) - .5);
  vec2 width = max(vec2(.012), blur * .75);
  vec2 core = (1. - smoothstep(width * .4, width * 1.3, away)) * min(vec2(1.), .030 / width + .22);
  vec2 halo = exp(-away * 9.) * .16 * clamp(1. - blur * 2.2, 0., 1.);
  vec2 line = (core + halo) * (1. - smoothstep(.35, .95, blur));
  return max(line.x, line.y) + .3 * min(line.x, line.y);
}
#endif

#if defined(DENTS) || defined(METAL)
float hash31(vec3 p) {
  vec3 a = fract(p * .1031);
  a += dot(a, a.zyx + 31.32);
  return fract((a.x + a.y) * a.z);
}

float space_noise(vec3 p) {
  vec3 i = floor(p);
  vec3 f = fract(p);
  f = f * f * f * (f * (f * 6. - 15.) + 10.);
  float near_low = mix(hash31(i), hash31(i + vec3(1, 0, 0)), f.x);
  float near_high = mix(hash31(i + vec3(0, 1, 0)), hash31(i + vec3(1, 1, 0)), f.x);
  float far_low = mix(hash31(i + vec3(0, 0, 1)), hash31(i + vec3(1, 0, 1)), f.x);
  float far_high = mix(hash31(i + vec3(0, 1, 1)), hash31(i + 1.), f.x);
  return mix(mix(near_low, near_high, f.y), mix(far_low, far_high, f.y), f.z);
}

vec3 noise_slope(vec3 p) {
  const vec2 STEP = vec2(.08, 0.);
  float here = space_noise(p);
  vec3 ahead = vec3(space_noise(p + STEP.xyy), space_noise(p + STEP.yxy), space_noise(p + STEP.yyx));
  return (ahead - here) / STEP.x;
}

// The normal of a surface pressed by thumbs, `count` of them side by side at a metre for each radian seen: dents keep
// about their size in the picture, and their place in the world.
vec3 pressed(vec3 normal, vec3 point, float t, float count, float depth) {
  float octave = log2(count / max(t, .2));
  float whole = floor(octave);
  vec3 slope = mix(noise_slope(point * exp2(whole)), noise_slope(point * exp2(whole + 1.)), octave - whole);
  slope -= normal * dot(slope, normal);
  return normalize(normal - depth * slope);
}
#endif

#ifdef METAL
// What polished metal mirrors: a floor that darkens toward a line at eye height, a bright sky above, two tall lamps.
// `haze`: how soft the line is.
vec3 studio(vec3 ray, vec3 right, vec3 forward, float haze) {
  float height = ray.y;
  vec3 above = mix(sky_horizon, sky_middle, smoothstep(.0, .13, height));
  above = mix(above, sky_zenith, smoothstep(.10, .55, height));
  vec3 below = mix(ambient_bottom * .3, ambient_bottom + .35 * sky_horizon, smoothstep(-.02, -.75, height));
  vec3 colour = mix(below, above, smoothstep(-.03 - haze, .02 + haze, height));
  colour += sky_horizon * .8 * exp(-abs(height - .05) * 26.) * step(.0, height) * (1. - min(haze * 4., .8));
  float aside = dot(ray, right);
  float behind = smoothstep(.1, -.3, dot(ray, forward));
  float lamps = smoothstep(.42, .50, aside) * (1. - smoothstep(.72, .80, aside));
  lamps += .6 * smoothstep(-.62, -.68, aside) * (1. - smoothstep(-.78, -.84, aside));
  colour += key * lamps * smoothstep(-.30, .05, height) * (1. - smoothstep(.70, .85, height)) * mix(.35, 1., behind);
  return colour + sun_glow * pow(max(dot(ray, SUN), 0.), 24.);
}
#endif

vec3 reflected_colour(ivec2 px, vec3 ray, vec3 normal, float reflected_y) {
  vec4 surface = texelFetch(G4, px, 0);
  vec4 lamp = texelFetch(G5, px, 0);
  vec3 mirror = reflect(ray, normal);
  mirror.y = reflected_y;
  mirror = normalize(mirror);
  vec3 ambient = mix(ambient_bottom, ambient_top, .6) * .8 + fill * .25;
  vec3 thing = local_colour(surface.xyz) * (key * min(lamp.w, 1.) + ambient) + lamp_colour(lamp.xyz);
  thing = mix(thing, mist_colour(mirror), mist(max(surface.w, 0.), .2, 2.));
  vec3 open_sky = paint_sky(mirror, surface.xyz * vec3(1., 1., .5), .8);
  vec3 city_line = mix(sky_gradient(mirror), fog * .3, .6) + lamp_colour(lamp.xyz) * .6;
  return surface.w < 0. ? open_sky : (lamp.w > 1.5 ? city_line : thing);
}

void main() {
  ivec2 px = ivec2(gl_FragCoord.xy);
  if (PASS > 0 && texelFetch(MASK, px, 0).r < .5) discard;
  vec4 g0 = texelFetch(G0, px, 0);
  if (g0.w < .5) discard;
  vec4 g1 = texelFetch(G1, px, 0);
  vec4 g2 = texelFetch(G2, px, 0);
  vec4 g3 = texelFetch(G3, px, 0);
  vec2 uv = (2. * (gl_FragCoord.xy + JIT) - R) / R.y;
  vec3 forward = normalize(TGT - CAM);
  vec3 right = normalize(cross(vec3(0, 1, 0), forward));
  vec3 up = cross(forward, right);
  vec3 ray = normalize(forward * FOV + uv.x * right + uv.y * up);
  vec3 view = -ray;
  vec3 air = mist_colour(ray);

  if (g0.w > FIRST_SKYLINE_ID) {
    float nearness = g0.w - 40.;
    vec3 shape = mix(sky_gradient(ray), air * .35 + ambient_bottom * .15, far_glow + .45 * nearness);
    write_sample(shape + lamp_colour(g2.xyz) * nearness * .8);
    return;
  }

  float id = g0.w;
  float t = g1.w;
  vec4 smoothed = texelFetch(FLAT, px, 0);
  float same = SHAPED * step(abs(smoothed.w - id), .5);
  vec3 normal = normalize(mix(g1.xyz, texelFetch(FORM, px, 0).xyz, same));
  vec3 point = CAM + ray * t;
  bool figure = g3.y > 1.5;
  bool skin = id > 20.5 && id < 21.5;
  float lit = g3.x;
  vec3 across;
  vec3 down;
  pixel_steps(ray, right, up, normal, t, across, down);
#ifdef SLATS
  float blinds = mix(1., blind(point, figure, across, down), figure ? slats * .85 : slats);
  lit *= blinds;
#endif
  float occlusion = g2.w;
  vec3 albedo = local_colour(mix(g0.xyz, smoothed.xyz, same));
#ifdef DENTS
  vec3 unpressed = normal;
  normal = pressed(normal, point, t, figure ? 40. : 20., dents);
#endif
#ifdef METAL
  normal = pressed(normal, point, t, figure ? 9. : 4.5, flow * (figure ? .35 : .12 + .88 * normal.y * normal.y));
#endif
  float facing = dot(normal, KEYD);
  float direct = key_share(facing, lit);
  float side = dot(KEYD, right) < 0. ? 1. : -1.;
  vec3 toward_gel = normalize(right * side * .9 + up * .30 - forward * .15);
  vec3 toward_fill = normalize(-right * .75 + up * .35 - forward * .6);
  float filled = max(dot(normal, toward_fill), 0.);
#ifdef CEL
  occlusion = smoothstep(.35, .55, occlusion) * .35 + .65;
  filled = smoothstep(.55, .60, filled) * .8;
#endif

  vec3 light = key * direct + mix(ambient_bottom, ambient_top, normal.y * .5 + .5) * occlusion;
#ifdef SLATS
  filled *= blinds;
#endif
  light += fill * filled * (figure ? 1.5 : .6) * mix(occlusion, 1., .3);
#ifdef FLASH
  float nearness_of_flash = min(FOCUS / max(t, .25), 1.6);
  light += flash * nearness_of_flash * nearness_of_flash * (.12 + .88 * max(dot(normal, view), 0.)) * mix(1., occlusion, .4);
#endif
  light += texture(SPILL_MAP, gl_FragCoord.xy / R).rgb * lamp_filter * spill * (.35 + .65 * occlusion);
  light += gel * (figure ? figure_gel(normal, toward_gel, view) : max(dot(normal, toward_gel), 0.) * .12 * occlusion);
#ifdef DENTS
  light *= clamp(1. + 1.3 * dot(normal - unpressed, normalize(toward_fill + up)), .66, 1.4);
#endif
  vec3 colour = albedo * light;
  colour += albedo * albedo * key * subsurface * (1. - abs(facing)) * .5 * (.4 + .6 * lit);

  vec3 toward_rim = normalize(KEYD * vec3(1., .4, 1.) + up * .3);
  float open = mix(.15, 1., smoothstep(.45, .95, g2.w));  // no rim inside folds or under a nose
  colour += rim * rim_share(normal, view, toward_rim) * open * (figure ? 1. : .10) * (.35 + albedo * 1.3);
  colour += figure ? gel * .25 * pow(clamp(1. - dot(normal, view), 0., 1.), 3.) * max(dot(normal, toward_gel), 0.) : vec3(0);
  float shine = pow(max(dot(normal, normalize(KEYD + view)), 0.), skin ? 24. : 60.) * lit;
#ifdef CEL
  shine = smoothstep(.4, .5, shine);
#endif
  colour += key * shine * specular * (skin ? .35 : g3.z * .8 + .03);

  float graze = pow(clamp(1. - max(dot(normal, view), 0.), 0., 1.), id < 1.5 ? 2.6 : 5.);
  float mirrored = g3.z > 0. ? clamp(g3.z * (.10 + .90 * graze) * reflection, 0., 1.) : 0.;
  colour = mix(colour, reflected_colour(px, ray, normal, g3.w), mirrored);
#ifdef METAL
  vec3 dye = mix(vec3(1), 1.6 * albedo / (dot(albedo, LUMA) + .22), figure ? .42 : .22);
  vec3 polished = studio(reflect(ray, normal), right, forward, figure ? 0. : .22 + .30 * (1. - abs(normal.y))) * dye * mix(.45, 1., occlusion);
  // What is drawn on somebody, their features first of all, is engraved: else a mirror shows everything but the face.
  float engraved = mix(1., .12 + 1.35 * smoothstep(.0, .42, dot(albedo, LUMA)), .8);
  polished *= figure ? 1.15 * engraved : .22 + .50 * min(dot(polished, LUMA), 1.2);  // the world darker, its lights kept
  colour = mix(colour, polished + rim * rim_share(normal, view, toward_rim) * open * .4,
               figure ? metal * mix(.60, 1., smoothstep(.05, .55, 1. - dot(normal, view))) : metal);
#endif
  colour += lamp_colour(g2.xyz);
#ifdef GRID
  colour += figure ? vec3(0) : grid * grid_line(point, across, down) * smoothstep(.75, .95, normal.y) * (.25 + .75 * occlusion);
#endif
  write_sample(mix(colour, air, mist(t, CAM.y, point.y)));
}

#endif
