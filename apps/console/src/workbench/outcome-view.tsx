import { Alert, Badge, Button, Stack, Table, Text } from "@mantine/core";
import { DistanceScale } from "./distance-scale";
import { type FaceInWords, inWords, type Outcome } from "./outcome";

const COLOURS = { good: "green", unsure: "yellow", bad: "red" } as const;

export function OutcomeView({ outcome, onConfirmDuplicate }: { outcome: Outcome; onConfirmDuplicate: () => void }) {
  const { candidates = [], faces = [] } = outcome;
  return (
    <Stack>
      <Alert color={COLOURS[outcome.tone]} title={outcome.title} classNames={{ title: "outcome-title" }}>
        {outcome.detail}
      </Alert>
      {outcome.scale === undefined ? null : <DistanceScale scale={outcome.scale} distance={outcome.distance} />}
      {outcome.asksToConfirmDuplicate ? (
        <Button variant="default" onClick={onConfirmDuplicate}>
          They are two people: enrol anyway
        </Button>
      ) : null}
      {faces.length === 0 ? null : <FacesTable faces={faces} />}
      {candidates.length === 0 ? null : (
        <Table captionSide="top" aria-label="Nearest people">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Nearest people</Table.Th>
              <Table.Th ta="right">Distance</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {candidates.map(({ externalId, displayName, distance }) => (
              <Table.Tr key={externalId}>
                <Table.Td>
                  {displayName}{" "}
                  {displayName === externalId ? null : (
                    <Text span c="dimmed" size="sm">
                      {externalId}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="right" className="number">
                  {inWords(distance)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function FacesTable({ faces }: { faces: readonly FaceInWords[] }) {
  return (
    <Table aria-label="Faces in the photo">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Face</Table.Th>
          <Table.Th>Who</Table.Th>
          <Table.Th>How near</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {faces.map(({ who, tone, detail }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the number is what tells the faces apart
          <Table.Tr key={i}>
            <Table.Td className="number">{i + 1}</Table.Td>
            <Table.Td>
              <Badge
                color={COLOURS[tone]}
                variant="light"
                tt="none"
                className="face-who"
                h="auto"
                mih="1.25rem"
                radius="md"
              >
                {who}
              </Badge>
            </Table.Td>
            <Table.Td className="number">{detail}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
