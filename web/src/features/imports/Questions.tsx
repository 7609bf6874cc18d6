import { Radio, Stack } from "@mantine/core";
import type { PlanPart } from "@/features/imports/Plan";
import { importsText } from "@/i18n/imports";
import { Section } from "@/ui/Section";

/** What the file leaves open is asked, never guessed; what was answered stays, because an answer may be wrong. */
export function Questions({ plan, change }: PlanPart) {
  const asked = [...plan.questions, ...plan.answered].toSorted((a, b) => a.id.localeCompare(b.id));
  const open = plan.questions.length > 0;
  return (
    <Section title={open ? importsText.questions : importsText.answered} hint={open ? undefined : importsText.answeredHint}>
      {asked.map((question) => {
        const answer = plan.options?.[question.id];
        return (
          <Radio.Group
            key={question.id}
            label={question.text}
            value={answer === undefined || answer === null ? null : String(answer)}
            onChange={(value) => change({ options: { ...plan.options, [question.id]: asOption(value) } })}
          >
            <Stack gap={8} my={8}>
              {question.options.map((option) => (
                <Radio key={option.value} size="xs" value={option.value} label={option.label} />
              ))}
            </Stack>
          </Radio.Group>
        );
      })}
    </Section>
  );
}

/** Yes and no travel as booleans, everything else as text. */
const asOption = (value: string): string | boolean => (value === "true" ? true : value === "false" ? false : value);
