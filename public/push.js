// The service worker of push messages: shows them, and opens what they are about.
self.addEventListener("push", (event) => {
  const { title, body, url, tag } = event.data ? event.data.json() : {};
  const shown = { body, tag, icon: "/icon.svg", data: { url } };
  event.waitUntil(self.registration.showNotification(title || "Throng", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { href } = new URL(event.notification.data?.url || "/notifications", self.location.origin);
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async (windows) => {
      for (const page of windows) {
        try {
          await page.focus();
          return await page.navigate(href);
        } catch {
          // A page that is not ours to lead: the next one, or a new one.
        }
      }
      return self.clients.openWindow(href);
    }),
  );
});
