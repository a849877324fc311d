package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The reader of answers: right on XML, and bounded and calm on anything else. */
class LeanXmlTest {
  private static final String LISTING =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- told by a store -->
      <s3:ListBucketResult xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/" a='1 > 0'>
        <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
        <NextContinuationToken>a&amp;b</NextContinuationToken>
        <Contents><Key>a%2Fb+c</Key><Size>5</Size><ETag>&#34;e&#x22;</ETag><Owner><ID>x</ID></Owner>
          <LastModified>2026-01-01T00:00:00.000Z</LastModified><StorageClass/></Contents>
        <CommonPrefixes><Prefix><![CDATA[p%2F]]></Prefix></CommonPrefixes>
      </s3:ListBucketResult>
      """;

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Test
  void listingsAreReadWithWhateverElseIsInThem() throws IOException {
    Listing listing = LeanXml.listing(stream(LISTING));
    assertThat(listing.objects())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.key()).isEqualTo("a/b c");
          assertThat(entry.size()).isEqualTo(5);
          assertThat(entry.etag()).isEqualTo("e");
          assertThat(entry.storageClass()).isEqualTo("STANDARD");
        });
    assertThat(listing.commonPrefixes()).containsExactly("p/");
    assertThat(listing.continuation()).contains("a&b");
  }

  @Test
  void whatIsNoXmlIsAnError() {
    for (String document :
        List.of(
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a>&unknown;</a>",
            "<a>&#xffffffff;</a>",
            "<a b='></a>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
            "<a>".repeat(100_000))) {
      assertThatThrownBy(() -> LeanXml.flat(stream(document)))
          .as(document.substring(0, Math.min(60, document.length())))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void answersWithoutEndAreAnError() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            java.util.Arrays.fill(target, offset, offset + length, (byte) ' ');
            return length;
          }
        };
    assertThatThrownBy(() -> LeanXml.flat(endless)).isInstanceOf(IOException.class);
  }

  /** The JDK's reader and ours say the same of any text in any place. */
  @Property(tries = 300)
  void textsAreThoseOfTheJdksReader(
      @ForAll @Size(max = 6) List<@From("names") String> names, @ForAll("texts") String text)
      throws Exception {
    StringBuilder document = new StringBuilder("<root>");
    for (String name : names) {
      document
          .append('<')
          .append(name)
          .append(" x=\"<>\">".replace("<", "&lt;"))
          .append(LeanXml.escaped(text))
          .append("</")
          .append(name)
          .append('>');
    }
    document.append("</root>");
    List<String> expected = new ArrayList<>();
    XMLStreamReader jdk =
        XMLInputFactory.newDefaultFactory().createXMLStreamReader(stream(document.toString()));
    while (jdk.hasNext()) {
      if (jdk.next() == XMLStreamConstants.START_ELEMENT && !jdk.getLocalName().equals("root")) {
        expected.add(jdk.getLocalName() + "=" + jdk.getElementText());
      }
    }
    List<String> read = new ArrayList<>();
    XmlReader ours = XmlReader.of(stream(document.toString()), 1 << 20);
    StringBuilder between = new StringBuilder();
    for (XmlReader.Event event = ours.next(); event != XmlReader.Event.DONE; event = ours.next()) {
      switch (event) {
        case BEGIN -> between.setLength(0);
        case TEXT -> between.append(ours.text());
        case END -> {
          if (!ours.name().equals("root")) {
            read.add(ours.name() + "=" + between);
          }
        }
        case DONE -> {}
      }
    }
    assertThat(read).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('A', 'Z').ofMinLength(1).ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars("äß日本\uD83D\uDE80".replace("\uD83D\uDE80", ""))
        .ofMaxLength(40);
  }

  /** Whatever is broken in an answer, it is read or it is an IOException. */
  @Property(tries = 2_000)
  void brokenListingsAreAnErrorAtMost(
      @ForAll @IntRange(max = 700) int from,
      @ForAll @IntRange(max = 40) int length,
      @ForAll @Size(max = 20) byte[] instead) {
    byte[] whole = LISTING.getBytes(UTF_8);
    int begin = Math.min(from, whole.length);
    int end = Math.min(begin + length, whole.length);
    byte[] broken = new byte[begin + instead.length + whole.length - end];
    System.arraycopy(whole, 0, broken, 0, begin);
    System.arraycopy(instead, 0, broken, begin, instead.length);
    System.arraycopy(whole, end, broken, begin + instead.length, whole.length - end);
    try {
      LeanXml.listing(new ByteArrayInputStream(broken));
      Map<String, String> flat = LeanXml.flat(new ByteArrayInputStream(broken));
      LeanXml.deletionErrors(new ByteArrayInputStream(broken));
      assertThat(flat).isNotEmpty();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
