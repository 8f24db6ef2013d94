/** What every new account is asked for. */
export const newAccountFields = [
  {
    label: "User name",
    name: "username",
    autoComplete: "username",
    description: "How others mention you: letters, digits, dots, dashes, underscores.",
  },
  {
    label: "E-mail",
    name: "email",
    type: "email",
    autoComplete: "email",
    description: "Never shown to other members.",
  },
  { label: "Password", name: "password", type: "password", autoComplete: "new-password" },
];
