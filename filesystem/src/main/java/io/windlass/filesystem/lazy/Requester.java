package io.windlass.filesystem.lazy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What /proc tells of a thread that waits for an answer. Immutable. */
record Requester(int thread) {
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  /** truncate and truncate64, of 64 and 32 bit programs, on x86-64 and ARM. */
  private static final Pattern TRUNCATES =
      Pattern.compile(ARM ? "(45|92|193) .*" : "(76|92|193|1073741900) .*", Pattern.DOTALL);

  /** mmap and mmap2, likewise. */
  private static final Pattern MAPS =
      Pattern.compile(ARM ? "(222|90|192) .*" : "(9|90|192|1073741833) .*", Pattern.DOTALL);

  /** What the thread is doing, as far as it matters here; in doubt it cuts the file. */
  enum Doing {
    /** It cuts a file by its path, which nothing else shows. */
    TRUNCATE,
    /** It maps the file, and may make the mapping larger later, which nothing shows. */
    MAP,
    OTHER,
    /** It is not asleep yet: ask again. */
    UNKNOWN
  }

  Doing doing() {
    if (thread <= 0) {
      // A thread of a namespace we do not see.
      return Doing.TRUNCATE;
    }
    try {
      String call = readOrThrow("syscall");
      if (call.startsWith("running")) {
        return Doing.UNKNOWN;
      }
      if (TRUNCATES.matcher(call).matches()) {
        return Doing.TRUNCATE;
      }
      return MAPS.matcher(call).matches() ? Doing.MAP : Doing.OTHER;
    } catch (LinuxException e) {
      // A thread that is gone changes nothing any more; one we may not look at might.
      boolean gone = e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH;
      return gone ? Doing.OTHER : Doing.TRUNCATE;
    }
  }

  /** Whether it is a thread of this process. */
  boolean isOurs() {
    return Files.exists(Path.of("/proc/self/task/" + thread));
  }

  /** The name of the program. */
  String program() {
    return read("comm").strip();
  }

  /** Whether the thread can see a mount; if not, what it does with the file may cause no events. */
  boolean sees(long mount) {
    Matcher line = Pattern.compile("^" + mount + " ", Pattern.MULTILINE).matcher(read("mountinfo"));
    return line.find();
  }

  private String read(String name) {
    try {
      return readOrThrow(name);
    } catch (LinuxException e) {
      return "";
    }
  }

  private String readOrThrow(String name) {
    Path file = Path.of("/proc/" + thread + "/" + name);
    try (Descriptor open = Descriptor.openAbsolute(file, OpenFlags.READ)) {
      StringBuilder text = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      long at = 0;
      while (open.read(buffer.clear(), at) > 0) {
        at += buffer.position();
        text.append(ISO_8859_1.decode(buffer.flip()));
      }
      return text.toString();
    }
  }
}
