package io.windlass.transfer;

import io.windlass.transfer.Transfer.Request;
import java.net.URI;
import java.util.List;

/** What may be kept and shown of addresses on the web: their queries may be keys. */
final class WebAddresses {
  private WebAddresses() {}

  /**
   * The request without what may be a key: queries of sources, and of a webhook all but the host.
   * Equal to the request when it has neither.
   */
  static Request shown(Request request) {
    return switch (request) {
      case Request.Copying(NewTransfer it) when it.source().isEmpty() || it.webhook().isPresent() ->
          new Request.Copying(
              new NewTransfer(
                  it.submissionId(),
                  it.requester(),
                  it.source(),
                  it.destination(),
                  it.source().isPresent() ? it.items() : shown(it.items()),
                  it.options(),
                  it.label(),
                  it.deadline(),
                  it.webhook().map(WebAddresses::host),
                  it.dryRun()));
      default -> request;
    };
  }

  private static List<TransferItem> shown(List<TransferItem> items) {
    return items.stream()
        .map(item ->
            new TransferItem(
                withoutQuery(item.source()),
                item.destination(),
                item.recursive(),
                item.checksum(),
                item.versionId()))
        .toList();
  }

  private static String withoutQuery(String address) {
    return address.split("[?#]", 2)[0];
  }

  private static String host(String address) {
    URI uri = URI.create(address);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
