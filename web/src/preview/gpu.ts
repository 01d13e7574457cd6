/** WebGL2 in a few nouns: programs that compile while the page goes on, textures, and targets that a pass fills. */

import type { Value } from "./wire";

export type Uniform = number | Float32Array;
export type Uniforms = Record<string, Uniform>;
export type Textures = Record<string, WebGLTexture>;
export type Rect = [x: number, y: number, width: number, height: number];

export interface Target {
  frame: WebGLFramebuffer | null;
  textures: WebGLTexture[];
  width: number;
  height: number;
}

/** What a texture holds: four numbers a pixel, of 8, 16 or 32 bits. */
export type Kind = "bytes" | "half" | "float";

interface Parallel {
  COMPLETION_STATUS_KHR: number;
}

const TRIANGLE = `#version 300 es
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(corner * 2. - 1., 0., 1.);
}
`;

/** Why a browser cannot draw the preview. */
export class CannotDraw extends Error {}

const NOTHING = new Float32Array(4);

interface Slot {
  name: string;
  type: number;
  at: WebGLUniformLocation;
}

/** A program, from the moment it is handed over. */
export class Program {
  private slots: Slot[] = [];
  private samplers: string[] = [];
  private isReady = false;

  constructor(
    private readonly gpu: Gpu,
    private readonly program: WebGLProgram,
    private readonly shader: WebGLShader,
  ) {}

  /** Whether it can be drawn with; where the driver compiles beside the page, asking does not wait. */
  get ready(): boolean {
    const { gl, parallel } = this.gpu;
    if (this.isReady) return true;
    if (parallel && !gl.getProgramParameter(this.program, parallel.COMPLETION_STATUS_KHR)) return false;
    if (!gl.getProgramParameter(this.program, gl.LINK_STATUS)) {
      if (gl.isContextLost()) return false;
      const said = gl.getShaderInfoLog(this.shader) || gl.getProgramInfoLog(this.program) || "no reason given";
      throw new CannotDraw(`A program of the preview did not compile: ${said.slice(0, 400)}`);
    }
    this.read();
    this.isReady = true;
    return true;
  }

  private read(): void {
    const { gl } = this.gpu;
    const count = gl.getProgramParameter(this.program, gl.ACTIVE_UNIFORMS) as number;
    gl.useProgram(this.program);
    for (let index = 0; index < count; index++) {
      const found = gl.getActiveUniform(this.program, index);
      const at = found && gl.getUniformLocation(this.program, found.name);
      if (!found || !at) continue;
      const name = found.name.replace(/\[0\]$/, "");
      if (found.type === gl.SAMPLER_2D) {
        gl.uniform1i(at, this.samplers.length);
        this.samplers.push(name);
      } else this.slots.push({ name, type: found.type, at });
    }
  }

  use(uniforms: Uniforms[], textures: Textures): void {
    const { gl } = this.gpu;
    gl.useProgram(this.program);
    for (const slot of this.slots) {
      // The last that names it wins: what a frame sets stands over what its shot sets.
      let value: Uniform = 0;
      for (const one of uniforms) value = one[slot.name] ?? value;
      this.set(slot, value);
    }
    this.samplers.forEach((name, unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, textures[name] ?? this.gpu.nothing);
    });
  }

  /** A vector that nobody sets is 0. */
  private set({ type, at }: Slot, value: Uniform): void {
    const { gl } = this.gpu;
    if (type === gl.INT) gl.uniform1i(at, typeof value === "number" ? value : (value[0] ?? 0));
    else if (type === gl.FLOAT && typeof value === "number") gl.uniform1f(at, value);
    else if (type === gl.FLOAT) gl.uniform1fv(at, value as Float32Array);
    else if (type === gl.FLOAT_VEC2) gl.uniform2fv(at, typeof value === "number" ? NOTHING.subarray(2) : value);
    else if (type === gl.FLOAT_VEC3) gl.uniform3fv(at, typeof value === "number" ? NOTHING.subarray(1) : value);
    else gl.uniform4fv(at, typeof value === "number" ? NOTHING : value);
  }
}

export class Gpu {
  readonly gl: WebGL2RenderingContext;
  readonly parallel: Parallel | null;
  readonly nothing: WebGLTexture;
  private readonly exact: boolean;
  private readonly vertices: WebGLShader;

  constructor(canvas: HTMLCanvasElement) {
    const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false, powerPreference: "high-performance" });
    if (!gl) throw new CannotDraw("This browser has no WebGL2.");
    this.gl = gl;
    this.exact = gl.getExtension("EXT_color_buffer_float") !== null;
    if (!this.exact && !gl.getExtension("EXT_color_buffer_half_float")) {
      throw new CannotDraw("This browser's WebGL2 cannot draw into numbers finer than bytes.");
    }
    this.parallel = gl.getExtension("KHR_parallel_shader_compile") as Parallel | null;
    this.vertices = this.shader(gl.VERTEX_SHADER, TRIANGLE);
    this.nothing = this.texture(1, 1, "bytes");
    gl.bindVertexArray(gl.createVertexArray());
    gl.disable(gl.DITHER);
  }

  /** Hands a program over to be compiled; nothing is waited for. */
  program(fragment: string): Program {
    const { gl } = this;
    const program = gl.createProgram();
    const shader = this.shader(gl.FRAGMENT_SHADER, fragment);
    gl.attachShader(program, this.vertices);
    gl.attachShader(program, shader);
    gl.linkProgram(program);
    return new Program(this, program, shader);
  }

  texture(width: number, height: number, kind: Kind, options: { smooth?: boolean; mips?: boolean; bytes?: Uint8Array } = {}): WebGLTexture {
    const { gl } = this;
    const inside = kind === "bytes" ? gl.RGBA8 : kind === "float" && this.exact ? gl.RGBA32F : gl.RGBA16F;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, options.mips ? 1 + Math.floor(Math.log2(Math.max(width, height))) : 1, inside, width, height);
    if (options.bytes) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, options.bytes);
    const filter = options.smooth ? gl.LINEAR : gl.NEAREST;
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, options.mips ? gl.LINEAR_MIPMAP_NEAREST : filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    return texture;
  }

  target(width: number, height: number, textures: WebGLTexture[]): Target {
    const { gl } = this;
    const frame = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    textures.forEach((texture, index) =>
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + index, gl.TEXTURE_2D, texture, 0),
    );
    gl.drawBuffers(textures.map((_, index) => gl.COLOR_ATTACHMENT0 + index));
    if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE && !gl.isContextLost()) {
      throw new CannotDraw("This browser's WebGL2 refuses what the preview draws into.");
    }
    return { frame, textures, width, height };
  }

  /** Fills a target, or the part `within` it. */
  draw(program: Program, into: Target, uniforms: Uniforms[], textures: Textures, within?: Rect): void {
    const { gl } = this;
    gl.bindFramebuffer(gl.FRAMEBUFFER, into.frame);
    gl.viewport(0, 0, into.width, into.height);
    program.use(uniforms, textures);
    if (within) {
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(...within);
    }
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    if (within) gl.disable(gl.SCISSOR_TEST);
  }

  clear(target: Target, value: [number, number, number, number]): void {
    const { gl } = this;
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame);
    target.textures.forEach((_, index) => gl.clearBufferfv(gl.COLOR, index, value));
  }

  release(targets: Iterable<Target>): void {
    for (const { frame, textures } of targets) {
      this.gl.deleteFramebuffer(frame);
      for (const texture of textures) this.gl.deleteTexture(texture);
    }
  }

  private shader(kind: number, source: string): WebGLShader {
    const { gl } = this;
    const shader = gl.createShader(kind);
    if (!shader) throw new CannotDraw("This browser's WebGL2 makes no programs.");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    return shader;
  }
}

export const flattened = (value: Value): Uniform => (typeof value === "number" ? value : Float32Array.from(value.flat()));
