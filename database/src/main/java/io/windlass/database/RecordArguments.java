package io.windlass.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.Arguments;
import org.jdbi.v3.core.argument.NamedArgumentFinder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Binds the components of a record by their names: {@code
 * statement.bindNamedArgumentFinder(RecordArguments.of(row))}. Unlike {@code bindMethods} it takes
 * records that are not public.
 */
public final class RecordArguments implements NamedArgumentFinder {
  private final Record record;
  private final Map<String, RecordComponent> components;

  private RecordArguments(Record record) {
    this.record = record;
    this.components =
        Arrays.stream(record.getClass().getRecordComponents())
            .collect(Collectors.toMap(RecordComponent::getName, component -> component));
  }

  /** The components of a record. */
  public static RecordArguments of(Record record) {
    return new RecordArguments(record);
  }

  @Override
  public Optional<Argument> find(String name, StatementContext context) {
    return Optional.ofNullable(components.get(name))
        .flatMap(component ->
            context
                .getConfig(Arguments.class)
                .findFor(component.getGenericType(), value(component)));
  }

  @Override
  public Collection<String> getNames() {
    return components.keySet();
  }

  private Object value(RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a component of a record cannot be read", e);
    }
  }
}
