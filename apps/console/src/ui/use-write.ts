import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useErrorText } from "../api/use-error-text";
import { notifyDone, notifyFailed } from "./notify";

/**
 * A write, after which what it changed is asked for anew.
 * @param options.changes names of queries; see useApi
 * @param options.quiet true where a failure is shown in place
 */
export function useWrite<Input, Output>(
  write: (input: Input) => Promise<Output>,
  options: {
    changes: readonly string[];
    done?: (output: Output, input: Input) => string | undefined;
    after?: (output: Output) => void;
    quiet?: boolean;
  },
) {
  const queryClient = useQueryClient();
  const textOf = useErrorText();
  return useMutation({
    mutationFn: write,
    onSuccess: async (output, input) => {
      const message = options.done?.(output, input);
      if (message !== undefined) notifyDone(message);
      options.after?.(output);
      await Promise.all(options.changes.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
    },
    onError: (error) => {
      if (options.quiet !== true) notifyFailed(textOf(error));
    },
  });
}
