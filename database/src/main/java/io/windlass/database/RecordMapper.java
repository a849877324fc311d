package io.windlass.database;

import java.lang.reflect.Type;
import java.util.Optional;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Every record is read by its constructor, from columns named like its components. */
final class RecordMapper implements RowMapperFactory {
  @Override
  public Optional<RowMapper<?>> build(Type type, ConfigRegistry config) {
    Class<?> erased = GenericTypes.getErasedType(type);
    return erased.isRecord() ? Optional.of(ConstructorMapper.of(erased)) : Optional.empty();
  }
}
