import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { adminContext } from "@/app/page-context";
import { TaskView } from "@/components/admin/tasks/task-view";
import { listTasks } from "@/lib/core/tasks/list-tasks";

export const metadata: Metadata = { title: "Tasks" };

export default async function TasksPage() {
  const ctx = (await adminContext("/admin/tasks")) ?? notFound();
  return <TaskView first={await listTasks(ctx, {})} />;
}
