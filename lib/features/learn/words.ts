/** What lessons and quizzes are called for people, by the names that the server uses. */
export const words = {
  limits: { quiz: { name: "Quizzes", counts: "started or handed in" } },
  uses: { quiz: { name: "Quizzes", used: "Took a quiz" }, education: { name: "Lessons", used: "Learned" } },
  notifications: { quiz_result: { name: "Quiz results", text: "A quiz you took was scored." } },
};
