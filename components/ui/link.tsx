import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link inside the instance. Nothing is fetched ahead: every page is made for who asks, so Next would fetch no more than
 * titles, one request for each link in sight.
 */
export const Link = (props: ComponentProps<typeof NextLink>) => <NextLink prefetch={false} {...props} />;
