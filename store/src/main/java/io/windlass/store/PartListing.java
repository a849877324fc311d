package io.windlass.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.store.RefusedException.Reason;
import io.windlass.store.StoredObject.PartFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** ListParts with pages, which the S3 handler does not have. Thread-safe. */
final class PartListing {
  private static final int PAGE = 1_000;

  private final FileStore store;

  PartListing(FileStore store) {
    this.store = store;
  }

  void answer(HttpServletRequest request, HttpServletResponse response, ObjectRequest wanted)
      throws IOException, RefusedException {
    String id = request.getParameter("uploadId");
    int marker = number(request, "part-number-marker", 0);
    int limit = Math.min(PAGE, number(request, "max-parts", PAGE));
    List<PartFile> behind =
        store.uploads().parts(wanted.bucket(), wanted.key(), id).stream()
            .filter(part -> part.number() > marker)
            .toList();
    List<PartFile> page = behind.subList(0, Math.min(limit, behind.size()));
    boolean encoded = "url".equals(request.getParameter("encoding-type"));
    response.setContentType("application/xml");
    response.setCharacterEncoding("UTF-8");
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newInstance().createXMLStreamWriter(response.getWriter());
      xml.writeStartDocument();
      xml.writeStartElement("ListPartsResult");
      xml.writeDefaultNamespace("http://s3.amazonaws.com/doc/2006-03-01/");
      element(xml, "Bucket", wanted.bucket());
      element(xml, "Key", encoded ? URLEncoder.encode(wanted.key(), UTF_8) : wanted.key());
      element(xml, "UploadId", id);
      element(xml, "StorageClass", "STANDARD");
      element(xml, "PartNumberMarker", marker);
      element(xml, "NextPartNumberMarker", page.isEmpty() ? marker : page.getLast().number());
      element(xml, "MaxParts", limit);
      element(xml, "IsTruncated", page.size() < behind.size());
      for (PartFile part : page) {
        xml.writeStartElement("Part");
        element(xml, "PartNumber", part.number());
        element(xml, "ETag", ObjectWords.quoted(part.md5()));
        element(xml, "Size", part.size());
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static void element(XMLStreamWriter xml, String name, Object value)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(value.toString());
    xml.writeEndElement();
  }

  private static int number(HttpServletRequest request, String name, int otherwise)
      throws RefusedException {
    String value = request.getParameter(name);
    try {
      int number = value == null || value.isEmpty() ? otherwise : Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new RefusedException(Reason.INVALID_ARGUMENT, name + " is a number from 0 on.");
  }
}
