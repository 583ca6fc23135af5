/** Runs `task` at most once per animation frame however often it is asked for; in a hidden tab, which draws no frames, every quarter second. */
export function createFrameScheduler(task: () => void): { ask(): void; cancel(): void } {
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const cancel = (): void => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = undefined;
    timer = undefined;
  };
  const run = (): void => {
    cancel();
    task();
  };
  return {
    ask() {
      if (timer !== undefined) return;
      if (!document.hidden) frame = requestAnimationFrame(run);
      // The tab may be hidden before the frame comes.
      timer = setTimeout(run, 250);
    },
    cancel,
  };
}
