import NextForm from "next/form";
import type { ComponentProps } from "react";

/** A form whose fields become the query of a page. As with `Link`, nothing is fetched ahead. */
export const PageForm = (props: ComponentProps<typeof NextForm>) => <NextForm prefetch={false} {...props} />;
