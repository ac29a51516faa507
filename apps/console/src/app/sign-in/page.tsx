import { SignInForm } from "../../session/sign-in-form";

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const { error } = await searchParams;
  return <SignInForm hasProvider={Boolean(process.env.OIDC_ISSUER)} refused={error !== undefined} />;
}
