/** News between sockets and servers. A ping says "look again at this id" and carries nothing else. */
export interface Bus {
  publish(topic: string, id: string): void;
  /** Hears every later ping of the topic, from this server and others; returns how to stop. */
  subscribe(topic: string, hear: (id: string) => void): () => void;
}
