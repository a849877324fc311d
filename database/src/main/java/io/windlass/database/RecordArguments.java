package io.windlass.database;

import java.lang.reflect.InvocationTargetException;
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
  /** Looked at once for each kind of record: a batch binds thousands of one kind. */
  private static final ClassValue<Map<String, RecordComponent>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Map<String, RecordComponent> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .collect(Collectors.toMap(RecordComponent::getName, RecordArguments::readable));
        }
      };

  private final Record record;
  private final Map<String, RecordComponent> components;

  private RecordArguments(Record record) {
    this.record = record;
    this.components = COMPONENTS.get(record.getClass());
  }

  private static RecordComponent readable(RecordComponent component) {
    component.getAccessor().setAccessible(true);
    return component;
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
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a component of a record cannot be read", e);
    }
  }
}
