package io.windlass.cli;

import io.windlass.cli.start.CompletionCommand;
import io.windlass.cli.start.Group;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/**
 * Tells the parser of the commands that a line can mean: reading what all of them take would be
 * most of the time of a short one. Where the line names none, in its first words, all are told of,
 * so that help, completion and proposals for misspelt words know them.
 */
final class Verbs {
  private static final Set<String> VERSION = Set.of("--version", "-V");

  private Verbs() {}

  /** Adds those of these commands that are needed, with their verbs. */
  static void addNeeded(
      CommandLine root, List<Class<?>> commands, IFactory factory, List<String> words) {
    if (words.size() == 1 && VERSION.contains(words.getFirst())) {
      return;
    }
    Optional<Class<?>> named =
        commands.stream()
            // completion prints all of them
            .filter(type -> type != CompletionCommand.class && isNamed(type, words))
            .findFirst();
    List<String> rest = named.isPresent() ? words.subList(1, words.size()) : List.of();
    for (Class<?> type : named.<List<Class<?>>>map(List::of).orElse(commands)) {
      CommandLine command = new CommandLine(type, factory);
      addVerbs(command, factory, rest);
      root.addSubcommand(command);
    }
  }

  private static void addVerbs(CommandLine noun, IFactory factory, List<String> words) {
    if (!(noun.getCommand() instanceof Group group)) {
      return;
    }
    @Nullable CommandLine inner =
        words.isEmpty() ? null : noun.getSubcommands().get(words.getFirst());
    if (inner != null) {
      addVerbs(inner, factory, words.subList(1, words.size()));
      return;
    }
    List<Method> all = CommandLine.getCommandMethods(group.getClass(), null);
    List<Method> named = all.stream().filter(method -> isNamed(method, words)).toList();
    if (named.isEmpty()) {
      noun.getSubcommands().values().forEach(other -> addVerbs(other, factory, List.of()));
    }
    for (Method method : named.isEmpty() ? all : named) {
      noun.addSubcommand(new CommandLine(method, factory));
    }
  }

  private static boolean isNamed(AnnotatedElement command, List<String> words) {
    return !words.isEmpty() && command.getAnnotation(Command.class).name().equals(words.getFirst());
  }
}
