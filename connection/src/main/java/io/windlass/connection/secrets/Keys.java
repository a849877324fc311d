package io.windlass.connection.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.IntStream;

/** A set of keys, one of which seals; all of them open. Immutable. */
final class Keys {
  /** What Tink's own ciphertexts begin with, in front of the key's id. */
  private static final byte TINK = 1;

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final KeysetHandle handle;
  private final Aead aead;

  private Keys(KeysetHandle handle) throws GeneralSecurityException {
    this.handle = handle;
    this.aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  static Keys generate() throws GeneralSecurityException {
    return new Keys(
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()));
  }

  static Keys parse(String json) throws GeneralSecurityException {
    return new Keys(
        TinkJsonProtoKeysetFormat.parseKeyset(
            json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
  }

  String serialize() throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
  }

  /** These keys and a new one, which seals from now on. */
  Keys withNewPrimary() throws GeneralSecurityException {
    return new Keys(
        KeysetHandle.newBuilder(handle)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary())
            .build());
  }

  /** Only the key that seals. */
  Keys primaryOnly() throws GeneralSecurityException {
    KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
    for (int i = builder.size() - 1; i >= 0; i--) {
      if (!builder.getAt(i).isPrimary()) {
        builder.deleteAt(i);
      }
    }
    return new Keys(builder.build());
  }

  int size() {
    return handle.size();
  }

  /** What ciphertexts of the sealing key begin with. */
  byte[] primaryPrefix() {
    return prefix(handle.getPrimary().getId());
  }

  /** What ciphertexts of all these keys begin with. */
  List<byte[]> prefixes() {
    return IntStream.range(0, handle.size())
        .mapToObj(i -> prefix(handle.getAt(i).getId()))
        .toList();
  }

  byte[] seal(byte[] plain, SealedField place) {
    try {
      return aead.encrypt(plain, place.associatedData());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM does not encrypt", e);
    }
  }

  byte[] open(byte[] sealed, SealedField place) throws GeneralSecurityException {
    return aead.decrypt(sealed, place.associatedData());
  }

  private static byte[] prefix(int id) {
    return ByteBuffer.allocate(5).put(TINK).putInt(id).array();
  }
}
