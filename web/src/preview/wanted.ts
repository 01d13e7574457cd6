/** Whether the draft's live preview is looked at where its film stands too. */

import { signal } from "@preact/signals";

export const liveWanted = signal(false);
