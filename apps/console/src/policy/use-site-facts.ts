import { useAllPages } from "../api/use-pages";
import { SITE_FACTS } from "./documents";

/** What is known of the sites and their models; undefined until it is. */
export const useSiteFacts = () => useAllPages("sites", SITE_FACTS, {}, ({ sites }) => sites).data;
