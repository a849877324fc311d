package io.windlass.linux;

/**
 * Somebody is about to use the content of a file, and waits until {@link Fanotify#answer}. Close
 * the descriptor after the answer.
 *
 * @param file the file, open for reading through the mount that is being used; a negative {@code
 *     number} instead means that the kernel could not open it and has refused already
 * @param number number of the descriptor; the name of the event towards the kernel
 * @param events {@link Fanotify#OPEN_PERMISSION} or {@link Fanotify#PRE_ACCESS}
 * @param thread number of the waiting thread
 * @param offset first byte, for {@link Fanotify#PRE_ACCESS}
 * @param count bytes; 0 for all that follow
 */
public record ContentEvent(
    Descriptor file, int number, long events, int thread, long offset, long count) {

  /** Whether the file is being opened; otherwise its content is being used. */
  public boolean opening() {
    return (events & Fanotify.OPEN_PERMISSION) != 0;
  }
}
