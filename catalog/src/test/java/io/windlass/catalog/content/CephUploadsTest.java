package io.windlass.catalog.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.StoredFile;
import io.windlass.catalog.lab.Lab;
import io.windlass.connection.location.Location;
import io.windlass.objectstore.ObjectId;
import io.windlass.testing.CephStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CephUploadsTest extends UploadsContract {
  @Override
  Lab open() {
    return Lab.ceph();
  }

  @Test
  void files_go_to_a_location_that_encrypts_with_a_kms_key() throws IOException {
    Location location = lab.encrypted("kms", CephStore.shared().kmsKey());
    for (byte[] content : List.of(bytes(100), bytes(PART + 100))) {
      Upload upload = start(atLocation(location, "k" + content.length, content));
      for (int number = 1; number <= upload.partCount(); number++) {
        send(upload, content, number);
      }
      StoredFile file = complete(upload);

      assertThat(stored(file)).isEqualTo(content);
      assertThat(file.md5()).contains(md5(content));
      assertThat(lab.store.head(ObjectId.of(file.bucket(), file.key())).encryption())
          .contains("aws:kms");
    }
  }

  @Test
  void parts_that_were_signed_for_any_bytes_go_there_too() throws IOException {
    Location location = lab.encrypted("kms-any", CephStore.shared().kmsKey());
    byte[] content = bytes(PART + 100);
    Upload upload = start(atLocation(location, "data.bin", content));
    for (int number = 1; number <= upload.partCount(); number++) {
      byte[] part = part(content, number);
      deliver(upload, new PartToSign(number, Optional.empty()), part);
      assertThat(lab.uploads.addPart(lab.ann, upload.id(), number, md5(part)).failure()).isEmpty();
    }

    assertThat(stored(complete(upload))).isEqualTo(content);
  }
}
