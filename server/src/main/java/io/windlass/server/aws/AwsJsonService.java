package io.windlass.server.aws;

import io.windlass.foundation.WindlassException;
import java.util.Optional;

/** One service of AWS that Windlass speaks, with JSON 1.1 bodies. A bean of this type is served. */
public interface AwsJsonService {

  /** What stands before the dot in {@code X-Amz-Target}. */
  String targetPrefix();

  /** The name that clients sign with. */
  String signingName();

  /** The operation of this name, if it is served. */
  Optional<AwsOperation> operation(String name);

  /** The service's own word for a problem that lies in the request. */
  AwsFault fault(WindlassException problem);

  /** How a request that does not fit the shape of its operation is refused. */
  AwsFault misshapen(String sentence);
}
