package io.windlass.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** Starts processes that hold descriptors of this one. */
public final class Spawn {
  private static final short NEW_SESSION = 0x80;
  private static final int FIRST = 3;

  /** Beyond the numbers that the child gives to what it holds. */
  private static final int OUT_OF_THE_WAY = 64;

  private static final int F_DUPFD_CLOEXEC = 1030;

  private Spawn() {}

  /**
   * Starts a program in a session of its own, with an empty environment and the standard streams at
   * /dev/null.
   *
   * @param held descriptors the child holds as 3, 4, … and nothing else
   * @param arguments the first is the name the program appears under
   * @return number of the process
   */
  public static int holding(List<Descriptor> held, String program, List<String> arguments) {
    List<Descriptor> copies = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(512, 16);
      MemorySegment attributes = arena.allocate(1024, 16);
      MemorySegment process = arena.allocate(JAVA_INT);
      zero("posix_spawn_file_actions_init", call1("posix_spawn_file_actions_init", actions));
      MemorySegment nothing = arena.allocateFrom("/dev/null");
      for (int stream = 0; stream < FIRST; stream++) {
        zero("addopen", open(actions, stream, nothing));
      }
      for (int i = 0; i < held.size(); i++) {
        Descriptor copy =
            new Descriptor(
                Kernel.check(held.get(i).control(F_DUPFD_CLOEXEC, OUT_OF_THE_WAY), Call.FCNTL, ""));
        copies.add(copy);
        zero("adddup2", call3("posix_spawn_file_actions_adddup2", actions, copy, FIRST + i));
      }
      zero("addclosefrom", closeFrom(actions, FIRST + held.size()));
      zero("posix_spawnattr_init", call1("posix_spawnattr_init", attributes));
      zero("posix_spawnattr_setflags", flags(attributes));
      zero(program, spawn(arena, process, program, actions, attributes, arguments));
      call1("posix_spawn_file_actions_destroy", actions);
      call1("posix_spawnattr_destroy", attributes);
      return process.get(JAVA_INT, 0);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    } finally {
      copies.forEach(Descriptor::close);
    }
  }

  private static int spawn(
      Arena arena,
      MemorySegment process,
      String program,
      MemorySegment actions,
      MemorySegment attributes,
      List<String> arguments)
      throws Throwable {
    MemorySegment argv = arena.allocate(ADDRESS, arguments.size() + 1L);
    for (int i = 0; i < arguments.size(); i++) {
      argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
    }
    MemorySegment environment = arena.allocate(ADDRESS, 1);
    MethodHandle spawn =
        function("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    return (int)
        spawn.invokeExact(
            process, arena.allocateFrom(program), actions, attributes, argv, environment);
  }

  private static int open(MemorySegment actions, int number, MemorySegment path) throws Throwable {
    return (int)
        function("posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT)
            .invokeExact(actions, number, path, OpenFlags.READ_WRITE, 0);
  }

  private static int closeFrom(MemorySegment actions, int number) throws Throwable {
    return (int)
        function("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT)
            .invokeExact(actions, number);
  }

  private static int flags(MemorySegment attributes) throws Throwable {
    return (int)
        function("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT)
            .invokeExact(attributes, NEW_SESSION);
  }

  private static int call1(String name, MemorySegment argument) throws Throwable {
    return (int) function(name, ADDRESS).invokeExact(argument);
  }

  private static int call3(String name, MemorySegment actions, Descriptor from, int to)
      throws Throwable {
    return (int)
        function(name, ADDRESS, JAVA_INT, JAVA_INT).invokeExact(actions, from.number(), to);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static void zero(String action, int result) {
    if (result != 0) {
      throw new LinuxException(result, action);
    }
  }
}
