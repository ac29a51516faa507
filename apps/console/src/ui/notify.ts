import { notifications } from "@mantine/notifications";

export function notifyDone(message: string): void {
  notifications.show({ message, color: "green", autoClose: 4000 });
}

export function notifyFailed(message: string): void {
  notifications.show({ message, color: "red", autoClose: 8000 });
}
