import type { Element } from "domhandler";
import { firstInside, isBeside, lineOf, type Page, rawText, titleOf } from "./dom";

/** How much text a page may show that only says no. */
const SHORT = 1_500;

const REFUSED =
  /\b(?:40[13]|429|503)\b[\s:–-]*(?:forbidden|unauthorized|too many requests|access denied|service (?:temporarily )?unavailable)|^\s*forbidden\s*$|access (?:to this page has been )?denied|attention required!? \| cloudflare|just a moment\.{3}|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:human|robot)|not a robot|i['’]?m not a robot|captcha|unusual traffic|pardon our interruption|request unsuccessful|incident id|you have been blocked|bot (?:detection|protection)|enable javascript and cookies to continue|error 1020|zugriff (?:wurde )?verweigert|accès refusé|acceso denegado|доступ (?:запрещ|огранич)|访问被拒绝|アクセスが拒否/i;

/** A page that leads on is none that keeps visitors out. */
const LINKS_MAX = 5;

/** Whether a page that came with status 200 only says that Throng may not have it. */
export function isBlocked(page: Page): boolean {
  if (leadsOn(page)) return false;
  const { $ } = page;
  const text = lineOf($("html").toArray(), {}, SHORT + 1);
  if (text.length > SHORT) return false;
  const isChallenge = $("#challenge-form, #cf-challenge, [class*='g-recaptcha'], [class*='h-captcha']").length > 0;
  return REFUSED.test(`${titleOf(page)}\n${text}`) || (isChallenge && text.length < SHORT / 3);
}

function leadsOn({ root }: Page): boolean {
  const body = firstInside(root, ({ name }) => name === "body");
  let links = 0;
  const isOneTooMany = ({ name, attribs }: Element): boolean =>
    name === "a" && attribs.href !== undefined && ++links > LINKS_MAX;
  return body !== null && firstInside(body, isOneTooMany) !== null;
}

/** How much text a page shows at least that people can use without scripts. */
const SHELL_TEXT = 250;

/** Whether a page is empty until scripts fill it. */
export function needsJavaScript({ $ }: Page): boolean {
  if ($("script").length === 0) return false;
  const text = lineOf($("body").toArray(), { skip: isBeside }, SHELL_TEXT + 1);
  if (text.length > SHELL_TEXT) return false;
  const isAsked =
    /enable javascript|requires? javascript|javascript (?:is )?(?:required|disabled|aktivieren)|aktivieren sie javascript|activer javascript|habilit\w+ javascript|abilita\w* javascript/i.test(
      rawText($("noscript").toArray()),
    );
  const roots = $("#root, #app, #__next, #__nuxt, #___gatsby, app-root, [data-reactroot], #main-app").toArray();
  return isAsked || roots.some((root) => lineOf(root, {}, SHELL_TEXT).length < SHELL_TEXT / 2) || text.length < 20;
}
