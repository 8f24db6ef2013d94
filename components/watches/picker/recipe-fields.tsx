"use client";

import { Field, SelectField } from "@/components/ui/field";
import type { ErrorOf } from "@/components/watches/plan/plan";
import { FIELD_WORDS } from "@/components/watches/source-words";
import { DRAFT_FIELDS, type RecipeDraft } from "./recipe-draft";

type Props = { draft: RecipeDraft; onChange: (draft: RecipeDraft) => void; error: ErrorOf };

const kinds = [
  { value: "html", label: "CSS selectors" },
  { value: "json", label: "JSONPath" },
  { value: "feed", label: "Feed (RSS, Atom, JSON Feed)" },
  { value: "structured", label: "Product data of the page" },
];
const kindOf = (value: string): RecipeDraft["kind"] =>
  value === "json" || value === "feed" || value === "structured" ? value : "html";

/** A recipe by hand. */
export function RecipeFields({ draft, onChange, error }: Props) {
  const { kind, list, rows } = draft;
  const set = (changes: Partial<RecipeDraft>) => onChange({ ...draft, ...changes });
  const isMarkup = kind === "html";
  return (
    <div className="flex flex-col gap-4">
      <SelectField
        label="How rows are found"
        name="kind"
        choices={kinds}
        value={kind}
        onValueChange={(value: string) => set({ kind: kindOf(value) })}
      />
      {(isMarkup || kind === "json") && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label="Rows"
              name="rows"
              {...CODE}
              placeholder={isMarkup ? "li.offer" : "$.items[*]"}
              value={rows}
              onValueChange={(text: string) => set({ rows: text })}
              error={error("recipe.rows")}
            />
            {isMarkup && (
              <Field
                label="List, if it is known"
                name="list"
                {...CODE}
                placeholder="ul.offers"
                value={list}
                onValueChange={(text: string) => set({ list: text })}
                error={error("recipe.list")}
              />
            )}
          </div>
          <FieldTable draft={draft} onChange={onChange} error={error} />
          {isMarkup && (
            <p className="text-faint text-xs">
              Fields are looked for inside their row; a dot stands for the row itself. Without an attribute the text is
              taken, of links and images their address.
            </p>
          )}
        </>
      )}
    </div>
  );
}

const CODE = { spellCheck: false, autoComplete: "off", className: "[&_input]:font-mono [&_input]:text-xs" };

function FieldTable({ draft, onChange, error }: Props) {
  const { kind, fields } = draft;
  const isMarkup = kind === "html";
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium text-sm">Fields of a row</legend>
      {DRAFT_FIELDS.map((name) => {
        const label = name === "id" ? "Id" : FIELD_WORDS[name];
        const put = (changes: Partial<(typeof fields)["id"]>) =>
          onChange({ ...draft, fields: { ...fields, [name]: { ...fields[name], ...changes } } });
        return (
          <div key={name} className={`grid gap-2 ${isMarkup ? "grid-cols-[minmax(0,1fr)_8rem]" : ""}`}>
            <Field
              label={label}
              name={`field-${name}`}
              {...CODE}
              value={fields[name].selector}
              onValueChange={(selector: string) => put({ selector })}
              error={error(`recipe.fields.${name}`)}
            />
            {isMarkup && (
              <Field
                label={`Attribute of ${label.toLowerCase()}`}
                name={`attribute-${name}`}
                {...CODE}
                className={`${CODE.className} [&_label]:truncate`}
                value={fields[name].attribute}
                onValueChange={(attribute: string) => put({ attribute })}
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
