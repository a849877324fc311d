package io.windlass.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OldClassesTest {
  @Test
  void renewed_classes_are_as_new_as_this_java_and_do_what_they_did(@TempDir Path directory)
      throws Exception {
    Path old =
        Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path renewed = directory.resolve("renewed.jar");

    OldClasses.main(new String[] {renewed.toString(), old.toString(), old.toString()});

    try (ZipFile before = new ZipFile(old.toFile());
        ZipFile after = new ZipFile(renewed.toFile())) {
      assertThat(classes(after)).isNotEmpty().isEqualTo(classes(before));
      ClassFile files = ClassFile.of();
      for (String name : classes(after)) {
        byte[] bytes = after.getInputStream(after.getEntry(name)).readAllBytes();
        assertThat(files.parse(bytes).majorVersion())
            .isEqualTo(Runtime.version().feature() + ClassFile.JAVA_1_VERSION - 1);
      }
    }
    URL[] path = {renewed.toUri().toURL()};
    try (URLClassLoader alone = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Class<?> spec = alone.loadClass("picocli.CommandLine$Model$CommandSpec");
      Object root = spec.getMethod("create").invoke(null);
      spec.getMethod("name", String.class).invoke(root, "renewed");
      Object line =
          alone.loadClass("picocli.CommandLine").getConstructor(Object.class).newInstance(root);
      assertThat((String) line.getClass().getMethod("getUsageMessage").invoke(line))
          .startsWith("Usage: renewed");
    }
  }

  @Test
  void what_is_new_enough_stays_as_it_is() throws Exception {
    try (InputStream bytes =
        Objects.requireNonNull(OldClasses.class.getResourceAsStream("OldClasses.class"))) {
      assertThat(OldClasses.renewed(bytes.readAllBytes())).isEmpty();
    }
  }

  private static List<String> classes(ZipFile jar) {
    return jar.stream()
        .map(entry -> entry.getName())
        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
        .filter(name -> !name.endsWith("module-info.class"))
        .sorted()
        .toList();
  }
}
