import { useQueryClient } from "@tanstack/react-query";
import { createClient } from "graphql-sse";
import { useEffect, useState } from "react";
import { ATTEMPT_RECORDED } from "./documents";

export type Liveness = "connecting" | "live" | "polling";

const POLL_MS = 5_000;
/** For proxies that keep a stream open and pass nothing on: from here they look like a quiet site. */
const POLL_WHILE_LIVE_MS = 60_000;
/** New attempts that come in a burst are asked for together. */
const GATHER_MS = 300;
const RETRY_MS = 10_000;

/**
 * Has lists of attempts asked for anew when one was recorded. The server tells by events; where those do not get through,
 * as behind some proxies, the lists are asked for every few seconds.
 */
export function useLiveAttempts(siteId: string): { liveness: Liveness; refetchInterval: number } {
  const queryClient = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>("connecting");
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let retrying: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    let unsubscribe: () => void = () => undefined;
    const askAnew = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        void queryClient.invalidateQueries({ queryKey: ["attempts"] });
      }, GATHER_MS);
    };
    const client = createClient({
      url: "/graphql/stream",
      headers: { "content-type": "application/json" },
      retryAttempts: 0,
      onMessage: () => undefined,
      on: { connected: () => setLiveness("live") },
    });
    const follow = () => {
      unsubscribe = client.subscribe<unknown>(
        { query: ATTEMPT_RECORDED.toString(), variables: { siteId } },
        { next: askAnew, error: again, complete: again },
      );
    };
    /** The server ends streams after some minutes, too: what came in between is asked for. */
    const again = () => {
      if (isOver) return;
      setLiveness("polling");
      retrying = setTimeout(follow, RETRY_MS);
    };
    follow();
    return () => {
      isOver = true;
      clearTimeout(gathering);
      clearTimeout(retrying);
      unsubscribe();
      client.dispose();
    };
  }, [siteId, queryClient]);
  return { liveness, refetchInterval: liveness === "polling" ? POLL_MS : POLL_WHILE_LIVE_MS };
}
