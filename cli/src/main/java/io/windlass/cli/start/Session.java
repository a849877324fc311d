package io.windlass.cli.start;

import io.windlass.cli.output.Output;
import io.windlass.client.WindlassClient;
import io.windlass.client.model.Entry;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one command works with: the server it speaks to and where it prints. The client is made when
 * it is first needed. For one thread, which closes it.
 */
public final class Session implements AutoCloseable {
  private final Places places;
  private final Options options;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private @Nullable WindlassClient client;
  private @Nullable Access access;

  /** A session whose options are read when a command asks for something. */
  public Session(
      Places places, Options options, PrintWriter out, PrintWriter err, boolean terminal) {
    this.places = places;
    this.options = options;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** The options that every command has. */
  public Options options() {
    return options;
  }

  /** Where files of this user are. */
  public Places places() {
    return places;
  }

  /** Where results go. */
  public Output output() {
    return new Output(
        out, err, options.json() ? Output.Format.JSON : Output.Format.PEOPLE, terminal);
  }

  /** The server. */
  public WindlassClient client() {
    WindlassClient present = client;
    if (present == null) {
      Access found = access();
      WindlassClient.Builder builder = WindlassClient.builder(found.server()).token(found::token);
      found.trust().ifPresent(builder::trust);
      present = builder.build();
      client = present;
    }
    return present;
  }

  private Access access() {
    Access present = access;
    if (present == null) {
      present = Access.find(places, options);
      access = present;
    }
    return present;
  }

  /** The token that commands speak with. Secret. */
  public Optional<String> token() {
    return access().token();
  }

  /** The entry that a person names: by path, or by number. */
  public Entry entry(String pathOrNumber) {
    Optional<Long> number = EntryNames.number(pathOrNumber);
    return number.isPresent()
        ? client().entries().get(number.get())
        : client().entries().at(EntryNames.path(pathOrNumber));
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
