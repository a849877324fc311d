package io.windlass.client;

import javax.net.ssl.SSLContext;

class LeanSenderTest extends SenderContract {
  @Override
  Sender sender(SSLContext tls) {
    return new LeanSender(tls::getSocketFactory);
  }
}
