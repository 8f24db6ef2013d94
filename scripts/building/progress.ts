/** Shows `title` and the seconds it takes while `work` runs: a running line on a terminal, two lines elsewhere. */
export async function withProgress(title: string, work: () => Promise<void>): Promise<void> {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const show = () => process.stdout.write(`\r${title}… ${seconds()} s`);
  const live = process.stdout.isTTY;
  process.stdout.write(live ? `${title}…` : `${title}…\n`);
  const timer = live ? setInterval(show, 1000) : undefined;
  try {
    await work();
    process.stdout.write(live ? `\r${title}: done in ${seconds()} s\n` : `${title}: done in ${seconds()} s\n`);
  } catch (error) {
    process.stdout.write(
      live ? `\r${title}: failed after ${seconds()} s\n` : `${title}: failed after ${seconds()} s\n`,
    );
    throw error;
  } finally {
    clearInterval(timer);
  }
}
