"use client";

import { useTranslations } from "use-intl";
import { usePages } from "../api/use-pages";
import { useSite, useViewer } from "../shell/viewer";
import { LoadMore } from "../ui/load-more";
import { Page } from "../ui/page";
import { Answer } from "../ui/states";
import { CurveChart } from "./curve-chart";
import { SITE_POLICIES } from "./documents";
import { History } from "./history";
import { PolicyForm } from "./policy-form";
import { SiteFacts } from "./site-facts";

export function PolicyPage() {
  const t = useTranslations("policy");
  const site = useSite();
  const { is } = useViewer();
  const mayChange = is("OWNER", "ADMIN");
  const policies = usePages("policies", SITE_POLICIES, { siteId: site.id }, (data) => data.sitePolicies);
  return (
    <Page title={site.name} description={t("description")}>
      <Answer query={{ data: policies.nodes, error: policies.error, refetch: policies.refetch }}>
        {(versions) => {
          const active = versions.find(({ isActive }) => isActive);
          if (active === undefined) return null;
          return (
            <>
              <SiteFacts identifyFmr={active.identifyRates?.fmr} />
              <PolicyForm key={active.version} policy={active} mayChange={mayChange} />
              <CurveChart policy={active} />
              <History versions={versions} newest={versions[0]?.version ?? active.version} mayRevert={mayChange} />
            </>
          );
        }}
      </Answer>
      <LoadMore query={policies} />
    </Page>
  );
}
