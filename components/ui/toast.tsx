"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { IconButton } from "./icon-button";

type Data = { url?: string };

const manager = Toast.createToastManager<Data>();

type Message = {
  title: string;
  description?: string;
  type?: "info" | "error";
  action?: { label: string; onPress: () => void };
};

/** Shows a short message in the corner. Errors are announced at once, the rest when the screen reader has a pause. */
export function toast({ title, description, type = "info", action }: Message) {
  manager.add({
    title,
    description,
    type,
    priority: type === "error" ? "high" : "low",
    timeout: type === "error" ? 8_000 : 6_000,
    actionProps: action && { children: action.label, onClick: action.onPress },
  });
}

/** Draws the toasts of the page. Once. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed top-17 right-4 z-50 w-[calc(100vw-2rem)] sm:w-88 md:top-19 md:right-5">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      swipeDirection={["up", "right"]}
      className="toast rounded-lg border border-line bg-raised shadow-pop"
    >
      <Toast.Content className="flex items-start gap-3 overflow-hidden p-4 transition-opacity duration-200 data-behind:opacity-0 data-expanded:opacity-100">
        <span
          aria-hidden="true"
          className={`mt-1.5 size-2 shrink-0 rounded-full ${item.type === "error" ? "bg-danger" : "bg-accent"}`}
        />
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <Toast.Title className="font-medium text-sm" />
          <Toast.Description className="line-clamp-2 text-soft text-sm" />
          <Toast.Action className="mt-1 self-start font-medium text-accent-ink text-sm underline-offset-2 hover:underline" />
        </div>
        <Toast.Close render={<IconButton label="Dismiss" size="icon-sm" className="-mt-1 -mr-1" />}>
          <X />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
