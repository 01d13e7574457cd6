// From the look's colours to the page: the passes of `drawing/` that draw with neighbours (lines, washes, strokes, pixels, tape), then
// weather, lens, print and grain as the animator adds them. Each behind a define of its own; uniforms are named <pass>_<argument>.
uniform sampler2D SHOWN, G0, G1, G2, G3;
uniform sampler2D PRINT_TABLE;    // 256 x 1: luma, and what it is tinted by in U and V
uniform float UNIT, FILM_S, FRAME, GAIN;
uniform vec2 SUBJECT;
uniform float line_weight, line_folds, line_far_fade, line_local, line_opacity;
uniform vec3 line_colour;
uniform float spot_below, spot_amount;
uniform vec3 spot_colour;
uniform float hatch_pitch, hatch_dark, hatch_opacity;
uniform vec3 hatch_colour;
uniform float rush_reach, rush_opacity;
uniform vec3 rush_light, rush_ink;
uniform float wash_thinness, wash_layering, wash_edges, wash_wetness, wash_grain, wash_gaps;
uniform vec3 pencil_colour;
uniform float pencil_opacity;
uniform vec3 STROKES[4];          // pitch, length, detail
uniform int stroke_layers;
uniform float knead_relief, knead_prints;
uniform float polish_bevel, polish_crease;
uniform vec3 polish_crease_tint;
uniform float mesh_side, mesh_figure_side, mesh_shades;
uniform float fringe_width, soft_radius, soft_corner_radius;
uniform float pixel_size, pixel_steps, pixel_dither;
uniform float tape_detail, tape_echo, tape_bleed, tape_lag, tape_lines, tape_line_depth, tape_noise;
uniform float weather_shape, weather_own_light, weather_only_light, weather_indoor;
uniform vec3 weather_colour;
uniform vec4 WEATHER_SIZE[4];     // inverse depth, count, size, blur
uniform vec4 WEATHER_WAY[4];      // speed right and down, alpha, sway
uniform int weather_planes;
uniform vec2 CAMERA_STEP;         // how far the camera stands aside, in frame heights at a metre
uniform float vignette, grain, print_chroma;

out vec4 colour;

const vec3 LUMA = vec3(.2126, .7152, .0722);
const float SKY_M = 250.;

float luma(vec3 c) {
  return dot(c, LUMA);
}

ivec2 within(vec2 px) {
  return clamp(ivec2(px), ivec2(0), ivec2(R) - 1);
}

vec4 g(sampler2D buffer, vec2 px) {
  return texelFetch(buffer, within(px), 0);
}

vec3 pure(vec2 px) {
  return textureLod(SHOWN, px / R, 0.).rgb;
}

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

// One sample a pixel leaves stairs; along an edge the picture is taken from between them.
vec3 smoothed(vec2 px) {
  vec3 here = pure(px);
  float nw = luma(pure(px + vec2(-1, 1))), ne = luma(pure(px + vec2(1, 1)));
  float sw = luma(pure(px + vec2(-1, -1))), se = luma(pure(px + vec2(1, -1)));
  float own = luma(here);
  float least = min(own, min(min(nw, ne), min(sw, se))), most = max(own, max(max(nw, ne), max(sw, se)));
  if (most - least < max(.03, .1 * most)) return here;
  vec2 along = vec2((sw + se) - (nw + ne), (ne + se) - (nw + sw));
  along = vec2(along.x, -along.y) * vec2(1., 1.);
  along /= max(min(abs(along.x), abs(along.y)) + .03 * (nw + ne + sw + se), 1e-3);
  along = clamp(along, -4., 4.);
  vec3 close = .5 * (pure(px + along * (1. / 3. - .5)) + pure(px + along * (2. / 3. - .5)));
  vec3 wide = .5 * close + .25 * (pure(px - along * .5) + pure(px + along * .5));
  float judged = luma(wide);
  return judged < least || judged > most ? close : wide;
}

#ifdef LINES
// How strong a line stands on a pixel, 0..1: where depth breaks, surfaces fold, things end. As `drawing/ink.py`.
float markAt(vec2 px, float folds) {
  vec4 here = g(G1, px);
  float id = g(G0, px).w, layer = g(G3, px).y;
  float near = here.w, breaks = -4. / here.w, fold = 0., other = 0.;
  for (int i = 0; i < 4; i++) {
    vec2 step_ = vec2(i == 0 ? 1 : (i == 1 ? -1 : 0), i == 2 ? 1 : (i == 3 ? -1 : 0));
    vec4 there = g(G1, px + step_);
    breaks += 1. / there.w;
    near = min(near, there.w);
    fold = max(fold, 1. - dot(here.xyz, there.xyz));
    if (i == 0 || i == 2) {
      other = max(other, step(.5, abs(g(G0, px + step_).w - id)));
      other = max(other, 2. * step(.5, abs(g(G3, px + step_).y - layer)) * step(1.5, max(g(G3, px + step_).y, layer)));
    }
  }
  float outline = max(smoothstep(.05, .16, abs(breaks) * near), min(other, 1.));
  float folded = here.w > SKY_M ? 0. : smoothstep(.25, .6, fold) * folds;
  float thinning = clamp(1.2 - line_far_fade * log(max(near, 1.)), .18, 1.);
  float pressure = .7 + .6 * spread(px, 46., 71., 2);
  float strength = max(outline, .6 * folded) * thinning * pressure * (1.15 - .3 * g(G3, px).x);
  return max(strength, step(1.5, other) * pressure * 1.15);
}

float linesAt(vec2 px, float weight, float folds) {
  float reach = max(.42 * weight * UNIT * 1.6, .5);
  float line = 0., weights = 0.;
  for (int j = -1; j <= 1; j++) {
    for (int i = -1; i <= 1; i++) {
      float share = exp(-float(i * i + j * j) / (2. * reach * reach));
      line += share * markAt(px + vec2(i, j), folds);
      weights += share;
    }
  }
  float peak = 1. / (reach * 2.5066);
  // A stroke thinner than the two pixels that it takes here is a lighter one.
  float opacity = clamp(.25 + .48 * weight * UNIT, .4, 1.);
  return smoothstep(.28 * peak, .95 * peak, line / weights * 3. * peak) * opacity;
}
#endif

#ifdef OIL
// A layer of strokes on a jittered grid: the one that lies on top here, if any, where what is painted so far lacks detail.
vec3 stroked(vec3 painting, vec2 px, vec3 brush, float number) {
  float pitch = max(brush.x * UNIT, 1.5);
  vec2 cell = floor(px / pitch);
  float t = g(G1, px).w, layer = g(G3, px).y, best = -1.;
  vec3 found = painting;
  for (int j = -2; j <= 2; j++) {
    for (int i = -2; i <= 2; i++) {
      vec2 c = cell + vec2(i, j);
      float rank = h2(c + number * 13.7);
      if (rank < best) continue;
      vec2 middle = (c + .5 + .9 * (vec2(h2(c + number + 3.1), h2(c + number + 7.7)) - .5)) * pitch;
      vec4 form = g(G1, middle);
      if (abs(form.w - t) > .1 * max(form.w, t) || abs(g(G3, middle).y - layer) > .5) continue;
      vec3 own = pure(middle);
      vec2 slope = vec2(luma(pure(middle + vec2(1.5, 0))) - luma(pure(middle - vec2(1.5, 0))),
                        luma(pure(middle + vec2(0, 1.5))) - luma(pure(middle - vec2(0, 1.5))));
      slope += .14 * form.xy * (form.w > SKY_M ? .2 : 1.) + vec2(.004, .012);
      vec2 along = normalize(vec2(-slope.y, slope.x));
      vec2 away = px - middle;
      float half_width = .62 * pitch * (.8 + .5 * h2(c + 19.)), half_length = half_width * min(brush.y, 2.3);
      float aside = dot(away, vec2(-along.y, along.x)) / half_width, on = dot(away, along) / half_length;
      if (abs(aside) > 1. || abs(on) > 1.) continue;
      if (brush.z > 0. && luma(abs(own - painting)) < brush.z * .5) continue;
      float bristle = h1(floor(aside * 5.) + c.x * 3.1 + c.y * 7.3) - .5;
      float pigment = 1. + .06 * (h2(c + 41.) - .5) + .06 * bristle;
      float ridge = .03 * (abs(aside) * aside + bristle * .6);
      best = rank;
      found = own * pigment * (1. + ridge * 2.);
    }
  }
  return found;
}
#endif

#ifdef WASH
const vec3 PAPER = vec3(.985, .972, .945);

vec3 pigment(vec3 c) {
  vec3 density = -log(clamp(c, .03, 1.)) * wash_thinness;
  float grey = (density.r + density.g + density.b) / 3.;
  density = grey * vec3(1.06, .98, .78) + (density - grey) * 1.4;
  return clamp(density, .26 * grey, 1.75);
}

vec3 washed(vec2 px) {
  vec4 g3 = g(G3, px);
  bool figure = g3.y > 1.5, sky = g(G1, px).w > SKY_M;
  vec3 own = smoothed(px), near = vec3(0), far = vec3(0);
  for (int i = 0; i < 8; i++) {
    float turn = PI / 4. * float(i);
    vec2 there = vec2(cos(turn), sin(turn)) * UNIT;
    near += pure(px + there * 2.6) / 8.;
    far += pure(px + there * 8.5) / 8.;
  }
  float wet = smoothstep(.46, .66, spread(px, 95., 11., 3)) * (.25 + .75 * smoothstep(8., 60., g(G1, px).w));
  own = figure ? own : mix(own, .5 * (near + far), wet * wash_wetness);
  vec3 density = pigment(own);
  float grey = luma(density);
  float mean = (density.r + density.g + density.b) / 3.;
  float wander = figure ? 0. : .45 * (spread(px, 70., 16., 3) - .5);
  float level = mean / .30 + wander;
  float stepped = (floor(level) + smoothstep(.4, .6, fract(level)) - wander) * .30;
  float layering = sky ? 0. : wash_layering * (figure ? .6 : 1.);
  density *= 1. + layering * (max(stepped, .02) / max(mean, .05) - 1.);
  float gathered = max(grey - luma(pigment(near)), 0.) * 1.6 + max(grey - luma(pigment(far)), 0.) * .45;
  float tooth = 3. * (.75 * (spread(px, 2.1, 14., 2) - .5) + .45 * (spread(px, 6.5, 15., 2) - .5));
  float flow = 5. * (spread(px, 110., 12., 4) - .5);
  density *= clamp(1. + wash_edges * gathered / (grey + .15) + .065 * flow + wash_grain * tooth, .2, 2.2);
#ifdef LINES
  float chosen = smoothstep(.53, .62, spread(px, 30., 14., 2));
  density *= 1. - wash_gaps * chosen * linesAt(px, 1., .25);
#endif
  return clamp(PAPER * exp(-density) * (1. + .012 * tooth), 0., 1.);
}
#endif

#ifdef MESH
// Flat faces of a jittered lattice over the picture; a face shows what lies at its middle, where that is the same thing.
vec3 meshed(vec2 px) {
  bool figure = g(G3, px).y > 1.5;
  float side = (figure ? mesh_figure_side : mesh_side) * UNIT;
  const float TALL = .8660254;
  vec2 wavy = px + .3 * side * (vec2(vn(px / side * 1.3), vn(px / side * 1.3 + 40.)) - .5);
  vec2 skewed = vec2(wavy.x / side - .5 * wavy.y / (TALL * side), wavy.y / (TALL * side));
  vec2 cell = floor(skewed), inside = skewed - cell;
  bool upper = inside.x + inside.y > 1.;
  vec2 middle = cell + (upper ? vec2(.6667) : vec2(.3333));
  vec2 at = vec2((middle.x + .5 * middle.y) * side, middle.y * TALL * side);
  float lit = step(.6, max(g(G2, px).r, max(g(G2, px).g, g(G2, px).b)));
  vec3 sum = vec3(0);
  float weights = 0.;
  for (int i = 0; i < 7; i++) {
    float turn = PI / 3. * float(i);
    vec2 there = at + (i == 6 ? vec2(0) : .26 * side * vec2(cos(turn), sin(turn)));
    float same = step(abs(g(G0, there).w - g(G0, px).w), .5) * step(abs(log(g(G1, there).w / g(G1, px).w)), .45);
    sum += same * pure(there);
    weights += same;
  }
  vec3 flat_ = weights > 0. && lit < .5 ? sum / weights : smoothed(px);
  return clamp(flat_ * (1. + mesh_shades * (2. * h2(cell + (upper ? 31. : 5.)) - 1.)), 0., 1.);
}
#endif

vec3 drawnAt(vec2 px) {
#if defined(WASH)
  vec3 c = washed(px);
#elif defined(MESH)
  vec3 c = meshed(px);
#elif defined(OIL)
  vec3 c = pure(px);
  for (int i = 0; i < stroke_layers; i++) c = stroked(c, px, STROKES[i], float(i + 1));
#elif defined(PIXELS)
  vec3 c = pure(px);
#else
  vec3 c = smoothed(px);
#endif
  vec4 g1 = g(G1, px);
  bool sky = g1.w > SKY_M, figure = g(G3, px).y > 1.5;
#ifdef KNEAD
  float press = (spread(px, 30., 81., 2) - spread(px + vec2(-2, 2) * UNIT, 30., 81., 2)) * knead_relief * 7.5;
  vec2 thumb = floor(px / (58. * UNIT));
  vec2 off_thumb = px / UNIT - (thumb + .35 + .3 * vec2(h2(thumb), h2(thumb + 5.))) * 58.;
  float away = length(rot(off_thumb, PI * h2(thumb + 9.)) * vec2(.62, 1.));
  float ridges = sin((away + 4. * spread(px, 16., 85., 1)) * 1.848) * smoothstep(24., 14.4, away) * step(h2(thumb + 13.), .5);
  c = clamp(c * (1. + (sky ? press : 0.) + knead_prints * ridges), 0., 1.);
#endif
#ifdef POLISH
  // Where a thing ends close by there is no bevel, as in `drawing/toy.py`: else every sleeve would be an edge.
  float bend = 0., calm = 1.;
  for (int i = 0; i < 8; i++) {
    float far = g(G1, px + 10. * UNIT * vec2(cos(PI / 4. * float(i)), sin(PI / 4. * float(i)))).w;
    calm *= step(max(far, g1.w), 1.12 * min(far, g1.w));
  }
  for (int ring = 1; ring <= 2; ring++) {
    float reach = (ring == 1 ? 2.4 : 6.) * UNIT;
    vec4 e = g(G1, px + vec2(reach, 0)), w = g(G1, px - vec2(reach, 0)), n = g(G1, px + vec2(0, reach)), s = g(G1, px - vec2(0, reach));
    float same = step(max(max(e.w, w.w), max(n.w, s.w)) / min(min(e.w, w.w), min(n.w, s.w)), 1.12);
    vec3 forward = normalize(TGT - CAM), right = normalize(cross(vec3(0, 1, 0), forward)), up = cross(forward, right);
    bend += .5 * same * calm * (dot(e.xyz - w.xyz, right) + dot(n.xyz - s.xyz, up)) * .5;
  }
  if (!sky) {
    c = mix(c, 1. - (1. - c) * .35, smoothstep(0., .2, bend) * polish_bevel);
    c = mix(c, c * polish_crease_tint, smoothstep(0., -.2, bend) * polish_crease);
  }
#endif
#ifdef SPOTS
  c = mix(c, spot_colour, sky ? 0. : smoothstep(spot_below, .72 * spot_below, luma(c)) * spot_amount);
#endif
#ifdef HATCH
  float tone = luma(pure(px)), strokes = 0.;
  float wobble = 2.2 * UNIT * (spread(px, 60., 31., 2) - .5);
  for (int i = 0; i < 2; i++) {
    float angle = i == 0 ? .62 : -.8, from_tone = i == 0 ? hatch_dark : .5 * hatch_dark;
    float pitch = max(hatch_pitch * UNIT, 3.);
    float phase = abs(fract((px.x * sin(angle) - px.y * cos(angle) + wobble) / pitch) - .5) * 2.;
    float width = smoothstep(from_tone, .25 * from_tone, tone) * .62;
    float soft = .8 / pitch + .06;
    strokes = max(strokes, smoothstep(-soft, soft, width - phase) * step(.02, width));
  }
  c = mix(c, hatch_colour, sky ? 0. : strokes * hatch_opacity);
#endif
#ifdef LINES
#ifdef PENCIL
  float held = .25 + .75 * smoothstep(.36, .58, spread(px, 38., 15., 2));
  c *= mix(vec3(1), pencil_colour, linesAt(px, .75, .5) * held * pencil_opacity);
#else
  c = mix(c, mix(line_colour, pure(px), line_local), linesAt(px, line_weight, line_folds) * line_opacity);
#endif
#endif
#ifdef RUSH
  const float RAYS = 190.;
  vec2 off_subject = px - (SUBJECT * R.y + .5 * R);
  float far = length(off_subject) / (.5 * length(R));
  float turned = (atan(off_subject.y, off_subject.x) / (2. * PI) + .5) * RAYS;
  float wedge = floor(turned);
  float grown = clamp((far - rush_reach - .42 * pow(h1(wedge + .3), .8)) / .55, 0., 1.);
  float half_width = .42 * sqrt(grown) * (.35 + .65 * h1(wedge + 7.7));
  float pixel = RAYS / (2. * PI * max(length(off_subject), 1.));
  float chance = h1(wedge + 31.1);
  float ray_ = clamp((half_width - abs(fract(turned) - .5)) / pixel + .5, 0., 1.) * step(1e-4, grown) * step(chance, .8);
  c = mix(c, chance < .46 ? rush_light : rush_ink, figure ? 0. : ray_ * rush_opacity);
#endif
  return c;
}

#ifdef WEATHER
// How much a plane of sprites covers, and in front of whom it falls. Each sprite has a cell of its own.
float planeAt(vec2 px, vec4 size, vec4 way, float number) {
  float short_px = min(R.x, R.y);
  bool streaks = weather_shape < .5;
  float room = short_px * short_px * 16. / 9. / max(size.y, 1.);
  float tall = streaks ? max(sqrt(room), 1.9 * size.z * short_px) : sqrt(room);
  vec2 cell_px = vec2(room / tall, tall);
  vec2 q = px - vec2(way.x, -way.y) * R.y * FILM_S + CAMERA_STEP * size.x * R.y;
  q.x += sin(FILM_S * (.9 + .3 * number) + number * 2.1) * way.w * short_px;
  q += number * 137.;
  q.x += cell_px.x * h1(floor(q.y / cell_px.y) + number);
  vec2 cell = floor(q / cell_px);
  float big = size.z * short_px * (.6 + .65 * h2(cell + 1.7));
  float soft = max(size.w * short_px * 1.5, .7);
  vec2 middle = (cell + .5 + .55 * (vec2(h2(cell + 3.3), h2(cell + 8.1)) - .5)) * cell_px;
  vec2 off_middle = q - middle;
  float alpha = way.z * (.45 + .55 * h2(cell + 21.));
  if (streaks) {
    float aside = abs(off_middle.x + .06 * off_middle.y);
    float thin = max(size.z * short_px / 110., .28);
    return alpha * min(thin * 2., 1.) * smoothstep(thin + .8, thin - .2, aside) * smoothstep(.5 * big, .4 * big, abs(off_middle.y));
  }
  if (weather_shape > 1.5) off_middle = rot(off_middle, FILM_S * (.5 + h2(cell)) + 6.3 * h2(cell + 4.)) * vec2(1., 2.2);
  return alpha * smoothstep(big + soft, max(big - soft, 0.), length(off_middle)) * min(1., big * big * 3. + .25);
}

vec3 weathered(vec3 c, vec2 px) {
  float t = g(G1, px).w;
  for (int i = 0; i < weather_planes; i++) {
    float cover = planeAt(px, WEATHER_SIZE[i], WEATHER_WAY[i], float(i));
    cover *= weather_indoor > 0. ? step(weather_indoor, t) : step(1. / max(WEATHER_SIZE[i].x, .01), t * 1.6);
    vec3 falling = weather_colour * mix(.62, 1., weather_own_light);
    c = weather_only_light > .5 ? c + cover * falling : mix(c, falling, cover);
  }
  return c;
}
#endif

void main() {
  vec2 px = gl_FragCoord.xy;
#ifdef PIXELS
  float side = max(1., round(pixel_size * UNIT));
  vec2 block = floor(px / side);
  vec3 c = drawnAt((block + .5) * side);
  ivec2 b = ivec2(block) & 3;
  int order = ((b.x ^ b.y) & 1) * 8 + (b.y & 1) * 4 + (((b.x ^ b.y) >> 1) & 1) * 2 + ((b.y >> 1) & 1);
  float pattern = (float(order) + .5) / 16. - .5;
  // Pixels as small as the page's own, in steps as coarse, would show nothing but the pattern.
  float steps = (side < 2. ? 2.5 : 1.) * pixel_steps - 1.;
  c = clamp(round(c * steps + pixel_dither * pattern), 0., steps) / steps;
#elif defined(TAPE)
  float fine = 0., broad = 0., weights = 0., broad_weights = 0.;
  vec3 late = vec3(0);
  float late_weights = 0.;
  for (int i = -6; i <= 6; i++) {
    float x = float(i);
    float w = exp(-.5 * x * x / pow(max(tape_detail * UNIT, .45), 2.)), v = exp(-.5 * x * x / pow(max(2.6 * tape_detail * UNIT, .9), 2.));
    float l = luma(pure(px + vec2(x, 0)));
    fine += w * l;
    broad += v * l;
    weights += w;
    broad_weights += v;
    vec3 there = pure(px + vec2(x * max(tape_bleed * UNIT, 1.) * .5 - tape_lag * UNIT, 0));
    float u = exp(-.5 * x * x / 4.);
    late += u * (there - luma(there));
    late_weights += u;
  }
  fine /= weights;
  vec3 c = vec3(fine + tape_echo * (fine - broad / broad_weights)) + late / late_weights;
  c += (h2(px * vec2(.31, 1.) + FRAME * 7.) - .5) * tape_noise * vec3(1., .2, -1.);
  float rows = R.y / tape_lines;
  if (rows >= 3.) c *= 1. - tape_line_depth * (.5 + .5 * cos(2. * PI * px.y / rows));
  float torn = step(px.y / R.y, .022);
  c = mix(c, vec3(luma(pure(px + vec2(.1 * R.x * h1(floor(px.y) + FRAME), 0)))) * .8, torn);
#else
  vec3 c = drawnAt(px);
#endif
#ifdef SOFT
  vec2 off_centre = (px - .5 * R) / (.5 * R);
  float corner = smoothstep(.45, 1.05, length(vec2(.8, 1.) * off_centre));
  float blur = mix(soft_radius, soft_corner_radius, corner) * UNIT;
  vec3 soft = c;
  for (int i = 0; i < 8; i++) soft += pure(px + 1.4 * blur * vec2(cos(PI / 4. * float(i)), sin(PI / 4. * float(i))));
  c = soft / 9.;
#endif
#ifdef FRINGE
  float zoom = fringe_width * UNIT / (.5 * length(R));
  c.r += pure(.5 * R + (px - .5 * R) / (1. + zoom)).r - pure(px).r;
  c.b += pure(.5 * R + (px - .5 * R) / (1. - zoom)).b - pure(px).b;
#endif
  c = clamp(c, 0., 1.);
#ifdef WEATHER
  c = weathered(c, px);
#endif
  vec2 square = (px - .5 * R) / (.5 * R);
  c *= GAIN * (1. - vignette * pow(.5 * dot(square, square), 1.5));
#ifdef GRADE
  float y = luma(clamp(c, 0., 1.));    // BT.709, as the film's planes have it
  vec3 printed = texelFetch(PRINT_TABLE, ivec2(int(y * 219. + .5), 0), 0).rgb * 255.;
  float u = (c.b - y) / 1.8556 * print_chroma + (printed.g - 128.) / 224.;
  float v = (c.r - y) / 1.5748 * print_chroma + (printed.b - 128.) / 224.;
  y = printed.r / 219.;
  c.r = y + 1.5748 * v;
  c.b = y + 1.8556 * u;
  c.g = (y - .2126 * c.r - .0722 * c.b) / .7152;
#endif
  c += (h2(px + fract(FRAME * .37) * 61.) + h2(px * 1.7 + fract(FRAME * .71) * 43.) - 1.) * grain * 2.4 / 255.;
  colour = vec4(clamp(c, 0., 1.), 1.);
}
