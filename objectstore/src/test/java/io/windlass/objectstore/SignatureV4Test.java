package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** The examples of the Amazon S3 API reference, "Signature Calculations". */
class SignatureV4Test {
  private static final AwsBasicCredentials EXAMPLE =
      AwsBasicCredentials.create(
          "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  private static final Instant THEN = Instant.parse("2013-05-24T00:00:00Z");

  private final SignatureV4 signature = new SignatureV4();

  @Test
  void readingARangeIsSignedAsInTheReference() {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", "examplebucket.s3.amazonaws.com");
    headers.put("range", "bytes=0-9");
    SignatureV4.Signed signed =
        signature.sign(
            EXAMPLE, "us-east-1", "GET", "/test.txt", "", headers, SignatureV4.EMPTY, THEN);
    assertThat(signed.signature())
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    assertThat(headers.get("authorization"))
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,")
        .contains("SignedHeaders=host;range;x-amz-content-sha256;x-amz-date");
  }

  @Test
  void listingIsSignedAsInTheReference() {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", "examplebucket.s3.amazonaws.com");
    assertThat(
            signature
                .sign(
                    EXAMPLE,
                    "us-east-1",
                    "GET",
                    "/",
                    "max-keys=2&prefix=J",
                    headers,
                    SignatureV4.EMPTY,
                    THEN)
                .signature())
        .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void aUrlIsSignedAsInTheReference() {
    SortedMap<String, String> query = new TreeMap<>();
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", "examplebucket.s3.amazonaws.com");
    signature.presign(
        EXAMPLE, "us-east-1", "GET", "/test.txt", query, headers, Duration.ofDays(1), THEN);
    assertThat(LeanRequest.queryString(query))
        .isEqualTo(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
                + "&X-Amz-Signature="
                + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
                + "&X-Amz-SignedHeaders=host");
  }

  /** The reference's example has 64 KiB chunks: its signatures are checked one by one. */
  @Test
  void chunksAreSignedAsInTheReference() {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", "s3.amazonaws.com");
    headers.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
    headers.put("content-encoding", "aws-chunked");
    headers.put("x-amz-decoded-content-length", "66560");
    headers.put("content-length", "66824");
    SignatureV4.Signed seed =
        signature.sign(
            EXAMPLE,
            "us-east-1",
            "PUT",
            "/examplebucket/chunkObject.txt",
            "",
            headers,
            SignatureV4.CHUNKS,
            THEN);
    assertThat(seed.signature())
        .isEqualTo("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
    byte[] letters = new byte[66_560];
    Arrays.fill(letters, (byte) 'a');
    SignatureV4.Chunks chunks = seed.chunks();
    assertThat(chunks.next(sha256(letters, 0, 65_536)))
        .isEqualTo("ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648");
    assertThat(chunks.next(sha256(letters, 65_536, 1_024)))
        .isEqualTo("0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497");
    assertThat(chunks.next(sha256(letters, 0, 0)))
        .isEqualTo("b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
  }

  private static byte[] sha256(byte[] bytes, int offset, int length) {
    var digest = SignatureV4.sha256();
    digest.update(bytes, offset, length);
    return digest.digest();
  }

  @Property(tries = 60)
  void chunkedBodiesHaveTheAnnouncedLength(
      @ForAll @IntRange(max = 400_000) int length,
      @ForAll boolean signed,
      @ForAll Optional<ChecksumAlgorithm> trailer)
      throws IOException {
    Optional<SignatureV4.Signed> seed =
        signed
            ? Optional.of(
                new SignatureV4.Signed(
                    "20130524T000000Z",
                    "scope",
                    "0".repeat(64),
                    SignatureV4.mac(new SecretKeySpec(new byte[32], "HmacSHA256"))))
            : Optional.empty();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ChunkedBody body = new ChunkedBody(length, signed, trailer);
    body.write(BodyStream.open(Body.of(new byte[length])), out, seed);
    assertThat((long) out.size()).isEqualTo(body.encodedLength());
  }

  /** The reference's example with a trailing checksum. */
  @Test
  void trailersAreSignedAsInTheReference() {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", "s3.amazonaws.com");
    headers.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
    headers.put("content-encoding", "aws-chunked");
    headers.put("x-amz-decoded-content-length", "66560");
    headers.put("x-amz-trailer", "x-amz-checksum-crc32c");
    SignatureV4.Signed seed =
        signature.sign(
            EXAMPLE,
            "us-east-1",
            "PUT",
            "/examplebucket/chunkObject.txt",
            "",
            headers,
            SignatureV4.CHUNKS + "-TRAILER",
            THEN);
    assertThat(seed.signature())
        .isEqualTo("106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
    byte[] letters = new byte[66_560];
    Arrays.fill(letters, (byte) 'a');
    SignatureV4.Chunks chunks = seed.chunks();
    assertThat(chunks.next(sha256(letters, 0, 65_536)))
        .isEqualTo("b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2");
    assertThat(chunks.next(sha256(letters, 65_536, 1_024)))
        .isEqualTo("1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7");
    assertThat(chunks.next(sha256(letters, 0, 0)))
        .isEqualTo("2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992");
    assertThat(ChecksumAlgorithm.CRC32C.of(letters).value()).isEqualTo("sOO8/Q==");
    assertThat(chunks.trailer("x-amz-checksum-crc32c:sOO8/Q==\n"))
        .isEqualTo("d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435");
  }

  @Test
  void theChecksumOfNvmeIsTheCatalogues() {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update("123456789".getBytes(US_ASCII));
    assertThat(crc.getValue()).isEqualTo(0xae8b14860a799888L);
  }

  @Property(tries = 100)
  void theChecksumDoesNotDependOnHowTheBytesCome(
      @ForAll @IntRange(max = 5_000) int length, @ForAll long seed) {
    byte[] bytes = new byte[length];
    Random random = new Random(seed);
    random.nextBytes(bytes);
    Crc64Nvme whole = new Crc64Nvme();
    whole.update(bytes, 0, length);
    Crc64Nvme pieces = new Crc64Nvme();
    for (int at = 0; at < length; ) {
      int count = Math.min(length - at, random.nextInt(1, 20));
      pieces.update(bytes, at, count);
      at += count;
    }
    assertThat(pieces.getValue()).isEqualTo(whole.getValue());
  }
}
