import type { Answer, Client } from "./client";

/** The only server action of a page, called as its script does: with nothing or with a form; answers what Next answered. */
export async function actionOf(
  client: Client,
  path: string,
): Promise<(form?: Record<string, string>) => Promise<Answer>> {
  const page = await client.get(path);
  const ids = new Set([...page.text.matchAll(/\\"id\\":\\"([0-9a-f]{40,})\\"/g)].map(([, id = ""]) => id));
  const [id = ""] = ids;
  if (ids.size !== 1) throw new Error(`${path} has not one action but ${ids.size}`);
  const headers = { "next-action": id, accept: "text/x-component" };
  return (form) => {
    if (!form) return client.send("POST", path, { body: "[]", headers: { ...headers, "content-type": "text/plain" } });
    const body = new FormData();
    for (const [name, value] of Object.entries(form)) body.append(`_1_${name}`, value);
    body.append("0", '[{},"$K1"]');
    return client.send("POST", path, { body, headers });
  };
}
