package io.windlass.transfer.web;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.net.UnknownHostException;

/** A name stands for addresses of which none may be connected to. */
public final class AddressDenied extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  AddressDenied() {
    super("no address that users may reach");
  }

  /** The same in words; neither name nor address is in them. */
  public static Problem problem() {
    return Problem.of(
            Kind.FORBIDDEN,
            "address_denied",
            "The server of the address is in a network that users may not reach from here.")
        .withRemedy("Its operator can admit it: windlass serve --allow-addresses.");
  }
}
