/** Small pictures drawn with lines, in the colour of the text around them. */

const PATHS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8 5.5v13M16 5.5v13",
  frameBack: "M14.5 6.5 9 12l5.5 5.5",
  frameOn: "M9.5 6.5 15 12l-5.5 5.5",
  shotBack: "M18 6.5 11 12l7 5.5zM7 6v12",
  shotOn: "M6 6.5 13 12l-7 5.5zM17 6v12",
  sound: "M5 10v4h3l4 3.5v-11L8 10zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.8a7.4 7.4 0 0 1 0 10.4",
  silent: "M5 10v4h3l4 3.5v-11L8 10zM16 10l4 4M20 10l-4 4",
  loop: "M7 8h9.5A2.5 2.5 0 0 1 19 10.500v1M17 16H7.500A2.5 2.500 0 0 1 5 13.500v-1M9.500 5.500 7 8l2.500 2.500M14.500 13.500 17 16l-2.500 2.500",
  undo: "M9 7 5 11l4 4M5 11h9a5 5 0 0 1 0 10h-2",
  redo: "M15 7l4 4-4 4M19 11h-9a5 5 0 0 0 0 10h2",
  lock: "M7 11h10v8H7zM9 11V8.500a3 3 0 0 1 6 0V11",
  unlock: "M7 11h10v8H7zM9 11V8.500a3 3 0 0 1 5.800-1",
  again: "M18.500 9A7 7 0 1 0 19 13.500M19 5v4h-4",
  send: "M5 12h13M12.500 6 18.500 12l-6 6",
  export: "M12 4v11M7.500 8.500 12 4l4.500 4.500M5 15v4h14v-4",
  more: "M4 7h9M18 7h2M4 17h2M11 17h9M15.500 4.500v5M8.500 14.500v5",
  bin: "M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.500 10.500v6M13.500 10.500v6",
  close: "M6.500 6.500l11 11M17.500 6.500l-11 11",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  compare: "M12 4v16M4.500 7h5M4.500 12h5M4.500 17h5M14.500 7h5M14.500 12h5M14.500 17h5",
  check: "M5 12.500 10 17.500 19 7",
  flag: "M6 20V5h11l-2.500 3.500L17 12H6",
  keys: "M3.500 7h17v10h-17zM7 10.500h.01M10.300 10.500h.01M13.600 10.500h.01M17 10.500h.01M8 14h8",
  film: "M4 5.500h16v13H4zM8 5.500v13M16 5.500v13M4 10h4M4 14h4M16 10h4M16 14h4",
  live: "M3 12q9-10 18 0q-9 10-18 0zM9.300 12a2.700 2.700 0 1 0 5.400 0a2.700 2.700 0 1 0-5.400 0",
  note: "M9 17.500a2.500 2.500 0 1 1-1-2V5l10-1.500v12a2.500 2.500 0 1 1-1-2",
} as const;

export type IconName = keyof typeof PATHS;
const SOLID: ReadonlySet<IconName> = new Set(["play"]);

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={SOLID.has(name) ? "icon solid" : "icon"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

export function IconButton(props: {
  icon: IconName;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
  class?: string;
}) {
  return (
    <button
      type="button"
      class={`quiet ${props.class ?? ""}`}
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
      disabled={props.disabled ?? false}
      {...(props.pressed === undefined ? {} : { "aria-pressed": props.pressed })}
    >
      <Icon name={props.icon} />
    </button>
  );
}
