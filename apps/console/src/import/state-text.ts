import { useTranslations } from "use-intl";
import { CallFailedError } from "../api/client";
import { useErrorText } from "../api/use-error-text";
import type { PhotoFault, RowState } from "./row-state";

/** What became of a row, in words. */
export function useStateText(): (state: RowState) => string {
  const t = useTranslations("importPeople");
  const textOf = useErrorText();
  const faultsOf = (faults: readonly PhotoFault[]) =>
    faults.map(({ name, fault }) => `${name}: ${t(`faults.${fault}`)}`).join("; ");
  return (state) => {
    switch (state.kind) {
      case "ready":
        return state.faults.length === 0 ? t("states.ready") : t("readyWithFaults", { faults: faultsOf(state.faults) });
      case "invalid":
        return t(`rowErrors.${state.error}`);
      case "noPhoto":
        return faultsOf(state.faults);
      case "done":
        return t("doneWith", { accepted: state.accepted, refused: state.refused });
      case "duplicate":
        return t("looksLike", { externalId: state.externalId });
      case "failed":
        return textOf(new CallFailedError(state.code, state.message));
      default:
        return t(`states.${state.kind}`);
    }
  };
}
